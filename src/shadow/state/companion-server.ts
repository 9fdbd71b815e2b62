import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { quoteLog } from '../instance/log-tail.ts';
import { scrubEnvironment } from '../instance/scrub-environment.ts';
import { stepLimits } from '../limits/limit-passed.ts';
import { type ProcessGroup, startGroup } from '../processes/process-group.ts';
import { isRoot, nobody } from './server-folder.ts';
import type { StateGround } from './state-driver.ts';
import { reasonOf, stateUnavailable } from './state-unavailable.ts';

export type ServerLaunch = {
  /** e.g. `PostgreSQL`, for errors. */
  readonly name: string;
  /** Program and arguments. */
  readonly program: readonly string[];
  /** Everything the server writes lies here. */
  readonly folder: string;
  /** Whether to give up being root first: some servers refuse to run so, and none needs it. */
  readonly asNobody: boolean;
  /** Signal that ends the server at once: what it holds is thrown away. */
  readonly stopSignal: 'INT' | 'QUIT' | 'KILL';
  /** Resolves once the server answers; rejected as long as it does not. */
  readonly isReady: () => Promise<void>;
};

export type RunningServer = { readonly stop: () => Promise<void>; readonly isAlive: () => boolean };

const readyMs = 30_000;

/** Starts a database server of ours, and waits until it answers. Ended with the gate, or by the next one. */
export async function startServer(launch: ServerLaunch, ground: StateGround): Promise<RunningServer> {
  ground.signal.throwIfAborted();
  const group = startGroup({
    command: guarded(launch),
    folder: launch.folder,
    environment: {
      ...scrubEnvironment(ground.environment),
      HOME: launch.folder,
      SHADOWGATE_RUN: ground.teardown.marker,
      SHADOWGATE_STATE: launch.folder,
    },
    markedBy: ['SHADOWGATE_RUN', 'SHADOWGATE_STATE'],
    limits: stepLimits(ground.definition.limits),
    folders: [launch.folder],
    // No code of the change: it reaches the server through its door alone.
    enclosure: null,
  });
  const stop = ground.teardown.defer(`${launch.name} in ${launch.folder}`, () => group.stop());
  try {
    if (group.id !== null) ground.teardown.record({ kind: 'process-group', id: group.id });
    await untilReady(launch, group, ground.signal);
    return { stop, isAlive: () => group.exit() === null };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs a program of a server to its end, such as the one that makes a data folder. */
export async function runToEnd(
  launch: Pick<ServerLaunch, 'name' | 'program' | 'folder' | 'asNobody'>,
  ground: StateGround,
): Promise<void> {
  const marks = { SHADOWGATE_RUN: ground.teardown.marker, SHADOWGATE_STATE: launch.folder };
  const environment = { ...scrubEnvironment(ground.environment), HOME: launch.folder, ...marks };
  const group = startGroup({
    command: commandOf(launch),
    folder: launch.folder,
    environment,
    markedBy: Object.keys(marks),
    limits: stepLimits(ground.definition.limits),
    folders: [launch.folder],
    enclosure: null,
  });
  const stop = ground.teardown.defer(launch.name, () => group.stop());
  try {
    if (group.id !== null) ground.teardown.record({ kind: 'process-group', id: group.id });
    const exit = await group.exited;
    if (exit.code !== 0) throw failed(`${launch.name} ended with ${exit.code ?? exit.signal}`, group);
  } finally {
    await stop();
  }
}

/** Whether a program can be run at all after giving up being root. */
export async function nobodyCanRun(program: string): Promise<boolean> {
  if (!isRoot()) return true;
  const run = promisify(execFile)(program, ['--version'], { uid: nobody, gid: nobody, env: {}, cwd: '/' });
  return run.then(
    () => true,
    () => false,
  );
}

/**
 * The shell stays beside the server and keeps the marks by which its processes are found: servers write over their
 * own environment. A polite end would wait for clients, so the shell turns it into the signal that does not.
 */
function guarded(launch: ServerLaunch): string {
  const end = `kill -${launch.stopSignal} $! 2>/dev/null`;
  return `trap '${end}' TERM INT; ${commandOf(launch)} & wait $!; wait $!`;
}

function commandOf({ program, asNobody }: Pick<ServerLaunch, 'program' | 'asNobody'>): string {
  const as =
    asNobody && isRoot()
      ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs', '--']
      : [];
  return [...as, ...program].map(quoted).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

async function untilReady(launch: ServerLaunch, group: ProcessGroup, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + readyMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    signal.throwIfAborted();
    const problem = await launch.isReady().then(
      () => null,
      (error: unknown) => reasonOf(error),
    );
    if (problem === null) return;
    if (group.exit() !== null) throw failed(`${launch.name} ended while it started`, group);
    if (performance.now() > deadline) {
      throw failed(`${launch.name} did not answer within ${readyMs / 1000} s (last: ${problem})`, group);
    }
    await wait(pauseMs);
  }
}

function failed(what: string, { log }: ProcessGroup) {
  return stateUnavailable(
    `${what}.${quoteLog(log)}`,
    'Repair what its log names, or name a server that already runs by its `url`.',
  );
}
