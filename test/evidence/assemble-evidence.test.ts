import { describe, expect, test } from '@jest/globals';
import { evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import { GateError } from '../../src/errors.ts';
import { assembleEvidence, type Found } from '../../src/evidence/assemble-evidence.ts';
import { createShownRedactor } from '../../src/recording/redaction/redact-shown.ts';
import type { Trial } from '../../src/runs/observe-and-explain.ts';
import type { Run } from '../../src/runs/replay-run.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { aFinding } from '../comparison/builders.ts';
import { aCluster, aPolicyInForce, aProvenance } from '../support/builders.ts';
import { quietTrial } from '../support/settled-trial.ts';

const origin = {
  startedAt: new Date('2026-11-22T10:00:00.000Z'),
  completedAt: new Date('2026-11-22T10:00:30.250Z'),
  version: '0.1.0',
};
const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

const instances = (['baseline', 'secondary', 'candidate'] as const).map((role) => ({
  ...{ role, source: 'dir:/srv/shop', startMs: 200, agent: 'connected' as const },
}));
const ran: RanTrial = {
  ...{
    kind: 'ran',
    isolation: 'scrubbed-environment',
    instances,
    explain: null,
    repeats: [],
    widened: null,
    suspects: [],
    allocations: { kind: 'not-measured', reason: 'not asked for' },
    probes: { baseline: [], candidate: [] },
    secrets: createShownRedactor(Buffer.alloc(32)),
    cards: new Map(),
  },
  ...{ observe: aRunOf(20), confirmation: 'confirmed', fidelity: { share: 1, compared: 20, examples: [] } },
};

test('the document fits its schema, with and without a change', () => {
  const change = {
    ...{ base: sha, head: sha, commits: [] },
    files: [{ path: 'cart.js', status: 'modified' as const, binary: false, blocks: [] }],
  };
  expect(documentOf({ change, provenance: aProvenance() })).toMatchObject({
    ...{ tool: 'shadowgate 0.1.0', base: sha, head: sha, changedPaths: ['cart.js'] },
    ...{ startedAt: '2026-11-22T10:00:00.000Z', completedAt: '2026-11-22T10:00:30.250Z' },
  });
  expect(documentOf({})).toMatchObject({ base: null, head: null, provenance: null, changedPaths: [] });
});

test('a file that moved is named at both places, for rules about the place it left', () => {
  const moved = { path: 'docs/old', previousPath: '.github/CODEOWNERS', status: 'renamed' as const };
  const files = [{ ...moved, binary: false, blocks: [] }];
  const change = { ...{ base: sha, head: sha, commits: [] }, files };
  expect(documentOf({ change, provenance: aProvenance() }).changedPaths).toEqual([
    'docs/old',
    '.github/CODEOWNERS',
  ]);
});

test('every finding goes into a side file, whatever became of it, and is counted by that', () => {
  const dispositions = [
    { kind: 'counted', reason: 'r' },
    { kind: 'noise', reason: 'r' },
    { kind: 'noise', reason: 'r' },
    { kind: 'ignored', rule: 'r' },
    { kind: 'flaky', reason: 'r' },
  ] as const;
  const findings = dispositions.map((disposition) => aFinding({ disposition }));
  const found = aFound({ settled: { ...quietTrial, findings } });
  const { draft, sides } = assembleEvidence(found, origin);
  expect(draft.counts).toEqual({ counted: 1, noise: 2, ignored: 1, flaky: 1 });
  expect(sides).toEqual({ 'findings.ndjson': findings, 'traces.ndjson': [], 'values.ndjson': [] });
});

describe('the bound on what may differ unseen', () => {
  test.each([
    ['3/n for n exchanges that reached the change', 150, [], 0.02],
    ['never above everything', 2, [], 1],
    ['none when nothing reached the change', 0, [], null],
    ['none when something differs', 150, [aCluster()], null],
  ])('%s', (_name, exchanges, clusters, bound) => {
    const exercise = { ...quietTrial.exercise, exchanges };
    expect(documentOf({ settled: { ...quietTrial, exercise, clusters } }).bound).toBe(bound);
  });
});

test('of the planned exchanges, those that a deadline cut off are told', () => {
  const observe: Run = { ...aRunOf(5), notSent: 3 };
  expect(documentOf({ trial: { ...ran, observe } }).plan).toMatchObject({ exchanges: 5, notSent: 3 });
});

test('a candidate that does not start leaves nothing replayed, and no instance to report', () => {
  const error = new GateError({ code: 'instance-died', message: 'ended', remedy: 'Mend.' });
  const document = documentOf({ trial: { kind: 'candidate-failed', error, isolation: 'none' } });
  expect(document).toMatchObject({
    plan: { exchanges: 0 },
    shadow: { instances: [] },
    fidelity: { compared: 0 },
    confirmation: 'not confirmed: the candidate does not start',
    warnings: [],
  });
});

test('what a reader must know before is part of it', () => {
  expect(documentOf({}).warnings).toEqual([]);
  expect(documentOf({ recording: recordingWith('cut off at byte 9') }).warnings).toHaveLength(1);
});

const planned = Array.from({ length: 200 }, (_, index) => ({
  ...{ exchangeId: `x${index}`, session: '', route: 'GET /', writes: false, reason: 'all' },
}));

type RanTrial = Extract<Trial, { kind: 'ran' }>;

function aRunOf(exchanges: number): Run {
  const answers = new Map(Array.from({ length: exchanges }, (_, index) => [`x${index}`, '200 200'] as const));
  return {
    compared: { exchanges: [], differing: [], suspects: [], notCompared: [] },
    snapshots: {},
    answers,
    notes: [],
    telemetry: null,
    notSent: 0,
    replay: null,
    values: { substituted: 0, unresolved: 0, records: [] },
    leftOut: [],
    endedEarly: null,
    outbound: null,
    candidateEnd: null,
    state: null,
    measures: { costs: new Map(), memory: [], ownCpuShare: null },
  };
}

function recordingWith(damage?: string): Found['recording'] {
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const digest = `sha256:${'ab'.repeat(32)}`;
  const summary = {
    header,
    version: 1,
    exchanges: 20,
    calls: 0,
    digest,
    ...(damage === undefined ? {} : { damage }),
  };
  const none = async function* () {};
  return { path: 'traffic.sgrec', summary, heads: none, exchanges: none, calls: none };
}

function aFound(changes: Partial<Found>): Found {
  const build = {
    kind: 'running',
    label: 'url:http://127.0.0.1:1',
    origin: new URL('http://127.0.0.1:1'),
  } as const;
  return {
    ...{ change: null, provenance: null, policy: aPolicyInForce(), recording: recordingWith() },
    upstream: null,
    ...{ plan: { exchanges: planned, leftOut: [], routes: [] }, trial: ran, settled: quietTrial },
    credentials: { rows: [], exchanges: 20, doubtful: 0 },
    sandbox: withoutWalls,
    prepared: { baseline: build, candidate: build, assumptions: [], isBuilt: false },
    ...changes,
  };
}

/** As it will be read back: the schema is strict. */
function documentOf(changes: Partial<Found>) {
  return evidenceSchema.parse({ ...assembleEvidence(aFound(changes), origin).draft, sideFiles: [] });
}
