import type { Described, FunctionPair, SideFunction } from '../aligning/align-builds.ts';
import type { Spot } from '../source/source-statements.ts';
import type { Place } from './choose-places.ts';
import type { SidePlace } from './side-place.ts';

const rank = 4;

/**
 * What a statement did that only one build has is seen where the two builds come together again: before the next
 * statement that both have, or at the end of the function. Without it, a call that is gone or was added leaves no trace.
 */
export function placesBehindLoneStatements(
  pair: FunctionPair,
  touched: readonly FunctionPair['statements'][number][],
): readonly Place[] {
  const places = new Map<object, Place>();
  for (const { baseline, candidate } of touched) {
    const lone = baseline ?? candidate;
    if (lone === null || (baseline !== null && candidate !== null)) continue;
    const place = joinOf(pair, baseline === null ? 'candidate' : 'baseline', lone);
    if (place === null) continue;
    const { node } = place.candidate.spot;
    const effects = [...(places.get(node)?.effects ?? []), ...lone.traits.defines];
    places.set(node, { ...place, moment: 'before', rank, changed: false, effects });
  }
  return [...places.values()];
}

type Side = 'baseline' | 'candidate';
type Join = { readonly baseline: SidePlace; readonly candidate: SidePlace };

/** Follows the statements behind a lone one until one has a counterpart. */
function joinOf(pair: FunctionPair, side: Side, lone: Described): Join | null {
  let spot = lone.statement.after;
  for (let steps = 0; spot !== null && steps < pair.statements.length; steps += 1) {
    if (spot.atClosingBrace) return closingBraces(pair);
    const { node }: Spot = spot;
    const next = pair.statements.find((one) => one[side]?.statement.node === node);
    if (next === undefined) return null;
    if (next.baseline !== null && next.candidate !== null) {
      return both(pair, (_, one) => beforeOf(next[one]));
    }
    spot = next[side]?.statement.after ?? null;
  }
  return null;
}

function beforeOf(described: Described | null): Pick<SidePlace, 'spot' | 'described'> | null {
  return described && { spot: { node: described.statement.node, atClosingBrace: false }, described };
}

/** The ends of both functions, where both can be reached by running out of statements. */
function closingBraces(pair: FunctionPair): Join | null {
  return both(pair, ({ source: { node } }) => {
    if (node.type === 'Program' || node.body.type !== 'BlockStatement') return null;
    const last = node.body.body.at(-1)?.type;
    if (last === 'ReturnStatement' || last === 'ThrowStatement') return null;
    return { spot: { node: node.body, atClosingBrace: true }, described: null };
  });
}

type PlaceOn = (side: SideFunction, name: Side) => Pick<SidePlace, 'spot' | 'described'> | null;

function both(pair: FunctionPair, placeOn: PlaceOn): Join | null {
  const baseline = pair.baseline && placeOn(pair.baseline, 'baseline');
  const candidate = pair.candidate && placeOn(pair.candidate, 'candidate');
  if (!pair.baseline || !pair.candidate || !baseline || !candidate) return null;
  return {
    baseline: { side: pair.baseline, ...baseline },
    candidate: { side: pair.candidate, ...candidate },
  };
}
