import type { Evidence } from '../domain/evidence.ts';
import { grouped, percent } from './number-text.ts';
import type { Phrase } from './phrase.ts';

/** Below this share of late starts, nobody has to know: single ones come from a busy machine. */
const mentionedFrom = 0.05;

/**
 * When requests left, for a reader who asked that they keep the distances of the recording. Nothing is said of a replay that went as
 * fast as it could: it is behind where production had more requests under way, and nobody was promised that it is not.
 */
export function describeTiming({ replay }: Pick<Evidence, 'replay'>): Phrase {
  if (replay === undefined || replay.lag.exchanges === 0 || replay.timing !== 'recorded') return [];
  const { speed, lag } = replay;
  const pace = `at the distances of the recording${speed === 1 ? '' : `, ${speed} times as fast`}`;
  const isLate = lag.shareOver >= mentionedFrom;
  const late = `${percent(lag.shareOver)} left more than ${milliseconds(lag.boundMs)} late`;
  const far = `half at most ${milliseconds(lag.medianMs)} late, 95 % at most ${milliseconds(lag.p95Ms)}, the worst ${milliseconds(lag.maxMs)}`;
  return [isLate ? `${pace}; ${late} (${far})` : `${pace}; ${far}`];
}

function milliseconds(ms: number): string {
  return `${grouped(Math.round(ms))} ms`;
}
