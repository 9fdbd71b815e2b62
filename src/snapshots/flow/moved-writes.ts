import type { FoundDifference } from './flow-differences.ts';
import type { FlowStep } from './flow-step.ts';

/**
 * Things that write, which one instance did in another order than the other: one difference for each pair that is swapped and stands side by
 * side in the baseline, so that one move is one line. Only what is done once on both sides can be told to have moved.
 */
export function movedWrites(
  exchangeId: string,
  before: readonly FlowStep[],
  after: readonly FlowStep[],
): readonly FoundDifference[] {
  const orderAfter = new Map(onceEach(after).map(({ label }, index) => [label, index]));
  const common = onceEach(before).filter(({ label }) => orderAfter.has(label));
  const positions = common.map(({ label }) => orderAfter.get(label) ?? 0);
  const [first] = positions.flatMap((position, index) => {
    const next = positions[index + 1];
    return next !== undefined && next < position ? [index] : [];
  });
  const [one, other] = first === undefined ? [] : [common[first], common[first + 1]];
  if (one === undefined || other === undefined) return [];
  return [
    {
      ...{ exchangeId, kind: one.kind, change: 'moved', writes: true, target: other.target, place: 'flow' },
      label: `moved ${[one.label, other.label].toSorted().join(' / ')}`,
      shape: other.text,
      times: { baseline: 1, candidate: 1 },
      baseline: `${one.text}, then ${other.text}`,
      candidate: `${other.text}, then ${one.text}`,
    },
  ];
}

function onceEach(flow: readonly FlowStep[]): readonly FlowStep[] {
  const writes = flow.filter(({ writes }) => writes);
  const counts = Map.groupBy(writes, ({ label }) => label);
  return writes.filter(({ label }) => counts.get(label)?.length === 1);
}
