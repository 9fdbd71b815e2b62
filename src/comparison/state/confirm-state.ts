import { asKept } from '../compared-run.ts';
import { type Confirmed, confirmDivergences, confirmingRuns } from '../confirm-divergences.ts';
import { learnNoise } from '../noise/learn-noise.ts';
import { type ComparedState, stateRoute } from './compare-state.ts';
import { findWriter, type WatchedState } from './find-writer.ts';

/** What one run left behind, and what was seen of how it came there. */
export type StateOfRun = {
  readonly compared: ComparedState;
  /** Null where nobody looked. */
  readonly watched: WatchedState | null;
};

export type ConfirmedState = {
  readonly stored: readonly Confirmed[];
  /** What stands in files that no setting names as state: told in a warning, and no finding. */
  readonly undeclared: readonly Confirmed[];
};

/**
 * Judges what is stored as answers are judged: noise is learned from all runs, what came back counts, what did
 * not is flaky. Each finding is tied to the exchange that wrote it, where the explain run saw that.
 */
export function confirmState(
  runs: readonly StateOfRun[],
  routeOf: (exchangeId: string) => string,
): ConfirmedState {
  const compared = runs.map((run) => ({ ...asKept(run.compared.units), suspects: [], notCompared: [] }));
  // A repeat shows again what the explain run looked at, and would make one write look like several.
  const writerOf = createWriterLookup(runs.slice(0, confirmingRuns));
  const isUndeclared = ({ exchangeId, outcome }: Confirmed): boolean =>
    outcome.kind !== 'noise' &&
    runs.some((run) => run.compared.shapes.get(exchangeId)?.unit.isUndeclared === true);
  const confirmed = confirmDivergences(compared, learnNoise(compared));
  const stored = confirmed.filter((one) => !isUndeclared(one));
  return { stored: stored.map(withWriter), undeclared: confirmed.filter(isUndeclared) };

  function withWriter(confirmed: Confirmed): Confirmed {
    const { outcome, divergence } = confirmed;
    if (outcome.kind === 'noise') return { ...confirmed, exchangeId: '', route: stateRoute };
    const exchangeId = writerOf(divergence);
    if (exchangeId !== '') return { ...confirmed, exchangeId, route: routeOf(exchangeId) };
    const reason = `${outcome.reason}; which exchange wrote it could not be told`;
    return { ...confirmed, exchangeId, route: stateRoute, outcome: { ...outcome, reason } };
  }
}

type Written = {
  readonly place: string;
  readonly sort: string;
  readonly values: string;
  readonly exchangeId: string;
};

/**
 * By the very place; else, where keys are drawn anew in each run, by the values that part; else only where one of that
 * sort is left, since any other choice would be a guess.
 */
function createWriterLookup(runs: readonly StateOfRun[]) {
  const left = runs.flatMap(({ compared, watched }): readonly Written[] =>
    watched === null
      ? []
      : compared.stored.map((stored) => ({
          place: stored.divergence.place,
          sort: sortOf(stored.divergence),
          values: valuesOf(stored.divergence),
          exchangeId: findWriter(stored, watched),
        })),
  );
  return (divergence: Confirmed['divergence']): string => {
    const sort = sortOf(divergence);
    const alike = left.filter((one) => one.sort === sort);
    const found =
      alike.find((one) => one.place === divergence.place) ??
      alike.find((one) => one.values === valuesOf(divergence)) ??
      (alike.length === 1 ? alike[0] : undefined);
    if (found === undefined) return '';
    left.splice(left.indexOf(found), 1);
    return found.exchangeId;
  };
}

function sortOf({ kind, pattern }: Confirmed['divergence']): string {
  return `${kind} ${pattern}`;
}

function valuesOf({ baseline, candidate }: Confirmed['divergence']): string {
  return JSON.stringify([baseline, candidate]);
}
