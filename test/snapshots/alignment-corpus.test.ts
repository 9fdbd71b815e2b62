import { describe, expect, test } from '@jest/globals';
import type { Described } from '../../src/snapshots/aligning/align-builds.ts';
import { alignChange } from '../../src/snapshots/aligning/align-change.ts';
import { parseSource } from '../../src/snapshots/source/parse-source.ts';
import { type Refactor, refactors } from '../fixtures/refactors/refactors.ts';

// covers: align-change.ts

const label = /\/\*([a-e]\d+)\*\//g;

/** The text without its labels, and the label of each place at which a statement starts. */
function unlabelled(text: string): { readonly text: string; readonly labels: ReadonlyMap<number, string> } {
  const labels = new Map<number, string>();
  let removed = 0;
  for (const match of text.matchAll(label)) {
    labels.set(match.index - removed, match[1] ?? '');
    removed += match[0].length;
  }
  return { text: text.replace(label, ''), labels };
}

function refactored({ name, before, replacements }: Refactor): string {
  return replacements.reduce((text, [find, put]) => {
    const at = text.indexOf(find);
    if (at === -1 || text.indexOf(find, at + 1) !== -1)
      throw new Error(`${name}: ${at === -1 ? 'not found' : 'found twice'}: ${find}`);
    return text.slice(0, at) + put + text.slice(at + find.length);
  }, before);
}

function parsed(path: string, text: string) {
  const { text: plain, labels } = unlabelled(text);
  const source = parseSource(path, plain);
  if (source.kind !== 'parsed') throw new Error(`${path}: ${JSON.stringify(source)}`);
  return { source, labels };
}

/** Pairs of labels as aligned, `-` for a statement without a label and null for one without a counterpart. */
function align(refactor: Refactor) {
  const before = parsed(refactor.path, refactor.before);
  const after = parsed(refactor.path, refactored(refactor));
  const made = refactor.made && parsed(refactor.made.path, refactor.made.text);
  const files = [
    { baseline: before.source, candidate: after.source },
    ...(made ? [{ baseline: null, candidate: made.source }] : []),
  ];
  const labelOf = (labels: ReadonlyMap<number, string> | undefined, described: Described | null) =>
    described === null ? null : (labels?.get(described.statement.node.start) ?? '-');
  return {
    wanted: [...before.labels.values()].filter((one) =>
      [after, made].some((side) => [...(side?.labels.values() ?? [])].includes(one)),
    ),
    pairs: alignChange(files).flatMap(({ pair, candidateFile }) =>
      pair.statements.map(({ baseline, candidate }) => ({
        baseline: labelOf(before.labels, baseline),
        candidate: labelOf(candidateFile === 0 ? after.labels : made?.labels, candidate),
      })),
    ),
  };
}

const aligned = refactors.map((refactor) => ({ name: refactor.name, ...align(refactor) }));

describe('statements that a refactor leaves alone', () => {
  test('stand in at least sixty refactors', () => {
    expect(new Set(refactors.map(({ name }) => name)).size).toBeGreaterThanOrEqual(60);
    for (const { wanted } of aligned) expect(wanted.length).toBeGreaterThan(5);
  });

  test.each(aligned)('$name: none is taken for another', ({ pairs, wanted }) => {
    const isWrong = (one: string | null, other: string | null): boolean =>
      one !== null && other !== null && one !== other && [one, other].some((name) => wanted.includes(name));
    expect(pairs.filter(({ baseline, candidate }) => isWrong(baseline, candidate))).toEqual([]);
  });

  test('are found again, 95 of 100 and more', () => {
    const missed = aligned.flatMap(({ name, wanted, pairs }) => {
      const found = new Set(
        pairs.flatMap(({ baseline, candidate }) => (baseline === candidate ? [baseline] : [])),
      );
      return wanted.filter((one) => !found.has(one)).map((one) => `${name}: ${one}`);
    });
    const total = aligned.reduce((sum, { wanted }) => sum + wanted.length, 0);
    const share = 1 - missed.length / total;
    expect({ share: share >= 0.95, missed: share >= 0.95 ? [] : missed }).toEqual({
      share: true,
      missed: [],
    });
  });
});
