/**
 * What is done with the state of the instances in one run: where it stood is kept before the first exchange, the explain
 * run is watched write by write, and at the end all instances are compared. Read while the services still run, because
 * stopping one removes its folders, and a service may write as it is stopped; all has been answered by then.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type ComparedState, compareState } from '../comparison/state/compare-state.ts';
import type { StateOfRun } from '../comparison/state/confirm-state.ts';
import { planWatch, type WatchPlan } from '../comparison/state/plan-watch.ts';
import { readSeeded, type Seeded } from '../comparison/state/seeded-keys.ts';
import type { InstanceRole } from '../domain/observation.ts';
import type { StateReader } from '../domain/state.ts';
import type { WriteListener } from '../replay/observe-exchange.ts';
import { createStateWatch } from './watch-state.ts';

type Readers = Readonly<Partial<Record<InstanceRole, StateReader>>>;
type Identities = Readonly<Partial<Record<InstanceRole, readonly string[]>>>;

/** What the observe run leaves for the explain run to look at. */
export type StateSuspects = { readonly seeded: Seeded; readonly watch: WatchPlan };

export type RunState = {
  /** To be told of every write; null when nobody looks. */
  readonly writes: WriteListener | null;
  /** Compares what is stored. Null where there is nothing to read, or nothing left to confirm. */
  finish(identities: Identities): Promise<FinishedState | null>;
};

/** What a run left behind, and what of it another run is to look at. */
export type FinishedState = StateOfRun & { readonly suspects: StateSuspects };

/** With this, the explain run reads no state. */
export const nothingSuspect: StateSuspects = { seeded: new Map(), watch: new Map() };

/** Writes that a service does after its answer are waited for so long, and then once more while they go on. */
const settleMs = 200;
const mostReadings = 4;

/** Called when all instances are ready and nothing was sent yet; `known` is null in the observe run. */
export async function beginRunState(readers: Readers, known: StateSuspects | null): Promise<RunState> {
  const { baseline, candidate } = readers;
  if (baseline === undefined || candidate === undefined || known?.watch.size === 0) return noState;
  const begun = known === null ? await seededOf(baseline) : { seeded: known.seeded, unread: [] };
  const { seeded } = begun;
  const now = () => performance.now();
  const watch = known && createStateWatch({ plan: known.watch, baseline, candidate, now });
  const request = { readers: asLists(readers), seeded };
  return {
    writes: watch,
    finish: async (identities) => {
      const compared = await readUntilQuiet(() => compareState({ ...request, identities })).catch(unreadable);
      const unread = [...begun.unread, ...compared.unread];
      const suspects = { seeded, watch: planWatch(compared) };
      return { compared: { ...compared, unread }, watched: watch?.result() ?? null, suspects };
    },
  };
}

const noState: RunState = { writes: null, finish: async () => null };

async function seededOf(baseline: StateReader) {
  try {
    return { seeded: await readSeeded([baseline]), unread: [] };
  } catch (error) {
    return { seeded: new Map<string, number>(), unread: [`before the run: ${firstLine(error)}`] };
  }
}

/** Where nothing differs one reading is enough; a difference must still be there when the writing is over. */
async function readUntilQuiet(read: () => Promise<ComparedState>): Promise<ComparedState> {
  await delay(settleMs / 4);
  let compared = await read();
  for (let readings = 1; readings < mostReadings && planWatch(compared).size > 0; readings += 1) {
    await delay(settleMs);
    const again = await read();
    const isQuiet = textOf(again) === textOf(compared);
    compared = again;
    if (isQuiet) break;
  }
  return compared;
}

function textOf({ stored }: ComparedState): string {
  return JSON.stringify(stored.map(({ divergence }) => divergence));
}

/** State that cannot be read ends no gate, and is not passed over: the evidence says so. */
function unreadable(error: unknown): ComparedState {
  const nothing = { units: [], stored: [], shapes: new Map(), unitsRead: 0, rowsCompared: 0 };
  return { ...nothing, unread: [firstLine(error)] };
}

function firstLine(error: unknown): string {
  const { message = String(error) } = error as { message?: string };
  return (message.split('\n', 1)[0] ?? '').slice(0, 300);
}

function asLists(readers: Readers): Readonly<Partial<Record<InstanceRole, readonly StateReader[]>>> {
  return Object.fromEntries(Object.entries(readers).map(([role, reader]) => [role, [reader]]));
}
