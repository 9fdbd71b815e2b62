import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process as Linux shows it under /proc. */
export type FoundProcess = {
  readonly pid: number;
  /** One letter: `Z` and `X` are dead and only wait to be collected by their parent. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly threads: number;
  /** Memory that it holds, in pages; those that it shares with others are counted with each. */
  readonly residentPages: number;
  /** Time that it and its children that were collected spent on a processor, in milliseconds, in steps of ten. */
  readonly cpuMs: number;
  /** Clock ticks from boot to its start: with the pid, it names one process and never another. */
  readonly startTicks: string;
};

/** proc(5) counts in these on every Linux. */
const tickMs = 10;

/** One process, or null where it is gone or the system has no /proc. */
export function findProcess(pid: number): FoundProcess | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name stands in brackets and may itself hold brackets and blanks, so fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent, group, session] = fields;
  return {
    pid,
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    threads: Number(fields[17]),
    residentPages: Number(fields[21]),
    cpuMs: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs,
    startTicks: fields[19] ?? '',
  };
}

/** Every process that still runs, or null where the system has no /proc. */
export function listProcesses(): readonly FoundProcess[] | null {
  let names: readonly string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return null;
  }
  if (names.length === 0) return null;
  const found = names.map((name) => findProcess(Number(name)));
  return found.filter((each) => each !== null && !'ZX'.includes(each.state)) as FoundProcess[];
}

/**
 * The processes that provably belong to us: those whose environment at their start held all the `marks`
 * (`NAME=value`), and those in a session that such a process lives in, since nothing can join a session from outside.
 * Our own session never counts.
 */
export function findMarked(
  marks: readonly string[],
  processes: readonly FoundProcess[],
): readonly FoundProcess[] {
  const ownSession = findProcess(process.pid)?.session;
  const marked = processes.filter((each) => each.session !== ownSession && carries(each.pid, marks));
  const sessions = new Set(marked.map((each) => each.session));
  return processes.filter((each) => sessions.has(each.session));
}

/**
 * Names the machine, its boot and the pid namespace: a pid written down under another name says nothing here.
 * Empty where the system tells neither.
 */
export function pidScope(): string {
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  try {
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return boot;
  }
}

/** Whether the environment of a process at its start held all the `marks` (`NAME=value`). */
export function carries(pid: number, marks: readonly string[]): boolean {
  const environment = readOrNull(`/proc/${pid}/environ`);
  if (environment === null) return false;
  const entries = new Set(environment.split('\0'));
  return marks.every((mark) => entries.has(mark));
}

/** Processes come and go, and some belong to others: what cannot be read is not there for us. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
