import type { RowVersion, WatchedState } from '../comparison/state/find-writer.ts';
import type { WatchedUnit, WatchPlan } from '../comparison/state/plan-watch.ts';
import type { StateReader, StateRow } from '../domain/state.ts';
import type { WriteListener } from '../replay/observe-exchange.ts';

export type StateWatch = WriteListener & { result(): WatchedState };

export type WatchRequest = {
  readonly plan: WatchPlan;
  readonly baseline: StateReader;
  readonly candidate: StateReader;
  /** In milliseconds, from any beginning. */
  readonly now: () => number;
};

/** Looking may take so long in one run; a large database is copied for each look. */
const mostLookingMs = 20_000;

/**
 * Looks at the rows under suspicion after each write of the explain run. Writes are replayed alone, so what changed since
 * the look before was written by that exchange; what had changed already before it was sent was written by an earlier
 * one, which is known only when no read lay in between.
 */
export function createStateWatch({ plan, baseline, candidate, now }: WatchRequest): StateWatch {
  const watched = [...plan].flatMap(([place, unit]) => (unit === null ? [] : [{ place, ...unit }]));
  const sides = [createSide(baseline, watched), createSide(candidate, watched)] as const;
  const writers: string[] = [];
  let last: { sequence: number; exchangeId: string } | null = null;
  let spentMs = 0;
  let ended: string | null = null;
  const look = async (writer: string): Promise<void> => {
    if (ended !== null || watched.length === 0) return;
    const began = now();
    const number = writers.push(writer) - 1;
    await Promise.all(sides.map((side) => side.look(number))).catch((error: Error) => {
      ended = `what is stored could not be looked at during the run (${error.message.split('\n', 1)[0]})`;
    });
    spentMs += now() - began;
    if (spentMs > mostLookingMs)
      ended ??= `looking at what is stored took more than ${mostLookingMs / 1000} s`;
  };
  return {
    before: (sequence) => look(last?.sequence === sequence - 1 ? last.exchangeId : ''),
    after: async (sequence, exchangeId) => {
      await look(exchangeId);
      last = { sequence, exchangeId };
    },
    result: () => ({ baseline: sides[0].history, candidate: sides[1].history, writers, ended }),
  };
}

type Watched = WatchedUnit & { readonly place: string };

function createSide(reader: StateReader, watched: readonly Watched[]) {
  const history = new Map<string, Map<string, RowVersion[]>>();
  const lookAt = async ({ place, unit, keys }: Watched, look: number): Promise<void> => {
    const versions = history.get(place) ?? new Map<string, RowVersion[]>();
    history.set(place, versions);
    const rows = keys === null ? await readAll(reader, unit) : await reader.read(unit, keys);
    for (const [key, row] of rows) note(versions, key, { look, row });
    for (const key of versions.keys()) if (!rows.has(key)) note(versions, key, { look, row: null });
  };
  return {
    history,
    look: async (look: number): Promise<void> => {
      for (const one of watched) await lookAt(one, look);
    },
  };
}

async function readAll(
  reader: StateReader,
  unit: WatchedUnit['unit'],
): Promise<ReadonlyMap<string, StateRow>> {
  const rows = new Map<string, StateRow>();
  for await (const row of reader.rows(unit)) rows.set(row.key, row);
  return rows;
}

/** Only what changed is kept. */
function note(versions: Map<string, RowVersion[]>, key: string, version: RowVersion): void {
  const known = versions.get(key) ?? [];
  const last = known.at(-1)?.row ?? null;
  if (JSON.stringify(last?.values) === JSON.stringify(version.row?.values)) return;
  versions.set(key, [...known, version]);
}
