import { describe, expect, test } from '@jest/globals';
import { evidenceGaps } from '../../src/gate/evidence-gaps.ts';
import { anEvidence, aPolicy, aQuietEvidence } from '../support/builders.ts';

const quiet = aQuietEvidence();
const plan = { exchanges: 0, routes: 0, leftOut: [{ reason: 'request body not whole', exchanges: 8 }] };
const untouched = { ...quiet.exercise, executedLines: 0, exchanges: 0 };
const unknown = { known: false, changedLines: 0, executedLines: 0, neverExecuted: [], exchanges: 0 };

function upstreamWith(known: {
  readonly recorded: number;
  readonly matched: number;
  readonly share: number;
}) {
  return { ...known, calls: 40, hosts: ['pay.example'], misses: [], untied: 0 };
}

test('where a part of the recording was chosen, a change that was not reached may need a larger one', () => {
  const chosen = { exercise: untouched, plan: { ...quiet.plan, budgetMs: 90_000, chosen: [] } };
  const [gap] = evidenceGaps(anEvidence({ ...quiet, ...chosen, clusters: [] }), aPolicy());
  expect(gap?.code).toBe('nothing-exercised');
  expect(gap?.remedy).toContain('raise `replay.budget`');
});

describe('evidenceGaps', () => {
  test('whole evidence has none', () => {
    expect(evidenceGaps(quiet, aPolicy())).toEqual([]);
  });

  test.each([
    ['nothing replayed', { plan }, {}, 'nothing-replayed', '8 × request body not whole'],
    [
      'a recording of which nothing can be read',
      { plan, recording: { ...quiet.recording, exchanges: 0, damage: 'cut off in its first block' } },
      {},
      'recording-damaged',
      'cut off in its first block',
    ],
    [
      'a replay that was cut off',
      { plan: { ...quiet.plan, notSent: 12 } },
      {},
      'replay-incomplete',
      '12 of 312 exchanges',
    ],
    [
      'state that could not be compared',
      { state: { units: 3, rowsCompared: 9, unread: ['data/a: too large', 'data/b: too large'] } },
      {},
      'state-unread',
      'compared whole: data/a: too large (and 1 other part)',
    ],
    [
      'too little fidelity',
      { fidelity: { share: 0.7999, compared: 300, examples: [] } },
      {},
      'fidelity-too-low',
      '79.9 % of 300 exchanges; at least 80 %',
    ],
    [
      'fidelity unknown',
      { fidelity: { share: 0, compared: 0, examples: [] } },
      {},
      'fidelity-too-low',
      'is not known',
    ],
    [
      'a recording that missed too much',
      { recording: { ...quiet.recording, completeness: 0.5 } },
      {},
      'completeness-too-low',
      'Only 50 % of the requests',
    ],
    [
      'calls that nothing is recorded for',
      { shadow: { ...quiet.shadow, upstream: upstreamWith({ recorded: 0, matched: 0, share: 0 }) } },
      {},
      'upstream-match-too-low',
      'calls other services (pay.example), and nothing of what they answer is recorded: none of its 40 calls',
    ],
    [
      'too many calls that nothing is recorded for',
      { shadow: { ...quiet.shadow, upstream: upstreamWith({ recorded: 9, matched: 37, share: 37 / 40 }) } },
      {},
      'upstream-match-too-low',
      'answers 92.5 % of the 40 outbound calls that the baseline makes; at least 95 % are needed. Not answered: pay.example',
    ],
    ['nothing exercised', { exercise: untouched }, {}, 'nothing-exercised', 'any of the 71 changed lines'],
    [
      'too little exercised',
      {},
      { minimumExercised: 0.9 },
      'exercise-too-low',
      '57 of 71 changed lines; at least 90 %',
    ],
    [
      'exercise unknown where some is needed',
      { exercise: unknown },
      { minimumExercised: 0.1 },
      'exercise-too-low',
      'not known',
    ],
  ])('%s', (_name, evidence, policy, code, text) => {
    const gaps = evidenceGaps(aQuietEvidence(evidence), aPolicy(policy));
    expect(gaps.map((gap) => gap.code)).toEqual([code]);
    expect(gaps[0]?.text).toContain(text);
    expect(gaps[0]?.remedy).toMatch(/\.$/);
  });

  test.each([
    [
      'damage that left whole blocks',
      { recording: { ...quiet.recording, damage: 'cut off in block 3' } },
      {},
    ],
    ['completeness that nobody knows', { recording: { ...quiet.recording, completeness: null } }, {}],
    [
      'a change without executable lines',
      { exercise: { ...untouched, changedLines: 0 } },
      { minimumExercised: 1 },
    ],
    ['exercise unknown where none is needed', { exercise: unknown }, {}],
    [
      'fidelity that nobody asked for',
      { fidelity: { share: 0, compared: 0, examples: [] } },
      { minimumFidelity: 0 },
    ],
  ])('%s is no gap', (_name, evidence, policy) => {
    expect(evidenceGaps(aQuietEvidence(evidence), aPolicy(policy))).toEqual([]);
  });

  test('a counted difference shows that the change was reached', () => {
    expect(evidenceGaps(anEvidence({ exercise: untouched }), aPolicy())).toEqual([]);
  });

  test('all gaps are told', () => {
    const evidence = aQuietEvidence({
      exercise: untouched,
      fidelity: { share: 0.1, compared: 10, examples: [] },
      recording: { ...quiet.recording, completeness: 0 },
    });
    expect(evidenceGaps(evidence, aPolicy()).map(({ code }) => code)).toEqual([
      'fidelity-too-low',
      'completeness-too-low',
      'nothing-exercised',
    ]);
  });
});
