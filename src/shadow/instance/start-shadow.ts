import type { IsolationLevel } from '../../domain/isolation.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import type { OnProgress } from '../../domain/progress.ts';
import { GateError } from '../../errors.ts';
import type { PreparedBuild } from '../build/prepare-build.ts';
import type { Teardown } from '../processes/teardown.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Companion } from './companion.ts';
import { findFreePorts } from './free-ports.ts';
import { type Instance, type InstanceStart, type OwnInstance, startInstance } from './instance.ts';
import { probeRunning, type RunningBuild } from './probe-running.ts';
import type { Environment } from './scrub-environment.ts';

export type Build = PreparedBuild | RunningBuild;

export type ShadowRequest = {
  readonly baseline: Build;
  readonly candidate: Build;
  /** Whether to start the baseline build a second time; not possible for a service that already runs. */
  readonly secondary: boolean;
  /** Folder of this gate; instances live in `b`, `s` and `c` below it. */
  readonly workFolder: string;
  readonly environment: Environment;
  readonly sandbox: Sandbox;
  /** What stands beside each instance, and what it may reach through them. */
  readonly companions?: (role: InstanceRole) => readonly Companion[];
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly teardown: Teardown;
};

/** The running instances of one run, all from the same point of state. */
export type Shadow = {
  /** How far every instance is shut in; `none` for services that already ran. */
  readonly isolation: IsolationLevel;
  readonly instances: Readonly<Partial<Record<InstanceRole, Instance>>>;
  /** Ends every instance and removes its folders. */
  stop(): Promise<void>;
};

/** A candidate that does not start while the baseline does is a finding about the change, not a failure of the gate. */
export type ShadowStart =
  | { readonly kind: 'started'; readonly shadow: Shadow }
  | { readonly kind: 'candidate-failed'; readonly error: GateError; readonly isolation: IsolationLevel };

/** Starts all instances of a run side by side and waits until all are ready. On any failure everything is stopped. */
export async function startShadow(request: ShadowRequest): Promise<ShadowStart> {
  const isolation = reportIsolation(request);
  const abort = new AbortController();
  const signal = AbortSignal.any([request.signal, abort.signal]);
  const starts: Starts = new Map();
  const stop = request.teardown.defer('the shadow environment', async () => {
    abort.abort();
    await stopAll(starts, request.onProgress);
  });
  try {
    await beginAll({ ...request, signal }, starts);
    const failure = await settle(starts);
    if (failure === null) return { kind: 'started', shadow: await describe(starts, isolation, stop) };
    await stop();
    return { kind: 'candidate-failed', error: failure, isolation };
  } catch (error) {
    await stop();
    throw request.signal.aborted ? interrupted(error) : error;
  }
}

type Begun = InstanceStart | { readonly kind: 'running'; readonly instance: Instance };
type Starts = Map<InstanceRole, Promise<Begun>>;

async function beginAll(request: ShadowRequest, starts: Starts): Promise<void> {
  const { baseline, candidate, onProgress } = request;
  const builds: readonly (readonly [InstanceRole, Build])[] = [
    ['baseline', baseline],
    ...(request.secondary && baseline.kind === 'prepared' ? [['secondary', baseline] as const] : []),
    ['candidate', candidate],
  ];
  const ports = await findFreePorts(builds.length);
  for (const [index, [role, build]] of builds.entries()) {
    onProgress({ kind: 'instance', role, state: 'starting' });
    const start = begin(role, build, ports[index] ?? 0, request).then((begun) => {
      if (begun.kind !== 'failed') onProgress({ kind: 'instance', role, state: 'ready' });
      return begun;
    });
    // Each is awaited below; until then a failure must not count as unhandled.
    start.catch(() => {});
    starts.set(role, start);
  }
}

async function begin(role: InstanceRole, build: Build, port: number, request: ShadowRequest): Promise<Begun> {
  if (build.kind === 'running') {
    return { kind: 'running', instance: await probeRunning({ role, build, signal: request.signal }) };
  }
  const seed = request.baseline.kind === 'prepared' ? request.baseline : build;
  return startInstance({
    role,
    build,
    port,
    workFolder: request.workFolder,
    seedFolder: seed.folder,
    dataSeed: seed.definition.dataSeed,
    environment: request.environment,
    companions: [...(request.companions?.(role) ?? []), dependenciesOf(build)],
    sandbox: request.sandbox,
    teardown: request.teardown,
    signal: request.signal,
  });
}

/** Dependencies may be links into the cache, which an instance must then be able to read. */
function dependenciesOf({ readable = [] }: PreparedBuild): Companion {
  return { environment: {}, doors: [], readable };
}

/** Null when all are ready, the error when only the candidate is not; throws when the ground itself is missing. */
async function settle(starts: Starts): Promise<GateError | null> {
  const ground = [...starts].filter(([role]) => role !== 'candidate').map(([, start]) => start);
  const ready = await Promise.all(ground.map(readyOrThrow));
  const candidate = await starts.get('candidate');
  if (candidate?.kind !== 'failed') return null;
  const taken = candidate.portInUse;
  const collides = ready.some(
    (each) => taken !== null && 'listensOn' in each && each.listensOn()?.includes(taken),
  );
  if (collides) throw candidate.error;
  return candidate.error;
}

async function readyOrThrow(start: Promise<Begun>): Promise<Instance | OwnInstance> {
  const begun = await start;
  if (begun.kind === 'failed') throw begun.error;
  return begun.instance;
}

async function describe(
  starts: Starts,
  isolation: IsolationLevel,
  stop: () => Promise<void>,
): Promise<Shadow> {
  const pairs = [...starts].map(async ([role, start]) => [role, await readyOrThrow(start)] as const);
  return { isolation, instances: Object.fromEntries(await Promise.all(pairs)), stop };
}

/** Instances end side by side. One that cannot be ended does not keep the others, and is told at the end. */
async function stopAll(starts: Starts, onProgress: OnProgress): Promise<void> {
  const problems: string[] = [];
  const stops = [...starts].map(async ([role, start]) => {
    const begun = await start.catch(() => null);
    if (begun?.kind !== 'ready') return;
    await begun.instance.stop().catch((error: Error) => problems.push(`${role}: ${error.message}`));
    onProgress({ kind: 'instance', role, state: 'stopped' });
  });
  await Promise.all(stops);
  if (problems.length > 0) throw new Error(problems.join(' '));
}

function reportIsolation({ baseline, candidate, sandbox, onProgress }: ShadowRequest): IsolationLevel {
  const ran = [baseline, candidate].some((build) => build.kind === 'running');
  const isolation = ran ? 'none' : sandbox.level;
  onProgress({ kind: 'note', text: `Isolation: ${isolation}: ${meaningOf(isolation)}.` });
  return isolation;
}

function meaningOf(isolation: IsolationLevel): string {
  switch (isolation) {
    case 'none':
      return 'a service that already runs is as open as whoever started it';
    case 'scrubbed-environment':
      return 'the code of the change can reach the network and the files of this user';
    case 'container':
    case 'sudo-namespace':
    case 'user-namespace':
      return 'no network, no files and no processes but its own';
    default:
      return isolation satisfies never;
  }
}

function interrupted(cause: unknown): GateError {
  return new GateError({
    code: 'interrupted',
    message: 'Starting the shadow environment was interrupted.',
    remedy: 'Run the same command again.',
    cause,
  });
}
