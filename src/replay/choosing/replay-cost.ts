import type { Survey } from './survey-recording.ts';

/** Milliseconds for which an exchange keeps the processors busy, with three instances, a sandbox and the comparison. */
const busyMs = 1.5;

/**
 * How long the replay of one exchange is taken to hold up all others, in milliseconds: what production took, shared by the reads that are
 * in flight together; a write is alone. No clock has a say in it, so that the same recording gets the same plan on every machine.
 */
export function createReplayCost(survey: Survey, concurrency: number): (index: number) => number {
  return (index) => {
    const alone = survey.durationOf(index) + busyMs;
    const writes = survey.kinds[survey.kindOf(index)]?.writes ?? true;
    return writes ? alone : Math.max(busyMs, alone / concurrency);
  };
}
