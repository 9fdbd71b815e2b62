import type { FlowDifference } from '../../domain/flow.ts';
import type { ExchangeFlows } from './exchange-flows.ts';
import type { FlowStep } from './flow-step.ts';
import { movedWrites } from './moved-writes.ts';

/** A difference with what it is recognised by in other exchanges, and in another run. */
export type FoundDifference = FlowDifference & { readonly label: string; readonly place: string };

/**
 * How the flow of one exchange differs between two instances. The same function serves baseline against candidate and baseline
 * against secondary, so that what varies by nature is known.
 */
export function flowDifferences(
  exchangeId: string,
  baseline: ExchangeFlows,
  other: ExchangeFlows,
): readonly FoundDifference[] {
  const before = baseline.flows.get(exchangeId) ?? [];
  const after = other.flows.get(exchangeId) ?? [];
  const [left, right] = [byLabel(before), byLabel(after)];
  const labels = [...new Set([...left.keys(), ...right.keys()])];
  const sides = labels.map((label) => ({
    label,
    before: left.get(label) ?? [],
    after: right.get(label) ?? [],
  }));
  const counts = sides.flatMap((side) => countDifference(exchangeId, side, { before, after }));
  const values = sides.flatMap((side) => valueDifference(exchangeId, side));
  return [...counts, ...values, ...movedWrites(exchangeId, before, after)];
}

/** Calls are counted by what compares calls. */
function byLabel(flow: readonly FlowStep[]): ReadonlyMap<string, readonly FlowStep[]> {
  return Map.groupBy(
    flow.filter(({ kind }) => kind !== 'call'),
    ({ label }) => label,
  );
}

type Side = {
  readonly label: string;
  readonly before: readonly FlowStep[];
  readonly after: readonly FlowStep[];
};
type Flows = { readonly before: readonly FlowStep[]; readonly after: readonly FlowStep[] };

/** So many more times, at least, are a loop rather than one more look. */
const fewestOfLoop = 3;

function countDifference(exchangeId: string, side: Side, flows: Flows): readonly FoundDifference[] {
  const [shown] = [...side.after, ...side.before];
  const extra = side.after.length - side.before.length;
  if (shown === undefined || extra === 0) return [];
  const ofTarget = (steps: readonly FlowStep[]) =>
    steps.filter(
      ({ kind, verb, target }) => kind === shown.kind && verb === shown.verb && target === shown.target,
    ).length;
  const extraOfTarget = ofTarget(flows.after) - ofTarget(flows.before);
  const isReworded = Math.sign(extraOfTarget) !== Math.sign(extra);
  const isLoop =
    side.after.length >= fewestOfLoop &&
    extra >= 2 &&
    extraOfTarget >= 2 &&
    side.after.length >= 2 * side.before.length;
  return [difference(exchangeId, shown, side, changeOf({ isReworded, isLoop, extra }))];
}

function changeOf({
  isReworded,
  isLoop,
  extra,
}: {
  readonly isReworded: boolean;
  readonly isLoop: boolean;
  readonly extra: number;
}): FlowDifference['change'] {
  if (isReworded) return 'changed';
  if (isLoop) return 'repeated';
  return extra > 0 ? 'added' : 'removed';
}

/** Values of what is done as often on both sides, in the order in which it is done, and in any. */
function valueDifference(exchangeId: string, side: Side): readonly FoundDifference[] {
  if (side.before.length !== side.after.length) return [];
  const texts = (steps: readonly FlowStep[]) => steps.map(({ values }) => JSON.stringify(values)).toSorted();
  if (texts(side.before).join() === texts(side.after).join()) return [];
  const at = side.before.findIndex((step, index) => !isSame(step, side.after[index]));
  const [before, after] = [side.before[at], side.after[at]];
  if (before === undefined || after === undefined) return [];
  return [
    {
      ...difference(exchangeId, after, side, 'changed'),
      baseline: withValues(before),
      candidate: withValues(after),
      label: `${side.label} values ${differingPlaces(before, after)}`,
    },
  ];
}

function isSame(one: FlowStep, other: FlowStep | undefined): boolean {
  return JSON.stringify(one.values) === JSON.stringify(other?.values);
}

/** Which of the values differ: a value that varies in one exchange varies in all. */
function differingPlaces(before: FlowStep, after: FlowStep): string {
  if (before.values.length !== after.values.length) return 'count';
  return before.values.flatMap((value, index) => (value === after.values[index] ? [] : index)).join();
}

function withValues({ kind, text, values }: FlowStep): string {
  if (kind === 'process') return text;
  return `${text} [${values.join(', ')}]`.slice(0, 2_000);
}

function difference(
  exchangeId: string,
  shown: FlowStep,
  { label, before, after }: Side,
  change: FlowDifference['change'],
): FoundDifference {
  const { kind, writes, target, text, place } = shown;
  return {
    ...{ exchangeId, kind, change, writes, target, label, place },
    shape: text,
    times: { baseline: before.length, candidate: after.length },
    baseline: before.length === 0 ? null : text,
    candidate: after.length === 0 ? null : text,
  };
}
