// covers: harmless-by-codemod.ts, of-statements.ts, of-expressions.ts, of-functions.ts
/** Each codemod on a piece of code: what it writes parses, and does what the piece did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { benchedApps, repositoryRoot } from '../../../bench/detection/benched-apps.ts';
import { applySplices } from '../../../bench/detection/codemods/codemod.ts';
import { readProgram } from '../../../bench/detection/codemods/walk-program.ts';
import { appOf, wholeCorpus } from '../../../bench/detection/corpus.ts';
import { codemods, harmlessByCodemod } from '../../../bench/detection/harmless-by-codemod.ts';
import { applyEdits } from '../../../bench/detection/seeded-change.ts';

const piece = `
const limit = 10_000;
const rates = { low: 12, high: 34 };
function pick(kind) {
  if (kind === 'low') return rates.low;
  return rates.high;
}
function sum(list) {
  let total = 0;
  for (const { value, weight } of list) total += value * (weight ?? 2);
  return total > limit ? limit : total;
}
function main(input) {
  const { list, kind } = input;
  const label = \`\${kind}-\${list?.length}\`;
  const found = list.filter((one) => one.value > 1 && one.weight !== 3);
  if (found.length > 2 || kind === 'high') return { label, total: sum(found) * pick(kind) };
  return { label, total: 0 };
}
`;
const inputs = [
  { kind: 'low', list: [] },
  { kind: 'high', list: [{ value: 4, weight: 3 }, { value: 900 }] },
  { kind: 'low', list: [{ value: 2 }, { value: 5, weight: 1 }, { value: 5, weight: 7 }, { value: 1 }] },
];

function outputsOf(text: string): unknown {
  const main = new Function('process', `${text}\nreturn main;`)({ stderr: { write: () => true } });
  return inputs.map((input) => main(input));
}

test.each(codemods.map((codemod) => [codemod.name, codemod] as const))(
  '%s keeps what code does',
  (_, codemod) => {
    const sites = codemod.sites(readProgram('piece.js', piece));
    expect(sites.length).toBeGreaterThan(0);
    for (const site of sites) {
      const changed = applySplices(piece, site);
      expect(changed).not.toBe(piece);
      expect(outputsOf(changed)).toEqual(outputsOf(piece));
    }
  },
);

test('the same changes come of the same seeds, no two alike', () => {
  for (const app of benchedApps) {
    const changes = harmlessByCodemod(app, 12);
    expect(harmlessByCodemod(app, 12)).toEqual(changes);
    expect(new Set(changes.map(({ edits }) => JSON.stringify(edits))).size).toBe(12);
  }
});

test('every change of the corpus fits its service, and leaves it such that it parses', () => {
  const ids = new Set<string>();
  for (const change of wholeCorpus()) {
    const { folder } = appOf(change);
    const textOf = (file: string) => readFileSync(join(repositoryRoot, folder, file), 'utf8');
    for (const [file, text] of applyEdits(change.edits, textOf)) readProgram(file, text);
    expect(ids.has(change.id)).toBe(false);
    ids.add(change.id);
  }
  const count = (kind: string) => [...wholeCorpus()].filter((change) => change.kind === kind).length;
  expect(count('fault')).toBeGreaterThanOrEqual(60);
  expect(count('harmless')).toBeGreaterThanOrEqual(200);
});
