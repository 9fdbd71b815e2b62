import type { SpanEvent } from '../../domain/flow.ts';

/** Spans of one operation that are taken for the same one. */
export type SpanPair = { readonly baseline: SpanEvent; readonly other: SpanEvent };

/**
 * Used where an operation is done equally often in both: equal spans first, whatever their order, since what runs side by side ends in any;
 * then what is left in its order.
 */
export function pairSpans(baseline: readonly SpanEvent[], other: readonly SpanEvent[]): readonly SpanPair[] {
  const waiting = Map.groupBy(other, contentOf);
  const equal: SpanPair[] = [];
  const rest = baseline.filter((one) => {
    const same = waiting.get(contentOf(one))?.shift();
    if (same !== undefined) equal.push({ baseline: one, other: same });
    return same === undefined;
  });
  const left = new Set([...waiting.values()].flat());
  const inOrder = other.filter((each) => left.has(each));
  const unequal = rest.flatMap((one, index) => {
    const another = inOrder[index];
    return another === undefined ? [] : [{ baseline: one, other: another }];
  });
  return [...equal, ...unequal];
}

/** Attributes are in the order of their names already. */
function contentOf({ name, status, attributes }: SpanEvent): string {
  return JSON.stringify([name, status, attributes]);
}
