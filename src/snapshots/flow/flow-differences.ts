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

/**
 * Values of what is done as often on both sides, one difference for each of its values: what varies by nature varies at its own place, and
 * says nothing of the others. What is done several times may be done in any order.
 */
function valueDifference(exchangeId: string, side: Side): readonly FoundDifference[] {
  const [shown] = side.after;
  if (shown === undefined || side.before.length !== side.after.length) return [];
  return differingPlaces(side).map((place) => {
    const at = side.before.findIndex(
      (step, index) => valueAt(step, place) !== valueAt(side.after[index], place),
    );
    const [before, after] = [side.before[at], side.after[at]];
    return {
      ...difference(exchangeId, shown, side, 'changed'),
      baseline: before === undefined ? null : withValues(before),
      candidate: after === undefined ? null : withValues(after),
      label: `${side.label} value ${place}`,
    };
  });
}

/** By place; -1 stands for the number of values. */
function differingPlaces({ before, after }: Side): readonly number[] {
  const most = Math.max(0, ...[...before, ...after].map(({ values }) => values.length));
  const at = (steps: readonly FlowStep[], place: number) =>
    JSON.stringify(steps.map((step) => valueAt(step, place)).toSorted());
  const places = Array.from({ length: most + 1 }, (_, index) => index - 1);
  const differing = places.filter((place) => at(before, place) !== at(after, place));
  return differing.includes(-1) ? [-1] : differing;
}

function valueAt(step: FlowStep | undefined, place: number): string {
  return place === -1 ? String(step?.values.length) : (step?.values[place] ?? '');
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
