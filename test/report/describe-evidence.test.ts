import { expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import { describeEvidence } from '../../src/report/describe-evidence.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCluster, anEvidence, aQuietEvidence } from '../support/builders.ts';

/** The text of one fact; undefined when the fact is left out. */
function fact(label: string, evidence: Evidence): string | undefined {
  const found = describeEvidence(evidence).find((each) => each.label === label);
  return found === undefined ? undefined : phraseText(found.text);
}

const base = anEvidence();

test.each<[string, string, Partial<Evidence>, string | undefined]>([
  [
    'what was replayed and what was left out',
    'Replayed',
    {},
    '312 of 320 exchanges on 14 routes; left out: 8 (request body not whole)',
  ],
  [
    'a replay that was cut off',
    'Replayed',
    { plan: { exchanges: 10, routes: 1, leftOut: [], notSent: 4 } },
    '10 of 320 exchanges on 1 route; 4 not sent before the deadline',
  ],
  [
    'a candidate that does not start',
    'Replayed',
    { clusters: [aCluster({ kind: 'start-failed' })] },
    'nothing, because the build of the change does not start',
  ],
  ['a service of which no state is known', 'State', {}, undefined],
  [
    'what was stored',
    'State',
    { state: { units: 4, rowsCompared: 1018, unread: [] } },
    '1,018 stored rows and files in 4 tables and folders compared at the end of the run',
  ],
  [
    'state that was not compared',
    'State',
    { state: { units: 1, rowsCompared: 1, unread: ['data/orders: too many rows differ.'] } },
    '1 stored row or file in one table or folder compared at the end of the run; not compared: data/orders: too many rows differ',
  ],
  ['lines that never ran', 'Exercised', {}, '57 of 71 changed lines executed; never: src/a.js 41–44, 47'],
  [
    'lines that all ran',
    'Exercised',
    { exercise: { ...base.exercise, executedLines: 71, neverExecuted: [] } },
    '71 of 71 changed lines executed',
  ],
  [
    'lines nobody could observe',
    'Exercised',
    { exercise: { ...base.exercise, known: false } },
    'not known: no agent could tell which changed lines were executed',
  ],
  [
    'lines of files that ran under another name',
    'Exercised',
    { exercise: { ...base.exercise, known: false, unseen: ['src/a.ts'] } },
    'not known: no agent saw code run from src/a.ts',
  ],
  [
    'lines that no commit tells',
    'Exercised',
    { head: null, exercise: { ...base.exercise, known: false } },
    'not known: no commits were compared, so no line is known to have changed',
  ],
  [
    'lines that are gone and never ran',
    'Exercised',
    { exercise: { ...base.exercise, neverExecuted: [{ file: 'src/a.js', lines: [3], removed: true }] } },
    '57 of 71 changed lines executed; never: src/a.js 3 (before, now gone)',
  ],
  [
    'no lines',
    'Exercised',
    { exercise: { ...base.exercise, changedLines: 0 } },
    'the change has no line that can be executed',
  ],
  ['fidelity', 'Fidelity', {}, 'the baseline answers as production did in 98.7 % of 300 exchanges'],
  [
    'fidelity with an example',
    'Fidelity',
    { fidelity: { share: 0.5, compared: 2, examples: ['x000001: status 200, now 500'] } },
    'the baseline answers as production did in 50 % of 2 exchanges; not in: x000001: status 200, now 500',
  ],
  [
    'fidelity unknown',
    'Fidelity',
    { fidelity: { share: 0, compared: 0, examples: [] } },
    'not known, because no recorded response could be compared',
  ],
  ['a second run', 'Second run', {}, 'confirmed by a second run from fresh state'],
  [
    'a second run with nothing to confirm',
    'Second run',
    { clusters: [], counts: { ...base.counts, flaky: 0 } },
    'from fresh state: no counted difference either',
  ],
  ['noise by place', 'Noise', {}, '40 differences that baseline and secondary show too: body.id (40)'],
  [
    'noise without a secondary',
    'Noise',
    { shadow: { ...base.shadow, instances: [] } },
    '40 differences of values that look generated: body.id (40)',
  ],
  ['no noise', 'Noise', { noise: [], counts: { ...base.counts, noise: 0 } }, undefined],
  [
    'flaky on one line',
    'Flaky',
    { flaky: [aCluster()], counts: { ...base.counts, flaky: 2 } },
    '2 findings in 1 group did not come back in a second run',
  ],
  [
    'ignored and unused',
    'Ignored',
    { counts: { ...base.counts, ignored: 3 }, unusedIgnores: ['GET /a status'] },
    '3 findings excused by written rules; excuses that nothing needed: GET /a status',
  ],
  [
    'what was chosen under a budget',
    'Replayed',
    {
      plan: {
        ...{ exchanges: 1_204, routes: 9, budgetMs: 90_000, endedEarly: 'the bound was met' },
        chosen: [
          { reason: 'its route reaches changed code', exchanges: 1_116 },
          { reason: 'of a rare shape', exchanges: 88 },
        ],
        leftOut: [{ reason: 'there is no room for it within 90 s', exchanges: 998_796 }],
      },
      recording: { ...base.recording, exchanges: 1_000_000 },
    },
    '1,204 of 1,000,000 exchanges on 9 routes; chosen for 90\u00a0s: 1,116 (its route reaches changed code), 88 (of a rare shape); ended early: the bound was met; left out: 998,796 (there is no room for it within 90 s)',
  ],
  ['a whole recording', 'Recording', {}, undefined],
  [
    'a recording with damage and gaps',
    'Recording',
    { recording: { ...base.recording, completeness: 0.5, damage: 'cut off' } },
    '50 % of the requests that the recorder saw are whole in it; damaged: cut off',
  ],
  [
    'the shadow',
    'Shadow',
    {},
    'scrubbed-environment; ready in 210\u00a0ms (baseline), 205\u00a0ms (secondary), 214\u00a0ms (candidate)',
  ],
  [
    'services that ran already',
    'Shadow',
    {
      shadow: {
        ...base.shadow,
        instances: base.shadow.instances.map((each) => ({ ...each, source: 'url:http://127.0.0.1:4000' })),
      },
    },
    'none: the services ran already',
  ],
  ['assumptions', 'Assumed', { shadow: { ...base.shadow, assumptions: ['a.', 'b.'] } }, 'a; b'],
])('%s', (_name, label, overrides, text) => {
  expect(fact(label, anEvidence(overrides))).toBe(text);
});

test('silence is given its bound', () => {
  expect(fact('Bound', aQuietEvidence())).toBe(
    'no counted difference in 120 exchanges that reached the change: at most 2.5 % of such requests differ (95 % confidence)',
  );
  expect(fact('Bound', anEvidence())).toBeUndefined();
});
