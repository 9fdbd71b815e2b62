import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceLimits } from '../../domain/service.ts';
import { createLogTail, type LogTail } from '../instance/log-tail.ts';
import type { LimitPassed } from '../limits/limit-passed.ts';
import { underLimits } from '../limits/under-limits.ts';
import { type LimitWatch, watchLimits } from '../limits/watch-limits.ts';
import type { OpenConnection } from '../sandbox/broker-line.ts';
import type { Enclosure } from '../sandbox/enclosure.ts';
import type { Launcher } from '../sandbox/launcher.ts';
import { writeContainerLauncher } from '../sandbox/write-container-launcher.ts';
import { writeLauncher } from '../sandbox/write-launcher.ts';
import { type FoundProcess, findMarked, findProcess, listProcesses } from './find-processes.ts';

/** How a process ended: by itself with a code, or by a signal. */
export type Exit = { readonly code: number | null; readonly signal: string | null };

/** A command that we started, with everything it started in turn. */
export type ProcessGroup = {
  /** Id of the group and of the session; null when the shell could not be started at all. */
  readonly id: number | null;
  readonly log: LogTail;
  /** How the command itself ended; null while it runs. What it started may live on. */
  exit(): Exit | null;
  /** Settles when the command has ended and what it printed has arrived. */
  readonly exited: Promise<Exit>;
  /** Processes that live and belong to it, also those that moved to a group or session of their own. */
  members(): readonly number[];
  /** Processor time that its members spent so far, in milliseconds; null where that cannot be known. */
  cpuMs(): number | null;
  /** The limit that it passed, upon which all of it was killed; null while it keeps to all of them. */
  limitPassed(): LimitPassed | null;
  /** Opens connections in its closed network; null where it shares ours or nothing is to be opened. */
  readonly connect: OpenConnection | null;
  /** Ends all of it: asks first, then kills, and waits until it is gone. Throws when something survives even that. */
  stop(): Promise<void>;
};

export type Launch = {
  /** For `sh -c`. */
  readonly command: string;
  readonly folder: string;
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names in `environment` that no other process has with the same values; members are told by them. */
  readonly markedBy: readonly string[];
  /** How much it may use, and the folders that it may fill. */
  readonly limits: ServiceLimits;
  readonly folders: readonly string[];
  /** What it is shut in with; null: its environment is all there is between it and this machine. */
  readonly enclosure: Enclosure | null;
};

const politeMs = 2_000;
const forcedMs = 5_000;

/**
 * Starts a command in a process group and session of its own, so that it can be ended whole. Everything of the
 * change under judgement is started here and nowhere else.
 */
export function startGroup(launch: Launch): ProcessGroup {
  const { environment, enclosure } = launch;
  const log = createLogTail();
  const launcher = launcherOf(launch);
  const child = spawnShell(launch, launcher);
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  let exit: Exit | null = null;
  const isEnclosed = enclosure !== null;
  const exited = endOf({ child, log, isEnclosed }, (ended) => {
    exit = ended;
  });
  const id = child.pid ?? null;
  const startTicks = id === null ? '' : (findProcess(id)?.startTicks ?? '');
  const marks = launch.markedBy.map((name) => `${name}=${environment[name]}`);
  const watch = id === null ? null : watchGroup(launch, { id, startTicks, marks });
  for (const stream of streams) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log.append(text);
      watch?.printed(text.length);
    });
    stream.on('error', () => {});
  }
  return {
    id,
    log,
    limitPassed: () => watch?.passed() ?? null,
    exit: () => exit,
    exited,
    connect: launcher?.openConnections(child) ?? null,
    members: () => (id === null ? [] : membersOf({ id, startTicks, marks }).map((each) => each.pid)),
    cpuMs: () => (id === null ? null : cpuMsOf(membersOf({ id, startTicks, marks }))),
    async stop() {
      try {
        if (id !== null) await end({ id, startTicks, marks });
        await exited;
      } finally {
        watch?.stop();
        for (const stream of streams) stream.destroy();
        await launcher?.cleanUp();
      }
    },
  };
}

/** Nobody that lives: there is no /proc, or it has ended. */
function cpuMsOf(members: readonly FoundProcess[]): number | null {
  return members.length === 0 ? null : members.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** What passes a limit is killed at once: whoever uses up the machine is not asked. */
function watchGroup({ limits, folders }: Launch, group: Belonging & { readonly id: number }): LimitWatch {
  return watchLimits({
    limits,
    folders,
    session: group.id,
    marks: group.marks,
    // Whether it is gone is seen, and told, when the group is stopped.
    onPassed: () => void signalUntilGone(group, 'SIGKILL', forcedMs),
  });
}

/** Ends every process that carries the marks; for what a gate left behind that was killed itself. */
export async function endMarked(marks: readonly string[]): Promise<void> {
  await end({ id: null, startTicks: '', marks });
}

/** Kills at once and without waiting, when there is no time to ask. Where nothing tells whose a process is: by `groups`. */
export function killMarked(marks: readonly string[], groups: Iterable<number>): void {
  const known = listProcesses() === null ? groups : groupsOf(membersOf({ id: null, startTicks: '', marks }));
  for (const group of known) sendSignal(group, 'SIGKILL');
}

/** What belongs together: a session that we began, and everything that carries our marks. */
type Belonging = {
  readonly id: number | null;
  readonly startTicks: string;
  readonly marks: readonly string[];
};

async function end(what: Belonging): Promise<void> {
  if (await signalUntilGone(what, 'SIGTERM', politeMs)) return;
  if (await signalUntilGone(what, 'SIGKILL', forcedMs)) return;
  throw new Error(
    `processes ${membersOf(what)
      .map((each) => each.pid)
      .join(', ')} survive SIGKILL.`,
  );
}

function launcherOf(launch: Launch): Launcher | null {
  const { enclosure } = launch;
  if (enclosure === null) return null;
  const { engine } = enclosure;
  const program = { ...launch, enclosure };
  return engine === null ? writeLauncher(program) : writeContainerLauncher(program, engine);
}

/** The line to the connection broker, if there is one, takes the place of standard input (write-launcher.ts). */
function spawnShell(
  { command, folder, environment, limits }: Launch,
  launcher: Launcher | null,
): ChildProcess {
  const line = launcher?.hasLine ? 'ipc' : 'ignore';
  const options = { detached: true, stdio: [line, 'pipe', 'pipe'] } satisfies SpawnOptions;
  if (launcher !== null)
    return spawn(launcher.file, launcher.args, { ...options, cwd: '/', env: launcher.environment });
  const [program = '', ...words] = underLimits(['sh', '-c', command], limits);
  return spawn(program, words, { ...options, cwd: folder, env: environment });
}

type Ending = { readonly child: ChildProcess; readonly log: LogTail; readonly isEnclosed: boolean };

function endOf({ child, log, isEnclosed }: Ending, onExit: (exit: Exit) => void): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      log.append(`sh: ${error.message}\n`);
      const exit = { code: 127, signal: null };
      onExit(exit);
      resolve(exit);
    });
    child.once('exit', (code, signal) => {
      const exit = isEnclosed ? asTold({ code, signal }) : { code, signal };
      onExit(exit);
      // Children that live on may hold the pipes open, so the rest of the log is waited for, but not for long.
      const late = setTimeout(() => resolve(exit), 250);
      child.once('close', () => {
        clearTimeout(late);
        resolve(exit);
      });
    });
  });
}

/** The first process of a sandbox tells the end of the command by a signal as shells do: 128 and its number. */
function asTold({ code, signal }: Exit): Exit {
  const told = Object.entries(constants.signals).find(([, number]) => code === 128 + number);
  return told === undefined ? { code, signal } : { code: null, signal: told[0] };
}

/** SIGKILL is sent again at each look: a process may have been forked since. */
async function signalUntilGone(
  what: Belonging,
  signal: 'SIGTERM' | 'SIGKILL',
  patienceMs: number,
): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    const groups = livingGroups(what);
    if (groups.length === 0) return true;
    if (performance.now() >= deadline) return false;
    if (signal === 'SIGKILL' || pauseMs === 2) for (const group of groups) sendSignal(group, signal);
    await wait(pauseMs);
  }
}

function livingGroups(what: Belonging): readonly number[] {
  if (listProcesses() === null) return what.id !== null && sendSignal(what.id, 0) ? [what.id] : [];
  return groupsOf(membersOf(what));
}

function groupsOf(processes: readonly FoundProcess[]): readonly number[] {
  return [...new Set(processes.map((each) => each.group))];
}

/** A process that got the same id later is told by its start: it is not ours, and nothing in its session is. */
function membersOf({ id, startTicks, marks }: Belonging): readonly FoundProcess[] {
  const processes = listProcesses() ?? [];
  const marked = new Set(findMarked(marks, processes).map((each) => each.pid));
  const ownGroup = findProcess(process.pid)?.group;
  const reused = processes.some((each) => each.pid === id && each.startTicks !== startTicks);
  const isOurs = (each: FoundProcess) =>
    marked.has(each.pid) || (!reused && (each.session === id || each.group === id));
  return processes.filter((each) => each.group !== ownGroup && isOurs(each));
}

/** Whether there was such a group. */
function sendSignal(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
