import { setTimeout as wait } from 'node:timers/promises';
import type { Plan } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';
import type { ReplayReport } from '../../domain/replay-report.ts';
import type { ReplaySettings } from '../../domain/service.ts';
import { createRecordedPauses, pauseBound } from './recorded-pauses.ts';
import { createRecordedSchedule } from './recorded-schedule.ts';

/** When each exchange leaves, once the order allows it. */
export type RequestTiming = {
  /** Waits for the time of an exchange, and notes that it leaves; at once when the run has ended. Null when there is nothing to wait for. */
  beforeSending(exchange: Exchange, ending: AbortSignal): Promise<void> | null;
  /** Told of each write when all instances have answered it. */
  written(exchange: Exchange): void;
  report(): Pick<ReplayReport, 'pauses' | 'lag'>;
};

/** Fewer milliseconds are no pause: a timer takes as long to ring. */
const shortestWait = 1;

type Paced = {
  readonly plan: Pick<Plan, 'exchanges'>;
  readonly settings: Pick<ReplaySettings, 'timing' | 'speed' | 'pauseAfterWriteMs'>;
};

/** One per run. `now` in milliseconds, of any clock that only goes on. */
export function createRequestTiming({ plan, settings }: Paced, now: () => number): RequestTiming {
  const schedule = createRecordedSchedule(settings, now);
  const boundMs = pauseBound(plan.exchanges, settings.pauseAfterWriteMs);
  const pauses = createRecordedPauses(boundMs, now);
  const waited = { kept: 0, totalMs: 0 };
  return {
    beforeSending: (exchange, ending) => {
      const untilScheduled = schedule.before(exchange.startedAt);
      const pause = pauses.before(exchange);
      const isPause = pause >= shortestWait && pause > untilScheduled;
      const delay = Math.max(untilScheduled, isPause ? pause : 0);
      if (isPause && !ending.aborted) {
        waited.kept += 1;
        waited.totalMs += pause - untilScheduled;
      }
      const leaves = (): void => {
        if (!ending.aborted) schedule.started(exchange.startedAt);
      };
      if (delay >= shortestWait) return wait(delay, undefined, { signal: ending }).then(leaves, leaves);
      leaves();
      return null;
    },
    written: pauses.written,
    report: () => ({
      pauses: { kept: waited.kept, totalMs: Math.round(waited.totalMs), boundMs: Math.round(boundMs) },
      lag: schedule.lag(),
    }),
  };
}
