import { createHistogram } from 'node:perf_hooks';
import type { ReplayLag, ReplayTiming } from '../../domain/replay-report.ts';

/** A start is late from here on, in milliseconds: less is what a busy machine does to any timer. */
export const lateFromMs = 100;
/** Longest lag that is told apart, in microseconds; one run lasts a day at most. */
const longestLag = 24 * 3_600_000_000;

/** When each exchange should start by the recording, and how far behind that it did. */
export type RecordedSchedule = {
  /** Milliseconds to wait yet before an exchange is sent; 0 where distances are not kept. */
  before(startedAt: number): number;
  /** Told of each exchange as it is sent. */
  started(startedAt: number): void;
  lag(): ReplayLag;
};

type Pace = { readonly timing: ReplayTiming; readonly speed: number };

/**
 * One per run. The schedule begins with the first exchange that asks for its time; distances between recorded starts are divided by the
 * speed. As fast as possible, nothing waits, and the lag says where replay was slower than production. `now` in milliseconds, of any
 * clock that only goes on.
 */
export function createRecordedSchedule({ timing, speed }: Pace, now: () => number): RecordedSchedule {
  const lags = createHistogram({ lowest: 1, highest: longestLag, figures: 3 });
  const counts = { exchanges: 0, late: 0 };
  let begin: { readonly recorded: number; readonly at: number } | null = null;
  const behind = (startedAt: number): number => {
    begin ??= { recorded: startedAt, at: now() };
    return now() - begin.at - (startedAt - begin.recorded) / speed;
  };
  return {
    before: (startedAt) => (timing === 'recorded' ? Math.max(0, -behind(startedAt)) : 0),
    started: (startedAt) => {
      const lagMs = behind(startedAt);
      counts.exchanges += 1;
      if (lagMs > lateFromMs) counts.late += 1;
      lags.record(Math.min(longestLag, Math.max(1, Math.round(lagMs * 1000))));
    },
    lag: () => {
      const { exchanges, late } = counts;
      const atMost = (percentile: number) =>
        exchanges === 0 ? 0 : milliseconds(lags.percentile(percentile));
      return {
        exchanges,
        medianMs: atMost(50),
        p95Ms: atMost(95),
        maxMs: exchanges === 0 ? 0 : milliseconds(lags.max),
        boundMs: lateFromMs,
        shareOver: exchanges === 0 ? 0 : late / exchanges,
      };
    },
  };
}

/** A histogram holds no 0; one microsecond is none. */
function milliseconds(microseconds: number): number {
  return microseconds <= 1 ? 0 : Math.round(microseconds) / 1000;
}
