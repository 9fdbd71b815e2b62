import { rm } from 'node:fs/promises';
import type { InstanceRole } from '../../domain/observation.ts';
import type { GateError } from '../../errors.ts';
import type { PreparedBuild } from '../build/prepare-build.ts';
import { endingOf, type InstanceEnding } from '../limits/instance-ending.ts';
import type { Teardown } from '../processes/teardown.ts';
import type { OpenConnection } from '../sandbox/broker-line.ts';
import { ownPort, type Sandbox } from '../sandbox/sandbox.ts';
import { type Companion, joinCompanions } from './companion.ts';
import { addressInUse, explainStartFailure } from './explain-start-failure.ts';
import { findFreePorts } from './free-ports.ts';
import { type InstanceFolders, instanceFolders } from './instance-folders.ts';
import { type LaunchedInstance, launchInstance } from './launch-instance.ts';
import { fillPlaceholders, layOutInstance } from './lay-out-instance.ts';
import { listeningPorts } from './listening-ports.ts';
import { quoteLog } from './log-tail.ts';
import type { Environment } from './scrub-environment.ts';
import { type Readiness, waitUntilReady } from './wait-until-ready.ts';

/** One running process tree of a build, with a state of its own. */
export type Instance = {
  readonly role: InstanceRole;
  readonly label: string;
  /** Where it answers, e.g. `http://127.0.0.1:40213`. */
  readonly origin: string;
  /** How to connect there, when its network is its own; null: as to any server. */
  readonly connect: OpenConnection | null;
  /** Its working copy; null for a service that already ran. */
  readonly folder: string | null;
  /** From spawn to ready, in milliseconds; 0 for a service that already ran. */
  readonly startMs: number;
  isAlive(): boolean;
  /** How it ended although nobody asked it to; null while it lives, and for a service that already ran. */
  ending(): InstanceEnding | null;
  /** Processor time that it spent so far, in milliseconds; null where that cannot be known, as of a service that already ran. */
  cpuMs(): number | null;
  /** The end of what it printed, quoted below a line of its own; untrusted. */
  logTail(): string;
  /** Strings that name this instance and may leak into answers, longest first. */
  readonly identity: readonly string[];
};

export type InstanceRequest = {
  readonly role: InstanceRole;
  readonly build: PreparedBuild;
  readonly workFolder: string;
  readonly seedFolder: string;
  readonly dataSeed: string | null;
  /** Tried first, where the network is shared. */
  readonly port: number;
  readonly environment: Environment;
  readonly companions: readonly Companion[];
  readonly sandbox: Sandbox;
  readonly teardown: Teardown;
  readonly signal: AbortSignal;
};

export type OwnInstance = Instance & {
  /** Ports it listens on, its own included; null when that cannot be known. */
  listensOn(): readonly number[] | null;
  stop(): Promise<void>;
};

export type InstanceStart =
  | { readonly kind: 'ready'; readonly instance: OwnInstance }
  | {
      readonly kind: 'failed';
      readonly error: GateError;
      /** A port that its log says is taken; null when it says nothing of the kind. */
      readonly portInUse: number | null;
    };

const attempts = 4;
/** So long an answer on our port counts as another program's while the instance itself listens on nothing. */
const foreignMs = 2_000;

/**
 * Starts one instance in fresh folders and waits until it answers. Nothing of a failed start is left. A port that
 * somebody else took in between is not the service's fault: it is tried again on another.
 */
export async function startInstance(request: InstanceRequest): Promise<InstanceStart> {
  if (request.sandbox.isClosed) return tryStart(request, ownPort);
  for (let attempt = 1; ; attempt += 1) {
    const [port = request.port] = attempt === 1 ? [request.port] : await findFreePorts(1);
    const start = await tryStart(request, port);
    if (start.kind === 'ready' || start.portInUse !== port || attempt === attempts) return start;
  }
}

async function tryStart(request: InstanceRequest, port: number): Promise<InstanceStart> {
  const { build, role, workFolder, signal } = request;
  const folders = instanceFolders(workFolder, role);
  let running: LaunchedInstance;
  try {
    const { dataFiles } = joinCompanions(request.companions);
    await layOutInstance({ ...request, folders, buildFolder: build.folder, dataFiles });
    signal.throwIfAborted();
    running = await launchInstance(request, folders, port);
  } catch (error) {
    await removeFolders(folders);
    throw error;
  }
  try {
    if (running.group.id !== null) {
      request.teardown.record({ kind: 'process-group', id: running.group.id });
    }
    const readiness = await waitForAnswer(running);
    if (readiness.kind === 'ready') return { kind: 'ready', instance: describe(running, readiness.host) };
    const failed = await explain(running, readiness);
    await end(running);
    return failed;
  } catch (error) {
    await end(running);
    throw error;
  }
}

function waitForAnswer(running: LaunchedInstance): Promise<Readiness> {
  const { request, port, doors, group, startedAt } = running;
  const { definition } = request.build;
  return waitUntilReady({
    hosts: ['127.0.0.1', '::1'],
    port,
    path:
      definition.readyPath === null
        ? null
        : fillPlaceholders(definition.readyPath, { ...running, doorPorts: doors.ports }),
    timeoutMs: definition.readyTimeoutMs,
    hasExited: () => endingOf(group) !== null,
    connect: group.connect,
    isForeign: () => {
      if (request.sandbox.isClosed) return false;
      const own = listeningPorts(group.members());
      return own !== null && !own.includes(port) && performance.now() - startedAt < foreignMs;
    },
    signal: request.signal,
  });
}

function describe(running: LaunchedInstance, host: string): OwnInstance {
  const { request, folders, port, group, startedAt } = running;
  const places = [
    folders.app,
    folders.data,
    folders.temporary,
    folders.home,
    folders.whole,
    request.build.folder,
  ];
  return {
    role: request.role,
    label: request.build.label,
    origin: host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`,
    connect: group.connect,
    folder: folders.app,
    startMs: Math.round(performance.now() - startedAt),
    isAlive: () => endingOf(group) === null,
    ending: () => endingOf(group),
    cpuMs: group.cpuMs,
    logTail: () => quoteLog(group.log),
    identity: [...places.toSorted((a, b) => b.length - a.length), String(port)],
    listensOn: () => portsOf(running),
    stop: () => end(running),
  };
}

async function explain(
  running: LaunchedInstance,
  readiness: Exclude<Readiness, { kind: 'ready' }>,
): Promise<InstanceStart> {
  const { request, port, command, group, startedAt } = running;
  const waitedMs = performance.now() - startedAt;
  const listensOn = portsOf(running);
  const exit = readiness.kind === 'exited' ? await group.exited : null;
  const { log } = group;
  const { role, build } = request;
  const passed = group.limitPassed();
  const failure = {
    role,
    definition: build.definition,
    command,
    port,
    waitedMs,
    exit,
    passed,
    log,
    listensOn,
  };
  const inUse = addressInUse(log.text());
  return {
    kind: 'failed',
    error: explainStartFailure({ ...failure, lastProbe: readiness.lastProbe }),
    // In a network of its own nobody else can have taken it.
    portInUse: inUse === null || request.sandbox.isClosed ? null : (inUse.port ?? port),
  };
}

/** Doors listen in the network of the instance, but are none of its own. */
function portsOf({ group, doors }: LaunchedInstance): readonly number[] | null {
  const own = new Set(doors.ports.values());
  return listeningPorts(group.members())?.filter((port) => !own.has(port)) ?? null;
}

async function end({ group, doors, folders }: LaunchedInstance): Promise<void> {
  try {
    await group.stop();
  } finally {
    await doors.close();
  }
  await removeFolders(folders);
}

async function removeFolders({ whole }: InstanceFolders): Promise<void> {
  await rm(whole, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
