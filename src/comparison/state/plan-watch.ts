import type { StateUnit } from '../../domain/state.ts';
import { asKept } from '../compared-run.ts';
import { judgeExchange } from '../judge-exchange.ts';
import { findBrokenRelations } from '../noise/broken-relations.ts';
import { learnNoise } from '../noise/learn-noise.ts';
import { generatedClass } from '../values/recognise-value.ts';
import type { ComparedState } from './compare-state.ts';
import type { StoredDivergence } from './row-divergences.ts';
import { unitPosition } from './state-place.ts';

/** What to look at after each write: some rows, or all of a small unit whose keys are drawn anew in each run. */
export type WatchedUnit = {
  readonly unit: StateUnit;
  /** Null for all rows. */
  readonly keys: readonly string[] | null;
};

/** By place of the unit: every unit that one run alone does not explain; `null` for one that is only compared again. */
export type WatchPlan = ReadonlyMap<string, WatchedUnit | null>;

const mostKeys = 50;
/** So many rows are read whole after every write without slowing the run down. */
const smallUnit = 200;
/** A unit with drawn keys can only be read whole, and is worth more. */
const stillSmall = 2_000;

/** Called between the two runs. What does not count needs no writer. Empty when nothing stored is under suspicion: then nobody looks. */
export function planWatch({ units, stored, shapes }: ComparedState): WatchPlan {
  const noise = learnNoise([{ ...asKept(units), suspects: [], notCompared: [] }]);
  const relations = findBrokenRelations(units);
  const byUnit = Map.groupBy(stored, ({ unit }) => unitPosition(unit).place);
  const plan = new Map<string, WatchedUnit | null>();
  for (const exchange of units) {
    const standing = new Set(
      judgeExchange(exchange, noise, relations)
        .filter(({ excuse }) => excuse.kind === 'stands')
        .map(({ divergence }) => divergence),
    );
    const shape = shapes.get(exchange.exchangeId);
    if (standing.size === 0 || shape === undefined || shape.unit.isUndeclared) continue;
    const suspects = (byUnit.get(exchange.exchangeId) ?? []).filter(({ divergence }) =>
      [...standing].some(({ place, kind }) => place === divergence.place && kind === divergence.kind),
    );
    plan.set(exchange.exchangeId, watchedUnit(suspects, shape));
  }
  return plan;
}

function watchedUnit(
  suspects: readonly StoredDivergence[],
  { unit, rows }: { readonly unit: StateUnit; readonly rows: number },
): WatchedUnit | null {
  const keys = [
    ...new Set(suspects.flatMap(({ baselineKey, otherKey }) => [baselineKey ?? [], otherKey ?? []].flat())),
  ];
  if (rows <= smallUnit && unit.kind !== 'files') return { unit, keys: null };
  const lasting = keys.filter((key) => !isDrawn(key));
  if (lasting.length < keys.length && rows <= stillSmall) return { unit, keys: null };
  return lasting.length === 0 ? null : { unit, keys: lasting.slice(0, mostKeys) };
}

/** Made by chance, so that the row has another key in the next run. */
function isDrawn(key: string): boolean {
  return key.split(/[[\]",/:.]+/).some((part) => generatedClass(part, false) !== null);
}
