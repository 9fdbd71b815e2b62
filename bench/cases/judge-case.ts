/** Records a case's baseline with our recorder, then runs the two builds through the engine of the gate. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultDeterminism } from '../../src/domain/determinism.ts';
import type { Finding } from '../../src/domain/divergence.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { defaultLimits, type ReplaySettings, type ServiceDefinition } from '../../src/domain/service.ts';
import type { Ports } from '../../src/ports.ts';
import { openRecording } from '../../src/preparation/open-recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { createRedactor, type Redactor } from '../../src/recording/redaction/redaction.ts';
import { startRecordingProxy } from '../../src/recording/relay/recording-proxy.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { observeAndExplain } from '../../src/runs/observe-and-explain.ts';
import { copyTree } from '../../src/shadow/build/copy-tree.ts';
import type { PreparedBuild } from '../../src/shadow/build/prepare-build.ts';
import { findFreePorts } from '../../src/shadow/instance/free-ports.ts';
import { startInstance } from '../../src/shadow/instance/instance.ts';
import { createWorkFolder } from '../../src/shadow/processes/work-folder.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { settleTrial } from '../../src/trial/settle-trial.ts';
import type { Case, CaseSide } from './case-files.ts';
import { driveSteps } from './drive-steps.ts';
import { installSide } from './install-side.ts';
import { startUpstreamStub } from './upstream-stub.ts';

export type JudgedCase = {
  readonly findings: readonly Finding[];
  readonly stepOf: (exchangeId: string) => string;
  readonly exchanges: number;
  readonly fidelity: number;
  /** Where the baseline in the shadow departed from its recording. */
  readonly departures: readonly string[];
  /** What the candidate said when it did not start. */
  readonly startFailure: string | null;
};

/** Installs, records, replays twice and settles; everything that was started is ended by the ports' teardown. */
export async function judgeCase(given: Case, cacheFolder: string, ports: Ports): Promise<JudgedCase> {
  const workFolder = await createWorkFolder(ports.teardown);
  const found = await withUpstream(given, ports);
  const baseline = await buildOf(found, found.baseline, {
    folder: join(workFolder, 'builds', 'b'),
    cacheFolder,
  });
  const candidate = await buildOf(found, found.candidate, {
    folder: join(workFolder, 'builds', 'c'),
    cacheFolder,
  });
  const path = join(workFolder, 'recording.sgrec');
  const redactor = createRedactor(randomBytes(32));
  const steps = await record(found, baseline, {
    path,
    workFolder: join(workFolder, 'record'),
    redactor,
    ports,
  });

  const recording = await openRecording(path);
  const plan = await planReplay(recording.heads());
  const ids: string[] = [];
  for await (const { id } of recording.heads()) ids.push(id);
  const probes = { baseline: [], candidate: [], dropped: [] };
  const replay = {
    concurrency: 8,
    timing: 'as-fast-as-possible' as const,
    speed: 1,
    pauseAfterWriteMs: 50,
    exchangeTimeoutMs: 20_000,
    runTimeoutMs: 300_000,
    credentials: credentialsOf(found, redactor),
    jwt: [],
    login: [],
  };
  const determinism = defaultDeterminism;
  const request = {
    plan,
    recording,
    baseline,
    candidate,
    replay,
    determinism,
    workFolder,
    probes,
    changed: [],
    sandbox: withoutWalls,
  };
  const trial = await observeAndExplain(request, ports);
  const settled = settleTrial({
    trial,
    plan,
    changed: [],
    isBuilt: false,
    ignores: [],
    today: ports.now(),
  });
  return {
    findings: settled.findings,
    stepOf: (exchangeId) => steps[ids.indexOf(exchangeId)] ?? '',
    exchanges: ids.length,
    fidelity: trial.kind === 'ran' ? trial.fidelity.share : 0,
    departures: trial.kind === 'ran' ? trial.fidelity.examples : [],
    startFailure: trial.kind === 'ran' ? null : trial.error.message,
  };
}

/** Starts the stub of a case whose service calls another one, and tells the service where it is. */
async function withUpstream(found: Case, { teardown }: Ports): Promise<Case> {
  if (found.upstream === undefined) return found;
  const stub = await startUpstreamStub(found.upstream);
  teardown.defer('upstream stub', () => stub.stop());
  const vars = { ...found.requests.vars, UPSTREAM: stub.origin };
  return { ...found, env: { ...found.env, UPSTREAM: stub.origin }, requests: { ...found.requests, vars } };
}

/** A folder with the installed packages linked in and the seed beside them, as a prepared build. */
async function buildOf(
  found: Case,
  side: CaseSide,
  { folder, cacheFolder }: { readonly folder: string; readonly cacheFolder: string },
): Promise<PreparedBuild> {
  await mkdir(folder, { recursive: true });
  await symlink(
    join(await installSide(found, side, cacheFolder), 'node_modules'),
    join(folder, 'node_modules'),
  );
  const seed = join(found.folder, found.seedFrom ?? '', 'seed');
  if (existsSync(seed)) await copyTree(seed, join(folder, 'seed'));
  else await mkdir(join(folder, 'seed'));
  for (const name of found.templated ?? [])
    await fillIn(join(folder, 'seed', name), { ...found.env, ...side.env });
  return { kind: 'prepared', label: found.name, folder, definition: definitionOf(found, side) };
}

/** Seed files may name the environment as `${NAME}`. */
async function fillIn(path: string, values: Readonly<Record<string, string>>): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(
    path,
    text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  );
}

/** The cases start in a fresh copy of the seed, `$STATE`, and find the installed packages under `$APP`. */
function definitionOf(found: Case, side: CaseSide): ServiceDefinition {
  return {
    name: found.name,
    directory: '.',
    install: null,
    build: null,
    start: `export APP="$PWD"; cd "$STATE"; ${side.start ?? found.start}`,
    portVariable: 'PORT',
    dataVariable: 'STATE',
    dataSeed: 'seed',
    env: { NODE_ENV: 'production', ...found.env, ...side.env },
    readyPath: (found.health?.method ?? 'GET') === 'GET' ? found.healthUrl : null,
    readyTimeoutMs: found.startTimeoutMs ?? 60_000,
    installTimeoutMs: 600_000,
    buildTimeoutMs: 600_000,
    limits: defaultLimits,
    assumptions: [],
  };
}

/** What a maintainer would write as `replay: credentials:`: the service checks them, and redaction replaced them. */
function credentialsOf({ requests }: Case, redactor: Redactor): ReplaySettings['credentials'] {
  const constant = (value: string | null | undefined) => typeof value === 'string' && !value.includes('{{');
  const all = requests.steps.map(({ headers }) => headers['authorization'] ?? headers['Authorization']);
  const secrets = [...new Set(all.filter(constant))].map((value) => String(value));
  return secrets.flatMap((secret) => {
    const recorded = secretParts(redactor.redact(asking(secret)).requestHeaders[0]?.[1] ?? '');
    const pairs = secretParts(secret).map((replay, index) => ({ recorded: recorded[index] ?? '', replay }));
    return pairs.filter((pair) => pair.recorded !== pair.replay && pair.recorded.length >= 4);
  });
}

/** What is secret in a credential: user and password of `Basic`, else its last word. */
function secretParts(credential: string): readonly string[] {
  const last = credential.slice(credential.lastIndexOf(' ') + 1);
  return /^basic /i.test(credential) ? Buffer.from(last, 'base64').toString().split(':') : [last];
}

function asking(authorization: string): Exchange {
  const empty = new Uint8Array();
  return {
    ...{ id: 'x', session: '', startedAt: 0, durationMs: 0, method: 'GET', target: '/', status: 200 },
    ...{
      requestHeaders: [['authorization', authorization]],
      responseHeaders: [],
      requestBody: empty,
      responseBody: empty,
    },
  };
}

type RecordingPlace = {
  readonly path: string;
  readonly workFolder: string;
  readonly redactor: Redactor;
  readonly ports: Ports;
};

/** Plays the steps through our recorder; returns the step id of each recorded exchange, in order. */
async function record(found: Case, build: PreparedBuild, place: RecordingPlace): Promise<readonly string[]> {
  const { teardown, environment, signal } = place.ports;
  const { folder: seedFolder } = build;
  const { dataSeed } = build.definition;
  const [port = 0] = await findFreePorts(1);
  const own = { role: 'baseline', build, workFolder: place.workFolder, seedFolder, dataSeed, port } as const;
  const started = await startInstance({
    ...own,
    environment,
    companions: [],
    sandbox: withoutWalls,
    teardown,
    signal,
  });
  if (started.kind === 'failed') throw started.error;
  const { redactor } = place;
  const writer = await createRecording(place.path, {
    createdAt: '',
    recorder: 'cases',
    keyId: redactor.keyId,
  });
  const proxy = await startRecordingProxy({
    upstream: new URL(started.instance.origin),
    port: 0,
    redactor,
    append: (exchange) => writer.append(exchange),
    maximumBodyBytes: 64 * 1024 * 1024,
    now: Date.now,
    onProblem: (problem) => process.stderr.write(`${found.name}: ${problem}\n`),
  });
  const steps = await driveSteps(found, proxy.port, {});
  await writer.close(await proxy.stop());
  await started.instance.stop();
  return steps;
}
