import { describe, expect, test } from '@jest/globals';
import type { Divergence } from '../../src/domain/divergence.ts';
import type { InstanceRole } from '../../src/domain/observation.ts';
import type { RuntimeEvent, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { GateError } from '../../src/errors.ts';
import { warnOfLimits } from '../../src/evidence/warn-of-limits.ts';
import type { OpenRecording } from '../../src/preparation/open-recording.ts';
import { createShownRedactor } from '../../src/recording/redaction/redact-shown.ts';
import type { Credentials } from '../../src/replay/credentials/classify-credentials.ts';
import type { Trial } from '../../src/runs/observe-and-explain.ts';
import type { Run } from '../../src/runs/replay-run.ts';
import type { SettledTrial } from '../../src/trial/settled-trial.ts';
import { quietTrial } from '../support/settled-trial.ts';

type RanTrial = Extract<Trial, { kind: 'ran' }>;
type Instance = RanTrial['instances'][number];

const roles = ['baseline', 'secondary', 'candidate'] as const;
const anInstance = (role: InstanceRole, changes: Partial<Instance> = {}): Instance => ({
  ...{ role, source: 'rev:a1b2c3d4e5f6', startMs: 200, agent: 'connected', ...changes },
});
const aSnapshot = (changes: Partial<RuntimeSnapshot> = {}): RuntimeSnapshot => ({
  ...{ role: 'candidate', agent: 'connected', hits: [], events: [], probes: [] },
  ...{ executedLines: {}, dropped: 0, ...changes },
});
const aRun = (changes: Partial<Run> = {}): Run => ({
  compared: { exchanges: [], differing: [], suspects: [], notCompared: [] },
  ...{
    snapshots: {},
    answers: new Map(),
    notes: [],
    notSent: 0,
    telemetry: null,
    replay: null,
    values: { substituted: 0, unresolved: 0, records: [] },
    leftOut: [],
    endedEarly: null,
    outbound: null,
    candidateEnd: null,
    state: null,
    measures: { costs: new Map(), memory: [], ownCpuShare: null },
    ...changes,
  },
});
const call = (url: string, status?: number): RuntimeEvent => ({
  ...{ kind: 'outbound-call', exchangeId: 'x1', sequence: 0, method: 'GET', url },
  ...(status === undefined ? {} : { status }),
});
const calling = (...events: RuntimeEvent[]) => aRun({ snapshots: { candidate: aSnapshot({ events }) } });

const blind = (...unseen: string[]): SettledTrial => ({
  ...quietTrial,
  exercise: { ...quietTrial.exercise, known: false, unseen },
});

const noCredentials: Credentials = { rows: [], exchanges: 20, doubtful: 0 };

function warnings(
  trial: Partial<RanTrial> = {},
  found: SettledTrial = quietTrial,
  damage?: string,
  credentials: Credentials = noCredentials,
) {
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const summary = {
    header,
    version: 1,
    exchanges: 20,
    calls: 0,
    digest: 'sha256:',
    ...(damage ? { damage } : {}),
  };
  const none = async function* () {};
  const recording: OpenRecording = { path: 'a.sgrec', summary, heads: none, exchanges: none, calls: none };
  const ran: RanTrial = {
    allocations: { kind: 'not-measured', reason: 'not asked for' },
    ...{ kind: 'ran', isolation: 'scrubbed-environment', explain: null, suspects: [], cards: new Map() },
    repeats: [],
    widened: null,
    secrets: createShownRedactor(Buffer.alloc(32)),
    probes: { baseline: [], candidate: [] },
    ...{ instances: roles.map((role) => anInstance(role)), observe: aRun(), confirmation: 'confirmed' },
    ...{ fidelity: { share: 1, compared: 20, examples: [] }, ...trial },
  };
  return warnOfLimits({ recording, trial: ran, settled: found, credentials });
}

test('credentials that the shadow will not accept are told, never themselves', () => {
  const row = { place: 'header.authorization', class: 'static-redacted', exchanges: 5, sessions: 2 } as const;
  const credentials = { rows: [{ ...row, ids: ['a1b2c3'] }], exchanges: 20, doubtful: 5 };
  expect(warnings({}, quietTrial, undefined, credentials)).toEqual([
    expect.stringMatching(
      /^5 of 20 requests \(25\.0 %\) .* header\.authorization \(static-redacted, a1b2c3\)/,
    ),
  ]);
});

test('a replay that takes much of the CPU itself is told, since latencies then say little', () => {
  const measures = { costs: new Map(), memory: [] };
  expect(warnings({ observe: aRun({ measures: { ...measures, ownCpuShare: 0.254 } }) })).toEqual([
    expect.stringMatching(/^The replay itself took 25 % of the CPU time/),
  ]);
  expect(warnings({ observe: aRun({ measures: { ...measures, ownCpuShare: 0.25 } }) })).toEqual([]);
});

test('requests that were never sent are told, unless a deadline cut them off', () => {
  const compared = { exchanges: [], differing: [], suspects: [], notCompared: ['x1', 'x2', 'x3'] };
  expect(warnings({ observe: aRun({ compared, notSent: 2 }) })).toEqual([
    expect.stringMatching(/^The requests of 1 exchange could not be sent/),
  ]);
  expect(warnings({ observe: aRun({ compared, notSent: 3 }) })).toEqual([]);
});

test('a replay that did not keep up with the distances it was to keep is told', () => {
  const lag = { exchanges: 100, medianMs: 3, p95Ms: 300, maxMs: 412.4, boundMs: 100, shareOver: 0.2 };
  const replay = {
    ...({ timing: 'recorded', speed: 2, concurrency: 8, seed: 7, askedFirst: {}, lag } as const),
    pauses: { kept: 0, totalMs: 0, boundMs: 50 },
  };
  expect(warnings({ observe: aRun({ replay }) })).toEqual([
    'The replay did not keep up with the recording: 20 % of the exchanges left more than 100 ms late, the worst 412 ms. A lower `replay.speed` or a higher `replay.concurrency` would let it.',
  ]);
  const inTime = { ...replay, lag: { ...lag, shareOver: 0.01 } };
  expect(warnings({ observe: aRun({ replay: inTime }) })).toEqual([]);
  expect(warnings({ observe: aRun({ replay: { ...replay, timing: 'as-fast-as-possible' } }) })).toEqual([]);
});

test('there is none when three instances ran with an agent over a whole recording', () => {
  expect(warnings()).toEqual([]);
});

test.each([
  ['a damaged recording', warnings({}, quietTrial, 'cut off at byte 9'), /damaged: cut off at byte 9/],
  ['no secondary', warnings({ instances: [anInstance('candidate')] }), /^No secondary ran/],
  [
    'lost records',
    warnings({ explain: aRun({ snapshots: { baseline: aSnapshot({ dropped: 7 }) } }) }),
    /7 records/,
  ],
  ['answers that the probes changed', warnings({}, { ...quietTrial, perturbed: true }), /^Probes changed/],
  [
    'what the replay has to say',
    warnings({ observe: aRun({ notes: ['2 requests carry x'] }) }),
    /^2 requests carry x\.$/,
  ],
  [
    'no agent in one of them',
    warnings({ instances: [anInstance('secondary'), anInstance('candidate', { agent: 'absent' })] }),
    /into candidate, since none reported from it: there is one for Node/,
  ],
  [
    'no agent in services that ran already',
    warnings({ instances: [anInstance('secondary', { agent: 'absent', source: 'url:http://127.0.0.1:1' })] }),
    /since it can only be loaded into a service that is started here/,
  ],
  [
    'changed code that never ran under its name',
    warnings({}, blind('a.ts', 'b.ts', 'c.ts', 'd.ts')),
    /^The agent saw no code run from a\.ts, b\.ts, c\.ts and 1 more, as when a build step/,
  ],
])('%s', (_name, found, expected) => {
  expect(found).toEqual([expect.stringMatching(expected)]);
});

test('an agent that saw no request begin says so, one that saw some does not', () => {
  const memory = (exchangeId: string): RuntimeEvent => ({
    ...{ kind: 'memory', exchangeId, sequence: 0, heapUsed: 1, external: 0, rss: 1 },
  });
  const ran = (...events: RuntimeEvent[]) =>
    warnings({ observe: aRun({ snapshots: { candidate: aSnapshot({ events }) } }) });
  expect(ran(memory(''))).toEqual([expect.stringMatching(/^The agent saw no request begin in candidate:/)]);
  expect(ran(memory(''), memory('x1'))).toEqual([]);
});

test('code that was not seen is no news where there was no agent', () => {
  const instances = roles.map((role) => anInstance(role, { agent: 'absent' }));
  expect(warnings({ instances }, blind('app.py'))).toHaveLength(1);
});

describe('calls that left the shadow are told by where they went', () => {
  const rates = 'http://127.0.0.1:4999';

  test.each([
    ['answered', [call(`${rates}/a`, 200), call(`${rates}/b`, 404)], /\(2 calls\), and was answered/],
    ['not answered', [call(`${rates}/a`)], /\(1 call\), and got no answer: what it does/],
    ['answered in part', [call(`${rates}/a`), call(`${rates}/a`, 200)], /got no answer in 1 of them:/],
  ])('%s', (_name, events, expected) => {
    const [told, ...others] = warnings({ observe: calling(...events) });
    expect(others).toEqual([]);
    expect(told).toContain(`The service called ${rates} from the shadow`);
    expect(told).toMatch(expected);
  });

  test('each place once, over both runs', () => {
    const events = [call(`${rates}/a`), call('https://mail.example/send', 202)];
    const told = warnings({ observe: calling(...events), explain: calling(...events) });
    expect(told.map((warning) => /called (\S+) .*\((\d) calls/.exec(warning)?.slice(1))).toEqual([
      [rates, '2'],
      ['https://mail.example', '2'],
    ]);
  });
});

test('of a candidate that does not start, the end of its log', () => {
  const message = 'The candidate ended.\n  The last 2 lines of its log:\n  | one\n  | two';
  const error = new GateError({ code: 'instance-died', message, remedy: 'Mend.' });
  const recording = { summary: {} } as OpenRecording;
  const told = (failure: GateError) =>
    warnOfLimits({
      ...{ recording, settled: quietTrial, credentials: noCredentials },
      trial: { kind: 'candidate-failed', error: failure, isolation: 'none' },
    });
  expect(told(error)).toEqual(['Candidate: The last 2 lines of its log:\n| one\n| two']);
  expect(told(new GateError({ code: 'instance-died', message: 'Gone.', remedy: 'Mend.' }))).toEqual([]);
});

test('files that nobody declared are named, the first of many', () => {
  const one = (name: string): Divergence => ({
    ...{ kind: 'file-changed', place: `state/data/${name}`, pattern: `state/data/${name}` },
    ...{ baseline: null, candidate: null },
  });
  expect(warnings({}, { ...quietTrial, undeclared: [one('db.json'), one('cache~1a')] })).toEqual([
    'Files that no setting names as state differ in the data folder, which is not counted: db.json (changed), cache/a (changed). `service.state: folder` holds the change to them.',
  ]);
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(one);
  expect(warnings({}, { ...quietTrial, undeclared: many }).join()).toContain('e (changed) and others. ');
});
