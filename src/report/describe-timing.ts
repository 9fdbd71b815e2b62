import type { Evidence } from '../domain/evidence.ts';
import { counted, grouped, percent } from './number-text.ts';
import type { Phrase } from './phrase.ts';

/** Below this share of late starts, nobody has to know: single ones come from a busy machine. */
const mentionedFrom = 0.05;

/**
 * When requests left, for a reader who wonders whether the service was asked as in production. Nothing is said of a replay that went as
 * fast as it could and was hardly ever behind the recording, which is what people expect.
 */
export function describeTiming({ replay }: Pick<Evidence, 'replay'>): Phrase {
  if (replay === undefined || replay.lag.exchanges === 0) return [];
  const { timing, speed, concurrency, lag } = replay;
  const isLate = lag.shareOver >= mentionedFrom;
  if (timing !== 'recorded' && !isLate) return [];
  const pace =
    timing === 'recorded'
      ? `at the distances of the recording${speed === 1 ? '' : `, ${speed} times as fast`}`
      : `as fast as ${counted(concurrency, 'exchange')} at a time allow`;
  const late = `${percent(lag.shareOver)} left more than ${milliseconds(lag.boundMs)} late`;
  const far = `half at most ${milliseconds(lag.medianMs)} late, 95 % at most ${milliseconds(lag.p95Ms)}, the worst ${milliseconds(lag.maxMs)}`;
  return [isLate ? `${pace}; ${late} (${far})` : `${pace}; ${far}`];
}

function milliseconds(ms: number): string {
  return `${grouped(Math.round(ms))} ms`;
}
