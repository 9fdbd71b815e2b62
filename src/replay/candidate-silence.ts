import type { Failed, Observation } from '../domain/observation.ts';

/** Counts how long the candidate has left unanswered what the baseline answers. One per run. */
export type CandidateSilence = {
  note(baseline: Observation, candidate: Observation): void;
  /** Why the candidate is not asked any more; null while it still is. */
  reasonToGiveUp(timeoutMs: number): Failed | null;
};

/** In a row. Fewer may be one slow route; more, with the usual deadlines, would take the time of the whole run. */
const mostUnanswered = 12;

/**
 * A candidate that never answers would cost a whole deadline for each exchange, until that of the run cut off the rest and
 * nothing could be told. What the baseline leaves unanswered too says nothing of the change.
 */
export function createCandidateSilence(): CandidateSilence {
  let unanswered = 0;
  return {
    note({ outcome: before }, { outcome }) {
      if (outcome.kind === 'responded') unanswered = 0;
      else if (outcome.reason === 'timed-out' && before.kind === 'responded') unanswered += 1;
    },
    reasonToGiveUp(timeoutMs) {
      if (unanswered < mostUnanswered) return null;
      const detail = `did not answer ${mostUnanswered} requests in a row that the baseline answers, where replay.exchange-timeout allows ${timeoutMs / 1000} s each`;
      return { kind: 'failed', reason: 'given-up', detail, durationMs: 0 };
    },
  };
}
