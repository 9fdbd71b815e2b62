import { largestOf, smallestOf } from '../../domain/extremes.ts';
import type { CapturedValue, Hit } from '../../domain/runtime-snapshot.ts';
import { renderCaptured } from '../comparing/render-captured.ts';

/** What tells exchanges that diverge at a probe from those that pass it alike: `order.tier = "silver"`. */
export type Separation = {
  readonly condition: string;
  /** How many exchanges it was found on, either way. */
  readonly diverging: number;
  readonly alike: number;
};

export type SeparateRequest = {
  /** One hit for each exchange that diverges at the probe, and for each that does not, all of the baseline. */
  readonly diverging: readonly Hit[];
  readonly alike: readonly Hit[];
  /** Names that say what came of it, not what it came from. */
  readonly isOutcome: (name: string) => boolean;
};

/** Of those that meet the condition so many diverge, and of those that diverge so many meet it. */
const leastPurity = 0.95;
/** Fewer exchanges are told apart by anything: a bound among numbers needs more of them than an equal value. */
const fewest = { equal: 3, bound: 5 };
const deepest = 3;
/** Above it a number is a moment, and any moment separates what came before from what came after. */
const leastMoment = 1_000_000_000;

/**
 * A decision of one level over what both builds held alike: which one input, equal to a value or beyond a bound, marks
 * the requests that diverge. Null where none does nearly always, or where there are too few requests to tell.
 */
export function separateInputs(request: SeparateRequest): Separation | null {
  const { diverging, alike, isOutcome } = request;
  const rows = [
    ...diverging.map((hit) => ({ isDiverging: true, inputs: inputsOf(hit, isOutcome) })),
    ...alike.map((hit) => ({ isDiverging: false, inputs: inputsOf(hit, isOutcome) })),
  ];
  if (Math.min(diverging.length, alike.length) < fewest.equal) return null;
  const paths = [...new Set(rows.flatMap(({ inputs }) => [...inputs.keys()]))];
  const found = paths
    .flatMap((path) => [...equalTests(path, rows), ...boundTests(path, rows)])
    .map((test) => ({ test, purity: purityOf(test, rows) }))
    .filter(({ purity }) => purity >= leastPurity)
    .sort((a, b) => b.purity - a.purity || a.test.text.length - b.test.text.length)[0];
  if (found === undefined) return null;
  return { condition: found.test.text, diverging: diverging.length, alike: alike.length };
}

type Row = { readonly isDiverging: boolean; readonly inputs: ReadonlyMap<string, CapturedValue> };
type Test = { readonly text: string; readonly holds: (row: Row) => boolean };

function equalTests(path: string, rows: readonly Row[]): readonly Test[] {
  const values = new Map<string, CapturedValue>();
  for (const { isDiverging, inputs } of rows) {
    const value = inputs.get(path);
    if (isDiverging && value !== undefined) values.set(keyOf(value), value);
  }
  // A condition that needs a list of values is none that a person would recognise.
  if (values.size !== 1) return [];
  return [...values].map(([key, value]) => ({
    text: `${path} = ${renderCaptured(value)}`,
    holds: ({ inputs }) => keyOf(inputs.get(path)) === key,
  }));
}

function boundTests(path: string, rows: readonly Row[]): readonly Test[] {
  const sides = [true, false].map((isDiverging) =>
    rows.flatMap((row) => (row.isDiverging === isDiverging ? (numberAt(row, path) ?? []) : [])),
  );
  const [diverging = [], alike = []] = sides;
  if (Math.min(diverging.length, alike.length) < fewest.bound) return [];
  if ([...diverging, ...alike].some((number) => Math.abs(number) >= leastMoment)) return [];
  const [least, most] = [smallestOf(diverging), largestOf(diverging)];
  return [
    { text: `${path} ≥ ${least}`, holds: (row: Row) => (numberAt(row, path) ?? Number.NaN) >= least },
    { text: `${path} ≤ ${most}`, holds: (row: Row) => (numberAt(row, path) ?? Number.NaN) <= most },
  ];
}

function numberAt({ inputs }: Row, path: string): number | null {
  const value = inputs.get(path);
  const number = value?.type === 'number' ? Number(value.text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function purityOf({ holds }: Test, rows: readonly Row[]): number {
  const met = rows.filter(holds);
  const hits = met.filter(({ isDiverging }) => isDiverging).length;
  const wanted = rows.filter(({ isDiverging }) => isDiverging).length;
  return Math.min(hits / Math.max(1, met.length), hits / Math.max(1, wanted));
}

/** Single values inside what a hit captured, by path: `order.tier`, `order.items.length`. */
function inputsOf({ values }: Hit, isOutcome: (name: string) => boolean): ReadonlyMap<string, CapturedValue> {
  const inputs = new Map<string, CapturedValue>();
  const visit = (path: string, value: CapturedValue, depth: number): void => {
    if (value.reason !== undefined && value.reason !== 'length') return;
    if (isSingle(value)) inputs.set(path, value);
    if (value.type === 'array')
      inputs.set(`${path}.length`, { type: 'number', text: String(value.length ?? 0) });
    if (depth === deepest) return;
    for (const [key, member] of Object.entries(value.fields ?? {}))
      visit(`${path}.${key}`, member, depth + 1);
  };
  for (const [name, value] of Object.entries(values)) if (!isOutcome(name)) visit(name, value, 0);
  return inputs;
}

function isSingle({ type }: CapturedValue): boolean {
  return ['undefined', 'null', 'boolean', 'number', 'bigint', 'string'].includes(type);
}

function keyOf(value: CapturedValue | undefined): string {
  return value === undefined ? '' : `${value.type} ${value.text ?? ''} ${value.digest ?? ''}`;
}
