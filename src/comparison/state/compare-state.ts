import type { Divergence } from '../../domain/divergence.ts';
import { type InstanceRole, instanceRoles } from '../../domain/observation.ts';
import type { StateReader, StateUnit } from '../../domain/state.ts';
import type { ComparedExchange } from '../compared-run.ts';
import { createCollector } from '../divergence-collector.ts';
import type { RunIdentities } from '../run-comparison.ts';
import { createIdentityMask } from '../values/instance-identity.ts';
import { type DifferingRows, readDifferingRows } from './differing-rows.ts';
import { pairUnits } from './pair-units.ts';
import { unitId } from './reference-columns.ts';
import { describeStored, type StoredDivergence } from './row-divergences.ts';
import type { Seeded } from './seeded-keys.ts';
import { unitPosition } from './state-place.ts';

/** The route under which what is stored is judged: no route of its own wrote it, as far as is known yet. */
export const stateRoute = 'state';

/** What the instances of one run hold at its end, compared. */
export type ComparedState = {
  /** One for each unit that differs, judged like the answers of an exchange; its id is the place of the unit. */
  readonly units: readonly ComparedExchange[];
  /** Baseline against candidate, with the keys of the rows. */
  readonly stored: readonly StoredDivergence[];
  /** For each unit that differs: whether all its rows have the same keys in all instances, and how many rows it has. */
  readonly shapes: ReadonlyMap<string, { readonly unit: StateUnit; readonly rows: number }>;
  readonly unitsRead: number;
  readonly rowsCompared: number;
  /** What could not be compared, and why, in words. */
  readonly unread: readonly string[];
};

export type StateRequest = {
  readonly readers: Readonly<Partial<Record<InstanceRole, readonly StateReader[]>>>;
  readonly identities: RunIdentities;
  /** What `readSeeded` found before the first exchange. */
  readonly seeded: Seeded;
};

/** Compares what baseline, secondary and candidate hold, unit by unit. Called while nothing writes. */
export async function compareState(request: StateRequest): Promise<ComparedState> {
  const { readers } = request;
  const sources = await listSources(readers);
  const differing: (DifferingRows & { readonly unit: StateUnit })[] = [];
  const unread: string[] = [];
  let rowsCompared = 0;
  for (const { unit, byRole } of sources) {
    const rows = Object.fromEntries([...byRole].map(([role, reader]) => [role, reader(unit)]));
    const found = await readDifferingRows({ ...withEmpty(readers), ...rows });
    rowsCompared += found.read;
    if (found.limit !== null) unread.push(`${nameOf(unit)}: ${found.limit}`);
    differing.push({ ...found, unit });
  }
  const compared = { ...pairAndDescribe(differing, request), unitsRead: sources.length };
  return { ...compared, rowsCompared, unread };
}

type RowsOf = StateReader['rows'];
type Source = { readonly unit: StateUnit; readonly byRole: ReadonlyMap<InstanceRole, RowsOf> };

/** A unit that one instance lacks is an empty one there. */
async function listSources(readers: StateRequest['readers']): Promise<readonly Source[]> {
  const sources = new Map<string, { unit: StateUnit; byRole: Map<InstanceRole, RowsOf> }>();
  for (const role of instanceRoles) {
    for (const reader of readers[role] ?? []) {
      for (const unit of await reader.units()) {
        const source = sources.get(unitId(unit)) ?? { unit, byRole: new Map<InstanceRole, RowsOf>() };
        source.byRole.set(role, (asked) => reader.rows(asked));
        sources.set(unitId(unit), source);
      }
    }
  }
  return [...sources.values()];
}

function withEmpty(readers: StateRequest['readers']) {
  const none = async function* (): AsyncGenerator<never> {};
  return Object.fromEntries(instanceRoles.flatMap((role) => (readers[role] ? [[role, none()]] : [])));
}

type Differing = DifferingRows & { readonly unit: StateUnit };

function pairAndDescribe(
  differing: readonly Differing[],
  { readers, identities, seeded }: StateRequest,
): Pick<ComparedState, 'units' | 'stored' | 'shapes'> {
  const against = (role: 'secondary' | 'candidate'): readonly StoredDivergence[] => {
    const two = differing.map(({ unit, rows }) => ({
      unit,
      rows: withoutEqual(rows.baseline, rows[role]),
      seededTo: seeded.get(unitPosition(unit).place) ?? 0,
    }));
    const { units, keys } = pairUnits(two);
    const identity = createIdentityMask(identities.baseline ?? [], identities[role] ?? []);
    return units.flatMap((paired) => describeStored(paired, { keys, identity }));
  };
  const stored = against('candidate');
  const noise = readers.secondary === undefined ? null : against('secondary');
  const placeOf = ({ unit }: { readonly unit: StateUnit }): string => unitPosition(unit).place;
  const divergencesOf = byUnit(stored, placeOf);
  const noiseOf = noise === null ? () => null : byUnit(noise, placeOf);
  const units = differing.map((one): ComparedExchange => {
    const place = placeOf(one);
    const known = { exchangeId: place, route: stateRoute, baselineStatus: null, bodyDiffers: false };
    return {
      ...known,
      divergences: divergencesOf(place),
      noise: noiseOf(place),
      echoed: new Set(),
      answeredAt: null,
    };
  });
  const shapes = new Map(differing.map((one) => [placeOf(one), { unit: one.unit, rows: one.read }]));
  return { units, stored, shapes };
}

/** Bounded as those of one exchange are: a thousand rows with one cause are one finding, and many of another are not crowded out. */
function byUnit(all: readonly StoredDivergence[], placeOf: (one: StoredDivergence) => string) {
  const groups = Map.groupBy(all, placeOf);
  return (place: string): readonly Divergence[] => {
    const collector = createCollector();
    for (const { divergence } of groups.get(place) ?? []) collector.add(divergence);
    return collector.result();
  };
}

/** Rows that differ in a third instance only are no matter between these two. */
function withoutEqual(baseline: Differing['rows']['baseline'], other: Differing['rows']['baseline']) {
  const textOf = (row: (typeof baseline)[number]): string =>
    JSON.stringify([row.key, Object.entries(row.values).toSorted()]);
  const others = Map.groupBy(other, textOf);
  const kept = baseline.filter((row) => others.get(textOf(row))?.pop() === undefined);
  return { baseline: kept, other: [...others.values()].flat() };
}

function nameOf(unit: StateUnit): string {
  return unitPosition(unit).place.replace(/^state\//, '');
}
