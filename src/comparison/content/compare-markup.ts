import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import { alignArrays, type Identities } from '../arrays/align-arrays.ts';
import { compareJson, createIdentities, type JsonComparison } from '../json/compare-json.ts';
import { isJsonNumber, type JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';
import { atName, atNode, type Position } from '../place-pattern.ts';
import { compareTexts } from '../text/compare-texts.ts';
import { compareScalars } from '../values/compare-scalars.ts';
import { showText } from '../values/shown-value.ts';
import { compareMember } from './compare-member.ts';
import { type MarkupElement, type MarkupNode, type MarkupText, writeMarkup } from './markup-node.ts';

type Nodes = readonly MarkupNode[];
type Walk = JsonComparison & { readonly identities: Identities };

/**
 * Two documents in XML or HTML → divergences. Children are aligned as arrays are, so that one row more in a table is one
 * divergence; attributes are compared by name, texts as values, and texts of several lines line by line. The order of attributes
 * and white space between elements say nothing.
 */
export function compareMarkup(baseline: Nodes, other: Nodes, comparison: JsonComparison): void {
  compareChildren(baseline, other, { ...comparison, identities: createIdentities() });
}

function compareChildren(baseline: Nodes, other: Nodes, walk: Walk): void {
  const arrays = { baseline: baseline.map(({ json }) => json), other: other.map(({ json }) => json) };
  const aligned = alignArrays(arrays, walk.identities);
  const inBaseline = numberNodes(baseline, other);
  const inOther = numberNodes(other, baseline);
  const at = (names: readonly NodeName[], index: number): Walk => stepTo(walk, names[index]);
  for (const { baseline: index, other: otherIndex, moved } of aligned.pairs) {
    const [before, after] = [baseline[index], other[otherIndex]];
    if (before === undefined || after === undefined) continue;
    const inside = at(inBaseline, index);
    if (!isSameSort(before, after)) {
      add(inside, 'element-removed', { baseline: before });
      add(at(inOther, otherIndex), 'element-added', { other: after });
      continue;
    }
    if (moved) {
      const note = `from position ${index + 1} to ${otherIndex + 1} among all siblings`;
      add(inside, 'element-moved', { baseline: before, other: after }, note);
    }
    compareNodes(before, after, inside);
  }
  for (const index of aligned.removed)
    add(at(inBaseline, index), 'element-removed', { baseline: baseline[index] });
  for (const index of aligned.added) add(at(inOther, index), 'element-added', { other: other[index] });
}

function isSameSort(before: MarkupNode, after: MarkupNode): boolean {
  return nameOf(before) === nameOf(after);
}

function nameOf(node: MarkupNode): string {
  return node.kind === 'element' ? `<${node.name}` : node.kind;
}

function compareNodes(before: MarkupNode, after: MarkupNode, walk: Walk): void {
  if (walk.identities.exact(before.json) === walk.identities.exact(after.json)) return;
  if (before.kind === 'element' && after.kind === 'element') compareElements(before, after, walk);
  else if (before.kind !== 'element' && after.kind !== 'element') compareLeaves(before, after, walk);
}

function compareElements(before: MarkupElement, after: MarkupElement, walk: Walk): void {
  for (const name of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
    const [one, another] = [before.attributes.get(name), after.attributes.get(name)];
    const position = atName(walk.position, `@${(one ?? another)?.shown}`);
    compareMember({ baseline: one?.value ?? null, other: another?.value ?? null }, { ...walk, position });
  }
  const [one, another] = [jsonInside(before), jsonInside(after)];
  if (one !== null && another !== null) {
    compareJson(one, another, { ...walk, position: atName(walk.position, '(json)') });
  } else {
    compareChildren(before.children, after.children, walk);
  }
}

/** What a page carries for its scripts, if it is JSON: state that is full of ids and times. */
function jsonInside({ name, children: [only, ...others] }: MarkupElement): JsonValue | null {
  if (name !== 'script' || only === undefined || only.kind === 'element' || others.length > 0) return null;
  const value = /^\s*[[{]/.test(only.text) ? parseJson(only.text) : undefined;
  return value === undefined || isJsonNumber(value) ? null : value;
}

function compareLeaves(before: MarkupText, after: MarkupText, walk: Walk): void {
  if (/\n/.test(before.lines) || /\n/.test(after.lines)) {
    const asText = ({ lines }: MarkupText) => ({ text: lines, markup: false, because: null });
    compareTexts(asText(before), asText(after), walk);
  } else {
    compareScalars(before.text, after.text, { ...walk, kind: 'value-changed', compareNested: compareJson });
  }
}

/** What a place calls a node, and its number where it is not the only one of its name. */
type NodeName = { readonly name: string; readonly number: number | null };

/** The number shows where either side has several, so that both sides name one node alike. */
function numberNodes(nodes: Nodes, counterparts: Nodes): readonly NodeName[] {
  const total = countNames(nodes);
  const others = countNames(counterparts);
  const seen = new Map<string, number>();
  return nodes.map((node) => {
    const name = shownName(node);
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    const most = Math.max(total.get(name) ?? 0, others.get(name) ?? 0);
    return { name, number: most > 1 ? number : null };
  });
}

function countNames(nodes: Nodes): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(nodes, shownName)].map(([name, group]) => [name, group.length]));
}

/** Fields of a form go by their own names, which also tell whether a value is a secret. */
const namedElements: ReadonlySet<string> = new Set(['input', 'select', 'textarea', 'meta']);

function shownName(node: MarkupNode): string {
  if (node.kind !== 'element') return node.kind;
  const field = namedElements.has(node.name) ? node.attributes.get('name')?.value : undefined;
  return field === undefined ? node.shown : `${node.shown}[@name=${field}]`;
}

function stepTo(walk: Walk, node: NodeName | undefined): Walk {
  const position: Position = atNode(walk.position, node?.name ?? '', node?.number ?? null);
  return { ...walk, position };
}

type Sides = { readonly baseline?: MarkupNode | undefined; readonly other?: MarkupNode | undefined };

function add(walk: Walk, kind: Divergence['kind'], { baseline, other }: Sides, note?: string): void {
  const show = (node: MarkupNode | undefined): ShownValue | null =>
    node === undefined ? null : showText(writeMarkup(node));
  walk.collector.add({
    kind,
    ...walk.position,
    baseline: show(baseline),
    candidate: show(other),
    ...(note === undefined ? {} : { note }),
  });
}
