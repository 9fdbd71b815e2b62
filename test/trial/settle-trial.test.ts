// covers: effects-of-run.ts
// covers: settled-trial.ts
// covers: settle-failed-start.ts
import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/domain/plan.ts';
import type { RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { GateError } from '../../src/errors.ts';
import { createShownRedactor } from '../../src/recording/redaction/redact-shown.ts';
import type { Trial } from '../../src/runs/observe-and-explain.ts';
import type { Run } from '../../src/runs/replay-run.ts';
import { type SettleRequest, settleTrial } from '../../src/trial/settle-trial.ts';
import { type Answers, aJson, aRun } from '../comparison/builders.ts';

const noState = { candidateEnd: null, state: null } as const;
const differing: Answers = { id: 'x1', baseline: aJson({ total: 5 }), candidate: aJson({ total: 4 }) };
const alike: Answers = { id: 'x2', baseline: aJson({ total: 7 }), candidate: aJson({ total: 7 }) };

describe('a trial that ran', () => {
  test('what differs in both runs is counted, and its cluster names the exchange', () => {
    const settled = settle({ observe: runOf(differing, alike), explain: runOf(differing, alike) });
    expect(settled.findings.map(({ disposition }) => disposition.kind)).toEqual(['counted']);
    expect(settled.clusters).toHaveLength(1);
    expect(settled.clusters[0]).toMatchObject({
      pattern: 'body/total',
      example: { exchangeId: 'x1', method: 'GET', target: '/carts/1' },
      firstDivergence: null,
    });
    expect(settled.flaky).toEqual([]);
    expect(settled.perturbed).toBe(false);
  });

  test('what did not come back is flaky, in clusters of its own', () => {
    const again = { ...differing, candidate: aJson({ total: 5 }) };
    const settled = settle({ observe: runOf(differing, alike), explain: runOf(again, alike) });
    expect(settled.clusters).toEqual([]);
    expect(settled.flaky).toHaveLength(1);
  });

  test('what did not come back at once counts when it did each time it was asked for again', () => {
    const again = { ...differing, candidate: aJson({ total: 5 }) };
    const first = { observe: runOf(differing, alike), explain: runOf(again, alike) };
    const [seen, notSeen] = [runOf(differing, alike), runOf(again, alike)];
    expect(settle({ ...first, repeats: [seen, seen, seen] }).clusters).toHaveLength(1);
    expect(settle({ ...first, repeats: [seen, seen, notSeen] }).clusters).toEqual([]);
    expect(settle({ ...first, repeats: [seen, seen] }).clusters).toEqual([]);
  });

  test('without a second run, what was seen once is counted', () => {
    const settled = settle({ observe: runOf(differing), explain: null });
    expect(settled.clusters).toHaveLength(1);
    expect(settled.traces).toEqual([]);
  });

  test('an answer that the probes changed makes the trial perturbed', () => {
    const explain = { ...runOf(differing, alike), answers: new Map([['x1', '200 500']]) };
    expect(settle({ observe: runOf(differing, alike), explain }).perturbed).toBe(true);
  });

  test('a written excuse ignores, and one that nothing needed is told', () => {
    const rule = { reason: 'rounded elsewhere', owner: 'sara', expires: '2026-12-31' };
    const ignores = [
      { ...rule, route: 'GET /things', pattern: 'body/total' },
      { ...rule, route: 'GET /other', pattern: 'body/total' },
    ];
    const settled = settle({ observe: runOf(differing), explain: null }, { ignores });
    expect(settled.findings.map(({ disposition }) => disposition.kind)).toEqual(['ignored']);
    expect(settled.unusedIgnores).toHaveLength(1);
  });

  test('an excuse that has expired excuses nothing', () => {
    const rule = { reason: 'rounded elsewhere', owner: 'sara', expires: '2026-11-21' };
    const ignores = [{ ...rule, route: 'GET /things', pattern: 'body/total' }];
    expect(settle({ observe: runOf(differing), explain: null }, { ignores }).clusters).toHaveLength(1);
  });

  test('an error that only the candidate throws counts though no answer differs', () => {
    const error = { kind: 'error', exchangeId: 'x2', sequence: 1, class: 'TypeError' } as const;
    const thrown = { ...error, message: 'no cart', at: 'cart.js:3', caught: true };
    const snapshots = {
      baseline: snapshotOf('baseline'),
      secondary: snapshotOf('secondary'),
      candidate: { ...snapshotOf('candidate'), events: [thrown] },
    };
    const settled = settle({ observe: { ...runOf(alike), snapshots }, explain: null });
    expect(settled.clusters).toHaveLength(1);
    expect(settled.clusters[0]).toMatchObject({ kind: 'error-added', route: 'GET /carts/{id}' });
  });

  test('what the agent saw is flaky where the second run is silent, not where it was cut off or had no agent', () => {
    const error = { kind: 'error', exchangeId: 'x2', sequence: 1, class: 'TypeError' } as const;
    const thrown = { ...error, message: 'no cart', at: 'cart.js:3', caught: true };
    const snapshots = { baseline: snapshotOf('baseline'), candidate: snapshotOf('candidate') };
    const seen = { ...snapshots, candidate: { ...snapshots.candidate, events: [thrown] } };
    const observe = { ...runOf(alike), snapshots: seen };
    const quiet = { ...runOf(alike), snapshots };
    const cutOff = { ...quiet, compared: { ...quiet.compared, notCompared: ['x2'] } };
    const kindsOf = (explain: Run, repeats: readonly Run[] = []) =>
      settle({ observe, explain, repeats }).findings.map(({ disposition }) => disposition.kind);
    expect(kindsOf(quiet)).toEqual(['flaky']);
    expect(kindsOf(quiet, [observe, observe])).toEqual(['flaky']);
    expect(kindsOf(quiet, [observe, observe, observe])).toEqual(['counted']);
    expect(kindsOf(quiet, [observe, observe, quiet])).toEqual(['flaky']);
    expect(kindsOf(cutOff)).toEqual(['counted']);
    expect(kindsOf(runOf(alike))).toEqual(['counted']);
  });

  test('a second run that was cut off is no sign that probes changed an answer', () => {
    const run = runOf(differing, alike);
    const compared = { ...run.compared, notCompared: ['x1'] };
    const explain = { ...run, compared, answers: new Map([...run.answers, ['x1', 'cut-off cut-off']]) };
    expect(settle({ observe: run, explain }).perturbed).toBe(false);
  });

  test('exercise is unknown when nobody knows which lines changed, or no agent saw them', () => {
    const run = { ...runOf(alike), snapshots: { candidate: snapshotOf('candidate') } };
    expect(settle({ observe: run, explain: null }, { changed: null }).exercise.known).toBe(false);
    expect(settle({ observe: runOf(alike), explain: null }, { changed: [] }).exercise.known).toBe(false);
    expect(settle({ observe: run, explain: null }, { changed: [] }).exercise.known).toBe(true);
  });
});

test('a candidate that does not start is one counted finding of the worst kind', () => {
  const error = new GateError({
    code: 'instance-died',
    message: `ended: ${'x'.repeat(500)}`,
    remedy: 'Mend.',
  });
  const settled = settleTrial({ ...request, trial: { kind: 'candidate-failed', error, isolation: 'none' } });
  expect(settled.findings).toHaveLength(1);
  expect(settled.clusters[0]).toMatchObject({ kind: 'start-failed', severity: 'breaking', exchanges: 1 });
  expect(settled.findings[0]?.divergence.candidate).toMatchObject({
    type: 'failure',
    text: error.message.slice(0, 400),
    length: error.message.length,
  });
  expect(settled.exercise.known).toBe(false);
});

const plan: Plan = {
  exchanges: ['x1', 'x2'].map((exchangeId) => ({
    ...{ exchangeId, session: 's', route: 'GET /carts/{id}', writes: false, reason: 'all are replayed' },
  })),
  leftOut: [],
  routes: ['GET /carts/{id}'],
};

const request: Omit<SettleRequest, 'trial'> = {
  plan,
  changed: [],
  isBuilt: false,
  ignores: [],
  today: new Date('2026-11-22T10:00:00Z'),
};

function settle(
  runs: Pick<RanTrial, 'observe' | 'explain'> & Partial<RanTrial>,
  changes: Partial<SettleRequest> = {},
) {
  const cards = new Map([
    ['x1', { method: 'GET', target: '/carts/1', size: 8 }],
    ['x2', { method: 'GET', target: '/carts/2', size: 8 }],
  ]);
  const fidelity = { share: 1, compared: 2, examples: [] };
  const trial: RanTrial = {
    allocations: { kind: 'not-measured', reason: 'not asked for' },
    ...{ kind: 'ran', isolation: 'none', instances: [], confirmation: '', fidelity, cards, suspects: ['x1'] },
    secrets: createShownRedactor(Buffer.alloc(32)),
    ...{ probes: { baseline: [], candidate: [] }, repeats: [], widened: null },
    ...runs,
  };
  return settleTrial({ ...request, trial, ...changes });
}

type RanTrial = Extract<Trial, { kind: 'ran' }>;

function runOf(...exchanges: readonly Answers[]): Run {
  const answers = new Map(exchanges.map(({ id = 'x1' }) => [id, '200 200']));
  return {
    compared: aRun(...exchanges),
    snapshots: {},
    answers,
    notes: [],
    notSent: 0,
    telemetry: null,
    replay: null,
    values: { substituted: 0, unresolved: 0, records: [] },
    leftOut: [],
    endedEarly: null,
    outbound: null,
    measures: { costs: new Map(), memory: [], ownCpuShare: null },
    ...noState,
  };
}

function snapshotOf(role: RuntimeSnapshot['role']): RuntimeSnapshot {
  return { role, agent: 'connected', hits: [], events: [], probes: [], executedLines: {}, dropped: 0 };
}
