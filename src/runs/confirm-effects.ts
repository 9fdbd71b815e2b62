import { mostRepeats } from '../comparison/confirm-divergences.ts';
import type { EventDivergence } from '../snapshots/comparing/compare-events.ts';
import { effectsOfRun } from './effects-of-run.ts';
import type { Run } from './replay-run.ts';

/** What of a run tells it. */
type SeenRun = Pick<Run, 'compared' | 'snapshots' | 'outbound'>;

export type ConfirmedEffect = {
  readonly event: EventDivergence;
  /** Null where no other run could tell. */
  readonly cameBack: boolean | null;
  /** Whether it was there in each repeat so far, so that one more can make it count. */
  readonly isOpen: boolean;
};

/**
 * What the agents saw in the observe run, and whether it came back: in the explain run, or in each of three repeats. A run that was cut off,
 * or that no agent saw, does not say that a thing did not happen again.
 */
export function confirmEffects(
  observe: SeenRun,
  explain: SeenRun | null,
  repeats: readonly SeenRun[],
): readonly ConfirmedEffect[] {
  const found = effectsOfRun(observe)?.divergences ?? [];
  if (found.length === 0) return [];
  const explained = createRecall(explain);
  const repeated = repeats.map(createRecall);
  return found.map((event) => {
    const again = explained(event);
    const isInAll = repeated.every((recall) => recall(event) === true);
    const isConfirmed = again === false ? isInAll && repeats.length === mostRepeats : again;
    return { event, cameBack: isConfirmed, isOpen: isConfirmed === false && isInAll };
  });
}

/** Whether a run showed an event; null where it could not have. */
type Recall = (event: EventDivergence) => boolean | null;

function createRecall(run: SeenRun | null): Recall {
  const shown = run === null ? null : effectsOfRun(run);
  if (run === null || shown === null) return () => null;
  const keys = new Set(shown.divergences.map(keyOf));
  const unsent = new Set(run.compared.notCompared);
  return (event) => (unsent.has(event.exchangeId) ? null : keys.has(keyOf(event)));
}

function keyOf({ exchangeId, label }: EventDivergence): string {
  return `${exchangeId} ${label}`;
}
