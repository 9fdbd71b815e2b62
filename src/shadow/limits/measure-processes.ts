import { readdirSync, readFileSync } from 'node:fs';
import { carries, type FoundProcess, findProcess } from '../processes/find-processes.ts';

/** What the processes that belong together use at one moment. */
export type ProcessUse = {
  /** Processes and their threads. */
  readonly tasks: number;
  readonly memoryBytes: number;
  readonly pids: readonly number[];
};

export type ProcessMeter = {
  /** Looks now; null where the system has no /proc. `ceiling`: up to there a rough figure of memory will do. */
  measure(ceiling: number): ProcessUse | null;
};

/** How often what was taken for somebody else's is looked at again: a pid may have been given to one of ours. */
const forgottenAfter = 50;

/**
 * Finds the processes of a command and measures them, several times a second while it runs, so it reads as little as it
 * can: the list of pids, and one line for each that is ours or new. Ours is what was started in the session, carries the
 * marks, or has a parent that is ours, and it stays ours whatever it does later.
 */
export function createProcessMeter(session: number, marks: readonly string[]): ProcessMeter {
  const find = createFinder(session, marks);
  let sharedBytes = 0;
  return {
    measure(ceiling) {
      const found = find();
      if (found === null) return null;
      const resident = pageBytes() * sum(found.map(({ residentPages }) => residentPages));
      // What is shared is counted once only where that decides: it takes the kernel a walk over all pages.
      if (resident - sharedBytes > ceiling) sharedBytes = resident - sum(found.map(proportionalBytes));
      return {
        tasks: sum(found.map(({ threads }) => threads)),
        memoryBytes: resident - Math.max(0, sharedBytes),
        pids: found.map(({ pid }) => pid),
      };
    },
  };
}

function createFinder(session: number, marks: readonly string[]): () => readonly FoundProcess[] | null {
  let ours = new Map<number, string>();
  const others = new Set<number>();
  let looks = 0;
  const isOurs = (found: FoundProcess): boolean =>
    ours.get(found.pid) === found.startTicks ||
    found.session === session ||
    found.group === session ||
    ours.has(found.parent) ||
    (marks.length > 0 && carries(found.pid, marks));
  const findAmong = (pids: readonly number[]): readonly FoundProcess[] =>
    pids.flatMap((pid) => {
      const found = others.has(pid) ? null : findProcess(pid);
      if (found === null || 'ZX'.includes(found.state)) return [];
      if (isOurs(found)) return [found];
      others.add(pid);
      return [];
    });
  return () => {
    const pids = listPids();
    if (pids === null) return null;
    looks += 1;
    if (looks % forgottenAfter === 0) others.clear();
    const found = findAmong(pids);
    ours = new Map(found.map(({ pid, startTicks }) => [pid, startTicks]));
    return found;
  };
}

function listPids(): readonly number[] | null {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return null;
  }
}

/** Its share of what it holds together with others; all that it holds where the system does not say. */
function proportionalBytes({ pid, residentPages }: FoundProcess): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Ended meanwhile, or of a user whose memory we may not look at.
  }
  return residentPages * pageBytes();
}

let knownPageBytes: number | null = null;

function pageBytes(): number {
  knownPageBytes ??= readPageBytes();
  return knownPageBytes;
}

function readPageBytes(): number {
  try {
    const [, kilobytes] = /^KernelPageSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps', 'utf8')) ?? [];
    return kilobytes === undefined ? 4096 : Number(kilobytes) * 1024;
  } catch {
    return 4096;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
