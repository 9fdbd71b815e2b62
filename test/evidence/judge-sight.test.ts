// covers: report-probes.ts
// covers: merge-statuses.ts
// covers: evidence-status.ts
import { describe, expect, test } from '@jest/globals';
import { evidenceStatus } from '../../src/domain/evidence-status.ts';
import type { Exercise } from '../../src/domain/exercise.ts';
import type { InstanceRole } from '../../src/domain/observation.ts';
import type { Probe, ProbeState, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { GateError } from '../../src/errors.ts';
import { judgeSight } from '../../src/evidence/judge-sight.ts';
import { mergeStatuses } from '../../src/evidence/merge-statuses.ts';
import { createShownRedactor } from '../../src/recording/redaction/redact-shown.ts';
import type { Trial } from '../../src/runs/observe-and-explain.ts';
import type { Run } from '../../src/runs/replay-run.ts';
import { settleTrial } from '../../src/trial/settle-trial.ts';
import type { SettledTrial } from '../../src/trial/settled-trial.ts';
import { aCluster, aFirstDivergence } from '../support/builders.ts';

type RanTrial = Extract<Trial, { kind: 'ran' }>;

const failed = new GateError({ code: 'instance-not-ready', message: 'It ended.', remedy: 'Look.' });
const nothing = settleTrial({
  trial: { kind: 'candidate-failed', error: failed, isolation: 'none' },
  plan: { exchanges: [], routes: [], leftOut: [] },
  ...{ changed: null, isBuilt: false, ignores: [], today: new Date(0) },
});
const exercise: Exercise = {
  ...{ known: true, changedLines: 3, executedLines: 3, neverExecuted: [], exchanges: 20 },
};
const settledWith = (more: Partial<SettledTrial> = {}): SettledTrial => ({
  ...nothing,
  ...{ clusters: [], exercise, perturbed: false, ...more },
});

const probe = (id: string): Probe => ({
  ...{ id, file: 'src/price.js', line: 7, column: 1, names: [], statement: 'x', statementLine: 6 },
});
const state = (probeId: string, more: Partial<ProbeState> = {}): ProbeState => ({
  ...{ probeId, role: 'candidate', state: 'bound', hits: 3, ...more },
});
const snapshot = (role: InstanceRole, more: Partial<RuntimeSnapshot> = {}): RuntimeSnapshot => ({
  ...{ role, agent: 'connected', hits: [], events: [], probes: [state('p001')] },
  ...{ executedLines: {}, dropped: 0, ...more },
});
const runWith = (candidate: Partial<RuntimeSnapshot> = {}, more: Partial<Run> = {}): Run => ({
  compared: { exchanges: [], differing: [], suspects: [], notCompared: [] },
  snapshots: { baseline: snapshot('baseline'), candidate: snapshot('candidate', candidate) },
  ...{ answers: new Map([['x1', '200 200']]), notes: [], notSent: 0, telemetry: null, replay: null },
  ...{
    values: { substituted: 0, unresolved: 0, records: [] },
    leftOut: [],
    endedEarly: null,
    outbound: null,
  },
  ...{ candidateEnd: null, state: null },
  measures: { costs: new Map(), memory: [], ownCpuShare: null },
  ...more,
});
const trialWith = (more: Partial<RanTrial> = {}): RanTrial => ({
  ...{
    kind: 'ran',
    isolation: 'none',
    instances: [],
    observe: runWith(),
    explain: runWith(),
    repeats: [],
    widened: null,
  },
  ...{ probes: { baseline: [probe('p001')], candidate: [probe('p001')] }, suspects: [], cards: new Map() },
  ...{ confirmation: 'confirmed', fidelity: { share: 1, compared: 1, examples: [] } },
  allocations: { kind: 'not-measured', reason: 'not asked for' },
  secrets: createShownRedactor(Buffer.alloc(32)),
  ...more,
});
const judged = (trial: Partial<RanTrial> = {}, settled: Partial<SettledTrial> = {}) =>
  evidenceStatus.parse(judgeSight(trialWith(trial), settledWith(settled)));

describe('how much was seen of a change', () => {
  test('all of it', () => {
    expect(judged()).toEqual({
      kind: 'sufficient',
      reasons: ['all 3 changed lines ran; 2 probes looked on'],
      probes: { armed: 2, hit: 2, unbound: 0, slid: 0, disarmed: 0, troubled: [] },
    });
    const none = { ...exercise, changedLines: 0, executedLines: 0 };
    expect(judged({}, { exercise: none })).toMatchObject({
      kind: 'sufficient',
      reasons: ['the change has no line that can be executed'],
    });
  });

  test('none of it ran, which is more than nobody looked', () => {
    const never = { ...exercise, executedLines: 0 };
    expect(judged({}, { exercise: never })).toMatchObject({
      kind: 'not-executed',
      reasons: ['none of 3 changed lines ran'],
    });
    const blind = { ...never, known: false };
    expect(judged({ observe: runWith({ agent: 'absent' }) }, { exercise: blind })).toMatchObject({
      kind: 'inconclusive',
      reasons: ['no agent saw the change run'],
    });
    expect(judged({}, { exercise: { ...blind, unseen: ['src/a.go'] } }).reasons).toEqual([
      'no agent saw code run from 1 changed file',
    ]);
    expect(judged({ observe: runWith({}, { answers: new Map() }) }).reasons).toEqual([
      'nothing was replayed',
    ]);
    const start = { kind: 'candidate-failed', error: failed, isolation: 'none' } as const;
    expect(judgeSight(start, nothing)).toMatchObject({ kind: 'inconclusive', probes: null });
  });

  const cluster = aCluster({ firstDivergence: aFirstDivergence({ kind: 'unexplained' }) });
  const suspects = ['x1'];
  test.each<[string, Partial<RanTrial>, Partial<SettledTrial>, string]>([
    ['a line', {}, { exercise: { ...exercise, executedLines: 2 } }, '1 of 3 changed lines never ran'],
    ['a probe', { explain: runWith({ probes: [] }) }, {}, '1 of 2 probes could not be set'],
    [
      'later passes',
      { suspects, explain: runWith({ probes: [state('p001', { state: 'disarmed' })] }) },
      {},
      '1 of 2 probes saw only the first of many passes',
    ],
    ['records', { explain: runWith({ dropped: 4 }) }, {}, '4 records of the agents were lost'],
    ['an agent', { explain: runWith({ agent: 'absent' }) }, {}, 'no agent was in candidate'],
    [
      'a part of an agent',
      { observe: runWith({ degraded: ['coverage: taken'] }) },
      {},
      'the agents could not see everything, or not alone',
    ],
    ['traces', {}, { perturbed: true }, 'the probes changed some answers, whose traces are not used'],
    ['a cause', {}, { clusters: [cluster] }, 'where the builds part is not known for 1 group of differences'],
    ['a second run', { explain: null, confirmation: 'not confirmed: it ran' }, {}, 'not confirmed: it ran'],
    ['the rest', { observe: runWith({}, { notSent: 2 }) }, {}, '2 exchanges not sent before the deadline'],
  ])('%s is missing', (_, trial, settled, reason) => {
    expect(judged(trial, settled)).toMatchObject({ kind: 'limited', reasons: [reason] });
  });

  test('a probe that slid looks on all the same, which is said', () => {
    const slid = state('p001', { state: 'slid', note: 'to line 9' });
    const told = judged({ explain: runWith({ probes: [slid] }) });
    expect(told).toMatchObject({ kind: 'sufficient', probes: { slid: 1 } });
    expect(told.reasons).toEqual([
      'all 3 changed lines ran; 2 probes looked on, 1 of them a line later than meant',
    ]);
  });

  test('what ordinary exchanges are granted is no limit where nothing is suspected', () => {
    const explain = runWith({ probes: [state('p001', { state: 'disarmed', note: 'after 50 hits' })] });
    expect(judged({ explain })).toMatchObject({ kind: 'sufficient', probes: { disarmed: 1, hit: 2 } });
  });

  test('every probe of which not all was seen is told, in words that bear no secret', () => {
    const secrets = createShownRedactor(Buffer.alloc(32));
    secrets.learn('hunter2-hunter2-hunter2');
    const probes = [
      state('p001', { state: 'unbound', note: 'no script hunter2-hunter2-hunter2' }),
      state('p002', { hits: 0 }),
      state('p003', { note: 'rested for the remainder of a hot loop' }),
    ];
    const armed = { baseline: [], candidate: ['p001', 'p002', 'p003'].map(probe) };
    const { probes: told } = judged({ secrets, probes: armed, explain: runWith({ probes }) });
    expect(told?.troubled.map((one) => one.state)).toEqual(['unbound', 'never-hit', 'rested']);
    expect(told?.troubled[0]).toMatchObject({ role: 'candidate', file: 'src/price.js', line: 6 });
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });
});

test('of several services the one that saw least stands for all', () => {
  const limited = judged({ explain: runWith({ dropped: 4 }) });
  const services = [
    { name: 'carts', status: judged() },
    { name: 'mails', status: limited },
    { name: 'stock', status: limited },
  ];
  expect(mergeStatuses(services)).toMatchObject({
    kind: 'limited',
    reasons: ['mails: 4 records of the agents were lost', 'stock: 4 records of the agents were lost'],
    probes: { armed: 6, hit: 6 },
  });
  expect(mergeStatuses(services.slice(0, 1)).kind).toBe('sufficient');
  expect(mergeStatuses([])).toMatchObject({ kind: 'inconclusive', probes: null });
});
