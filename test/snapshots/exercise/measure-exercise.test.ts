import { describe, expect, test } from '@jest/globals';
import type { Hit, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { type ExerciseRequest, measureExercise } from '../../../src/snapshots/exercise/measure-exercise.ts';
import { executableLines } from '../../../src/snapshots/source/executable-lines.ts';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';
import { changeBetween } from '../change-between.ts';

// covers: executable-lines.ts

const candidate = `import { a } from './a.mjs';

// a comment
export function quote(
  order,
) {
  const total = order.items
    .map((item) => item.price);
  if (total > 5) {
    return {
      total,
      capped: true,
    };
  } else {
    log(total);
  }
}
class Cart {
  rate = 5;
  of(n) {
    return n;
  }
}
`;

function executed(
  lines: Readonly<Record<string, readonly number[]>>,
  agent: RuntimeSnapshot['agent'] = 'connected',
) {
  return {
    role: 'candidate',
    agent,
    hits: [],
    events: [],
    probes: [],
    executedLines: lines,
    dropped: 0,
  } as const;
}
const hit = (probeId: string, exchangeId: string): Hit => ({
  probeId,
  exchangeId,
  occurrence: 0,
  sequence: 0,
  values: {},
});
const files = [{ file: changeBetween('src/a.mjs', '', candidate), baseline: '', candidate }];

const nothingSeen = { probes: [], hits: [], routeOf: () => '' };

function measure(
  changed: ExerciseRequest['files'],
  snapshot: RuntimeSnapshot | null,
  more: Partial<ExerciseRequest> = {},
) {
  const both = { baseline: snapshot, candidate: snapshot };
  const seen = { baseline: nothingSeen, candidate: nothingSeen };
  return measureExercise({ files: changed, executed: both, seen, isBuilt: false, ...more });
}

test('lines that can run hold a statement or a part of an expression', () => {
  const parsed = parseSource('a.mjs', candidate);
  expect(parsed.kind === 'parsed' && [...executableLines(parsed.program)].sort((a, b) => a - b)).toEqual([
    1, 7, 8, 9, 10, 11, 12, 15, 19, 21,
  ]);
});

describe('exercise', () => {
  test('counts changed lines that can run, and names those that never did', () => {
    const result = measure(
      files,
      executed({ 'src/a.mjs': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 19] }),
      {
        seen: {
          baseline: nothingSeen,
          candidate: {
            ...nothingSeen,
            hits: [
              hit('p001', 'e1'),
              hit('p002', 'e1'),
              hit('c003', 'e2'),
              hit('e004', 'e3'),
              hit('p001', ''),
            ],
          },
        },
      },
    );
    expect(result).toMatchObject({
      known: true,
      changedLines: 10,
      executedLines: 8,
      neverExecuted: [{ file: 'src/a.mjs', lines: [15, 21] }],
      exchanges: 2,
    });
  });

  test('counts changed lines only', () => {
    const before = candidate.replace('total > 5', 'total > 4');
    const changed = [{ file: changeBetween('src/a.mjs', before, candidate), baseline: before, candidate }];
    const result = measure(changed, executed({ 'src/a.mjs': [] }));
    expect(result).toMatchObject({ known: true, changedLines: 1, neverExecuted: [{ lines: [9] }] });
  });

  test.each([
    ['no snapshot', 'src/a.mjs', null],
    ['no agent', 'src/a.mjs', executed({}, 'absent')],
    ['a language that cannot be read', 'src/a.py', executed({})],
    ['TypeScript that was compiled first', 'src/a.ts', executed({})],
  ])('is unknown with %s', (_, path, snapshot) => {
    const changed = [{ file: changeBetween(path, '', candidate), baseline: '', candidate }];
    expect(measure(changed, snapshot).known).toBe(false);
  });

  test.each(['README.md', 'test/a.test.js'])('does not ask for %s', (path) => {
    const changed = [{ file: changeBetween(path, '', candidate), baseline: '', candidate }];
    expect(measure(changed, executed({}))).toMatchObject({
      known: true,
      changedLines: 0,
    });
  });

  test('does not ask for a deleted file', () => {
    const file = { ...changeBetween('src/a.mjs', candidate, ''), status: 'deleted' as const };
    expect(measure([{ file, baseline: candidate, candidate: null }], executed({}))).toMatchObject({
      known: true,
      changedLines: 0,
    });
  });

  test('asks of lines that were taken away whether the baseline ran them', () => {
    const before = 'function f(a) {\n  if (!a) {\n    return 0;\n  }\n  return a;\n}\n';
    const after = 'function f(a) {\n  return a;\n}\n';
    const changed = [{ file: changeBetween('src/f.js', before, after), baseline: before, candidate: after }];
    const ran = {
      baseline: executed({ 'src/f.js': [2, 5] }),
      candidate: executed({ 'src/f.js': [2] }),
    };
    expect(measure(changed, null, { executed: ran })).toMatchObject({
      ...{ known: true, changedLines: 2, executedLines: 1, exchanges: 0 },
      neverExecuted: [{ file: 'src/f.js', lines: [3], removed: true }],
    });
  });

  test('is unknown of plain code too that a build step put elsewhere, and says of which', () => {
    expect(measure(files, executed({}), { isBuilt: true })).toMatchObject({
      known: false,
      unseen: ['src/a.mjs'],
    });
    expect(measure(files, executed({ 'src/a.mjs': [] }), { isBuilt: true }).known).toBe(true);
  });
});

test('lines that were made with AI help are counted by themselves, and each branch that never ran tells how near the replay came', () => {
  const marked = files.map((each) => ({ ...each, aiLines: [1, 2, 9, 15] }));
  const result = measure(marked, executed({ 'src/a.mjs': [1, 7, 8, 9, 10, 11, 12, 19] }));
  expect(result.ai).toEqual({ changedLines: 3, executedLines: 2 });
  expect(result.neverExecuted[0]?.nearest).toMatchObject([
    { lines: [15], function: 'quote', came: 'guard', guard: { line: 9, source: 'if (total > 5)' } },
    { lines: [21], function: 'Cart/of', came: 'file' },
  ]);
});
