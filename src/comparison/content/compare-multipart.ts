import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import { alignArrays } from '../arrays/align-arrays.ts';
import { withoutBoundary } from '../headers/header-rules.ts';
import { groupHeaders } from '../headers/header-values.ts';
import { createIdentities, type JsonComparison } from '../json/compare-json.ts';
import { atIndex, atName, type Position } from '../place-pattern.ts';
import { showBytes } from '../values/shown-value.ts';
import { compareMember } from './compare-member.ts';
import { partAsJson, type RawPart } from './read-multipart.ts';

type Parts = readonly RawPart[];

/** Compares what two parts hold; given by the caller, since a part holds whatever a body may hold. */
export type ComparePart = (before: RawPart, after: RawPart, comparison: JsonComparison) => void;

/**
 * Two bodies of several parts → divergences. Fields of a form are told by name, other parts are aligned as the elements of an
 * array are; the boundary between them says nothing.
 */
export function compareMultipart(
  [baseline, other]: readonly [Parts, Parts],
  comparison: JsonComparison,
  comparePart: ComparePart,
): void {
  const arrays = { baseline: baseline.map(partAsJson), other: other.map(partAsJson) };
  const { pairs, removed, added } = alignArrays(arrays, createIdentities());
  const places = {
    baseline: placesOf(baseline, comparison.position),
    other: placesOf(other, comparison.position),
  };
  const at = (positions: readonly Position[], index: number): JsonComparison => ({
    ...comparison,
    position: positions[index] ?? comparison.position,
  });
  for (const { baseline: index, other: otherIndex, moved } of pairs) {
    const [before, after] = [baseline[index], other[otherIndex]];
    if (before === undefined || after === undefined) continue;
    const inside = at(places.baseline, index);
    if (moved) add('element-moved', [before, after], inside);
    compareHeaders(before, after, inside);
    comparePart(before, after, inside);
  }
  for (const index of removed)
    add('element-removed', [baseline[index], undefined], at(places.baseline, index));
  for (const index of added) add('element-added', [undefined, other[index]], at(places.other, index));
}

/** By name, with an index where a name is repeated; by index where there is no name. */
function placesOf(parts: Parts, position: Position): readonly Position[] {
  const seen = new Map<string, number>();
  return parts.map(({ name }, index) => {
    if (name === null) return atIndex(position, index);
    const rank = seen.get(name) ?? 0;
    seen.set(name, rank + 1);
    const named = atName(position, name);
    return rank === 0 ? named : atIndex(named, rank);
  });
}

function compareHeaders(before: RawPart, after: RawPart, comparison: JsonComparison): void {
  const [ones, others] = [groupHeaders(before.headers), groupHeaders(after.headers)];
  for (const name of new Set([...ones.keys(), ...others.keys()])) {
    const position = atName(comparison.position, `header.${name}`);
    const member = { baseline: headerOf(ones, name), other: headerOf(others, name) };
    compareMember(member, { ...comparison, position });
  }
}

function headerOf(headers: ReadonlyMap<string, readonly string[]>, name: string): string | null {
  const values = headers.get(name)?.join(', ');
  return name === 'content-type' && values !== undefined ? withoutBoundary(values) : (values ?? null);
}

function add(
  kind: Divergence['kind'],
  [before, after]: readonly [RawPart | undefined, RawPart | undefined],
  { collector, position }: JsonComparison,
): void {
  const show = (part: RawPart | undefined): ShownValue | null =>
    part === undefined ? null : showBytes(part.body);
  collector.add({ kind, ...position, baseline: show(before), candidate: show(after) });
}
