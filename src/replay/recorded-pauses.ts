import type { Exchange } from '../domain/recording.ts';

/** Pauses below this are none; of longer ones so much is kept, in milliseconds. */
const shortest = 20;
const longest = 250;
/** All pauses of a run together, so that a replay never waits for people to think. */
const budgetMs = 2000;
const mostSessions = 10_000;

type Timed = Pick<Exchange, 'session' | 'startedAt' | 'durationMs'>;

/** How long replay waits so that a service has the time which it had in production. */
export type RecordedPauses = {
  /** Milliseconds to wait before an exchange is sent; 0 for most. Counts against what may be waited in all. */
  before(exchange: Timed): number;
  /** Told each exchange that may have changed something, when all instances have answered it. */
  written(exchange: Timed): void;
};

/**
 * One per run. Some services go on working after they have answered: a table becomes active, a mail goes out. A client that asked 150 ms
 * later saw it done; replay, which sends at once, would not. So an exchange keeps its distance from the last write of
 * its session. `now` in milliseconds, of any clock that only goes on.
 */
export function createRecordedPauses(now: () => number): RecordedPauses {
  const writes = new Map<string, { readonly recordedEnd: number; readonly answeredAt: number }>();
  let left = budgetMs;
  return {
    before: ({ session, startedAt }) => {
      const last = writes.get(session);
      if (last === undefined) return 0;
      const recorded = startedAt - last.recordedEnd;
      const pause = Math.ceil(Math.min(recorded, longest) - (now() - last.answeredAt));
      if (recorded < shortest || pause <= 0 || pause > left) return 0;
      left -= pause;
      return pause;
    },
    written: ({ session, startedAt, durationMs }) => {
      if (session === '') return;
      writes.delete(session);
      writes.set(session, { recordedEnd: startedAt + durationMs, answeredAt: now() });
      if (writes.size > mostSessions) for (const oldest of writes.keys().take(1)) writes.delete(oldest);
    },
  };
}
