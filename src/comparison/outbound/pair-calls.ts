import type { OutboundCall } from '../../domain/upstream.ts';
import { type PlacedCall, placeCall } from './call-place.ts';

export type PairedCalls = {
  /** Calls that are taken for the same one, in the order of the baseline. */
  readonly pairs: readonly { readonly baseline: PlacedCall; readonly other: PlacedCall }[];
  readonly removed: readonly PlacedCall[];
  readonly added: readonly PlacedCall[];
};

/**
 * Which call of one instance is which of another. Equal calls of one exchange first, then those of one address in their
 * order. Where it is not certain to which exchange a call belongs, equal calls of two exchanges are the same as well:
 * otherwise a call that came a little later would be a finding.
 */
export function pairCalls(baseline: readonly OutboundCall[], other: readonly OutboundCall[]): PairedCalls {
  const isCertain = [...baseline, ...other].every(({ tie }) => tie === 'tag' || tie === 'trace');
  const rest = { before: baseline.map(placeCall), after: other.map(placeCall) };
  const pairs = [
    ...take(rest, ({ call, key }) => `${call.exchangeId} ${key} ${call.idempotencyKey}`),
    ...take(rest, ({ call, key }) => `${call.exchangeId} ${key}`),
    ...(isCertain ? [] : take(rest, ({ key }) => key)),
    ...take(rest, ({ call, position }) => `${call.exchangeId} ${position.pattern}`),
    ...(isCertain ? [] : take(rest, ({ position }) => position.pattern)),
  ];
  const inOrder = pairs.toSorted(
    (one, another) => one.baseline.call.sequence - another.baseline.call.sequence,
  );
  return { pairs: inOrder, removed: rest.before, added: rest.after };
}

type Rest = { before: PlacedCall[]; after: PlacedCall[] };

/** Pairs what has the same name, first with first, and takes it out of the rest. */
function take(rest: Rest, nameOf: (placed: PlacedCall) => string): PairedCalls['pairs'] {
  const waiting = Map.groupBy(rest.after, nameOf);
  const taken = new Set<PlacedCall>();
  const pairs = rest.before.flatMap((before) => {
    const after = waiting.get(nameOf(before))?.shift();
    if (after === undefined) return [];
    taken.add(before).add(after);
    return [{ baseline: before, other: after }];
  });
  rest.before = rest.before.filter((each) => !taken.has(each));
  rest.after = rest.after.filter((each) => !taken.has(each));
  return pairs;
}
