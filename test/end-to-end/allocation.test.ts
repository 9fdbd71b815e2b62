// covers: measure-allocations.ts
// covers: judge-allocations.ts
import { expect, test } from '@jest/globals';
import { defaultCost } from '../../src/domain/cost.ts';
import { judgeAllocations } from '../../src/trial/judge-allocations.ts';
import { judgeCosts } from '../../src/trial/judge-costs.ts';
import { tryListing } from '../support/measured-service.ts';

async function measured(...given: Parameters<typeof tryListing>) {
  const { trial, changed } = await tryListing(...given);
  if (trial.kind !== 'ran') throw trial.error;
  const { report, findings } = judgeAllocations(trial.allocations, defaultCost, {
    changed,
    isBuilt: false,
  });
  if (report.kind !== 'measured') throw new Error(report.reason);
  return { report, findings: findings.map(({ route, divergence }) => ({ route, ...divergence })) };
}
const list = 'const rows = makeRows(400);';

test('a function that allocates a megabyte a request more is named with its line, and that the change touches it', async () => {
  const { report, findings } = await measured([
    [
      list,
      "const rows = makeRows(400);\n  Array.from({ length: 13_000 }, (_, index) => ({ index, label: 'copy ' + index }));",
    ],
  ]);
  // On a machine that is busy it may hold the event loop up as well.
  const grown = findings.filter(({ kind }) => kind === 'allocation-grew');
  expect(grown.map(({ route }) => route)).toEqual(['GET /rows']);
  expect(grown[0]?.note).toMatch(
    /^server\.js:15 list, touched by the change: \+1\.\d+ MB each in 3\d exchanges \(p \de-\d+\)$/,
  );
  expect(report).toMatchObject({ routes: 2, tooFew: 0, budgetSeconds: 20 });
  expect(report.profile).toMatchObject({ kind: 'measured', routes: ['GET /rows'] });
  process.stderr.write(`the run took ${report.seconds} s\n`);
}, 120_000);

test('a timer that each read leaves running is found on its route', async () => {
  const { report, findings } = await measured([
    [
      'const entry = new SessionEntry(id);',
      'const entry = new SessionEntry(id);\n  setTimeout(() => {}, 600_000);',
    ],
  ]);
  expect(report.profile).toEqual({ kind: 'not-needed' });
  expect(findings.map(({ route, kind, place }) => `${route} ${kind} ${place}`)).toEqual([
    'GET /read/{id} handles-left-open cost/handles/Timeout',
  ]);
}, 120_000);

test('so is a file that each list opens', async () => {
  const { report, findings } = await measured([
    [list, "const rows = makeRows(400);\n  require('node:fs').openSync(__filename);"],
  ]);
  if (process.platform !== 'linux') process.stderr.write('skipped: this system does not tell open files\n');
  else expect(findings.map(({ place }) => place)).toEqual(['cost/handles/OpenFile']);
  expect(report.routes).toBe(2);
}, 120_000);

test('a cache that keeps an entry for every read names its class', async () => {
  const { trial } = await tryListing(
    [['const entry = new SessionEntry(id);', 'const entry = new SessionEntry(id);\n  kept.set(id, entry);']],
    { each: 160, cost: { ...defaultCost, allocationSeconds: 0 } },
  );
  if (trial.kind !== 'ran') throw trial.error;
  const { findings } = judgeCosts(trial, defaultCost);
  const held = findings.filter(({ divergence }) => divergence.kind === 'memory-retained');
  expect(held.map(({ outcome }) => outcome.kind)).toEqual(['counted']);
  expect(held[0]?.divergence.note).toMatch(
    /instances alive at the end: SessionEntry \d → 16\d \(counted once, in \d+ ms\)/,
  );
}, 180_000);

test('a refactor that allocates the same shows nothing, five times', async () => {
  for (let time = 0; time < 5; time += 1) {
    const { report, findings } = await measured([
      [
        'function list(query) {',
        "function numbered(count) {\n  const rows = [];\n  for (let index = 0; index < count; index += 1) rows.push({ index, label: 'row ' + index });\n  return rows;\n}\n\nfunction list(query) {",
      ],
      [list, 'const rows = numbered(400);'],
    ]);
    expect(findings).toEqual([]);
    expect(report.profile).toEqual({ kind: 'not-needed' });
    process.stderr.write(`the run took ${report.seconds} s\n`);
  }
}, 480_000);
