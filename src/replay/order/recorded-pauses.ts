import type { PlannedExchange } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';

/** So many pauses of the full length a run may spend; where more writes are followed, each is shorter. */
const fullPauses = 100;
const mostSessions = 10_000;

type Timed = Pick<Exchange, 'session' | 'startedAt' | 'durationMs'>;

/** What a service gets of the time that it had in production to finish what a write began. */
export type RecordedPauses = {
  /** What is kept of a longer pause, in milliseconds. */
  readonly boundMs: number;
  /** Milliseconds to wait yet before an exchange is sent; 0 for most. */
  before(exchange: Timed): number;
  /** Told of each write when all instances have answered it. */
  written(exchange: Timed): void;
};

/**
 * One per run. Some services go on working after they have answered: a table becomes active, a mail goes out. A client that asked
 * 30 ms later saw it done; replay, which sends at once, would meet a service that is sometimes done and sometimes not. So an exchange
 * keeps its recorded distance from the last write of its session, up to a bound: longer ones are people who think. `now` in
 * milliseconds, of any clock that only goes on.
 */
export function createRecordedPauses(boundMs: number, now: () => number): RecordedPauses {
  const writes = new Map<string, { readonly recordedEnd: number; readonly answeredAt: number }>();
  return {
    boundMs,
    before: ({ session, startedAt }) => {
      const last = boundMs === 0 ? undefined : writes.get(session);
      if (last === undefined) return 0;
      const recorded = Math.min(startedAt - last.recordedEnd, boundMs);
      return Math.max(0, recorded - (now() - last.answeredAt));
    },
    written: ({ session, startedAt, durationMs }) => {
      if (boundMs === 0 || session === '') return;
      writes.delete(session);
      writes.set(session, { recordedEnd: startedAt + durationMs, answeredAt: now() });
      if (writes.size > mostSessions) for (const oldest of writes.keys().take(1)) writes.delete(oldest);
    },
  };
}

/**
 * The bound for a plan, the same for all its exchanges, so that what is kept does not depend on how far the run has come: what the
 * settings say, and less where so many writes are followed that the pauses would take more than a hundred times that.
 */
export function pauseBound(exchanges: Iterable<Ordered>, pauseAfterWriteMs: number): number {
  const followed = writesFollowed(exchanges);
  return followed <= fullPauses ? pauseAfterWriteMs : (pauseAfterWriteMs * fullPauses) / followed;
}

/** Used before anything is chosen, for the time of a run: the milliseconds that all pauses after writes may take at most. */
export function pausesOf(exchanges: Iterable<Ordered>, pauseAfterWriteMs: number): number {
  return pauseAfterWriteMs === 0 ? 0 : pauseAfterWriteMs * Math.min(fullPauses, writesFollowed(exchanges));
}

type Ordered = Pick<PlannedExchange, 'session' | 'writes'>;

function writesFollowed(exchanges: Iterable<Ordered>): number {
  const lastWrote = new Set<string>();
  let followed = 0;
  for (const { session, writes } of exchanges) {
    if (session === '') continue;
    if (lastWrote.has(session)) followed += 1;
    if (writes) lastWrote.add(session);
    else lastWrote.delete(session);
  }
  return followed;
}
