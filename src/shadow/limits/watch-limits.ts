import type { ServiceLimits } from '../../domain/service.ts';
import type { LimitPassed } from './limit-passed.ts';
import { createDiskMeter, type DiskMeter } from './measure-disk.ts';
import { createProcessMeter } from './measure-processes.ts';

export type WatchRequest = {
  readonly limits: ServiceLimits;
  /** Id of the session that the command began. */
  readonly session: number;
  /** `NAME=value` in the environment of everything that the command starts. */
  readonly marks: readonly string[];
  /** What the command may write below; the first is on the disk that is watched. */
  readonly folders: readonly string[];
  /** Called once, as soon as a limit is seen to be passed: ends the command. */
  readonly onPassed: (passed: LimitPassed) => void;
};

export type LimitWatch = {
  /** Called with the length of whatever the command prints. */
  printed(bytes: number): void;
  /** The limit that was passed first, or null. */
  passed(): LimitPassed | null;
  stop(): void;
};

/** Between two looks at the processes. A command can get this much further than it should. */
const lookEveryMs = 100;
/** Between two walks over the folders when the disk does not say that there is something to see. */
const walkEveryMs = 30_000;

/**
 * Looks after a command from outside while it runs, since the kernel does not hold a whole group of processes to what it
 * may use. Cheap: a look takes well below a millisecond, and folders are walked only when the disk got fuller.
 */
export function watchLimits(request: WatchRequest): LimitWatch {
  const { limits, folders } = request;
  const processes = createProcessMeter(request.session, request.marks);
  let passed: LimitPassed | null = null;
  let printedBytes = 0;
  let stopped = false;
  const pass = (limit: LimitPassed['limit'], allowed: number, seen: number) => {
    if (stopped || seen <= allowed) return;
    passed = { limit, allowed, seen };
    stop();
    request.onPassed(passed);
  };
  const disk = createDiskWatch(createDiskMeter(folders), limits.diskBytes, (allowed, seen) =>
    pass('disk', allowed, seen),
  );
  const timer = setInterval(() => {
    const use = processes.measure(limits.memoryBytes);
    if (use === null) return stop();
    pass('processes', limits.processes, use.tasks);
    pass('memory', limits.memoryBytes, use.memoryBytes);
    if (!stopped) disk.look(use.pids);
  }, lookEveryMs);
  timer.unref();
  function stop() {
    stopped = true;
    clearInterval(timer);
  }
  return {
    printed(bytes) {
      printedBytes += bytes;
      pass('log', limits.logBytes, printedBytes);
    },
    passed: () => passed,
    stop,
  };
}

/** The walk is the dear part: it waits for a reason, and never for two at a time. */
function createDiskWatch(
  meter: DiskMeter,
  limitBytes: number,
  onMeasured: (allowed: number, seen: number) => void,
): { look(pids: readonly number[]): void } {
  const freeAtStart = meter.freeBytes();
  // Half of what is free is left to the gate, which would otherwise be the one whose disk is full.
  const allowed = Math.min(limitBytes, freeAtStart / 2);
  let freeAtWalk = freeAtStart;
  let walkedAt = performance.now();
  let restMs = 0;
  let walking = false;
  return {
    look(pids) {
      const now = performance.now();
      const gotFuller = freeAtWalk - meter.freeBytes() > allowed / 8;
      if (walking || now - walkedAt < (gotFuller ? restMs : walkEveryMs + 4 * restMs)) return;
      walking = true;
      freeAtWalk = meter.freeBytes();
      void meter.added(pids).then((seen) => {
        walking = false;
        walkedAt = performance.now();
        // Many files take long to walk over, and a disk on which others write gets fuller all the time.
        restMs = 4 * (walkedAt - now);
        onMeasured(allowed, seen);
      });
    },
  };
}
