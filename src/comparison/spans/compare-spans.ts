import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import type { SpanEvent } from '../../domain/flow.ts';
import { createCollector, type DivergenceCollector } from '../divergence-collector.ts';
import { atName, type Position } from '../place-pattern.ts';
import type { IdentityMask } from '../values/instance-identity.ts';
import { showString } from '../values/shown-value.ts';
import { pairSpans, type SpanPair } from './pair-spans.ts';
import { belowSpans, operationOf, placeSpan } from './span-place.ts';

/**
 * The spans of two instances in one run, whole in both → what differs, by exchange: operations that came, went or are done another number of
 * times, their attributes and status, and their order below one parent. Spans are matched by service, operation and the
 * operation they belong under. The same function serves baseline against candidate and baseline against secondary, so that whatever
 * varies by nature is known as noise.
 */
export function compareSpans(
  baseline: readonly SpanEvent[],
  other: readonly SpanEvent[],
  identity: IdentityMask,
): ReadonlyMap<string, readonly Divergence[]> {
  const before = Map.groupBy(baseline, ({ exchangeId }) => exchangeId);
  const after = Map.groupBy(other, ({ exchangeId }) => exchangeId);
  const found = new Map<string, readonly Divergence[]>();
  for (const exchangeId of new Set([...before.keys(), ...after.keys()])) {
    const collector = createCollector();
    compareExchange(before.get(exchangeId) ?? [], after.get(exchangeId) ?? [], { identity, collector });
    const divergences = collector.result();
    if (divergences.length > 0) found.set(exchangeId, divergences);
  }
  return found;
}

type Spans = readonly SpanEvent[];
type Comparison = { readonly identity: IdentityMask; readonly collector: DivergenceCollector };

function compareExchange(baseline: Spans, other: Spans, comparison: Comparison): void {
  const before = Map.groupBy(baseline, operationOf);
  const after = Map.groupBy(other, operationOf);
  const asOften = new Set<string>();
  for (const operation of new Set([...before.keys(), ...after.keys()])) {
    const [one, another] = [before.get(operation) ?? [], after.get(operation) ?? []];
    if (one.length !== another.length) {
      comparison.collector.add(countDivergence(one, another));
      continue;
    }
    asOften.add(operation);
    for (const pair of pairSpans(one, another)) comparePair(pair, comparison);
  }
  const inBoth = (span: SpanEvent) => asOften.has(operationOf(span));
  compareOrder(baseline.filter(inBoth), other.filter(inBoth), comparison.collector);
}

/** One of the two is longer. */
function countDivergence(before: Spans, after: Spans): Divergence {
  const [shown] = [...before, ...after];
  if (shown === undefined) throw new Error('A group of spans has a span.');
  const position = placeSpan(shown);
  const named = showString(shown.name);
  if (before.length === 0)
    return { kind: 'span-added', ...position, baseline: null, candidate: named, ...times(after) };
  if (after.length === 0)
    return { kind: 'span-removed', ...position, baseline: named, candidate: null, ...times(before) };
  return {
    ...{ kind: 'span-repeated', ...position },
    ...{ baseline: showCount(before.length), candidate: showCount(after.length) },
    note: `${before.length} → ${after.length} times in this exchange`,
  };
}

function times({ length }: Spans): Pick<Divergence, 'note'> {
  return length === 1 ? {} : { note: `${length} times in this exchange` };
}

function showCount(count: number): ShownValue {
  const text = String(count);
  return { type: 'number', text, length: text.length };
}

function comparePair({ baseline, other }: SpanPair, comparison: Comparison): void {
  const position = placeSpan(baseline);
  const compare = (name: string, one: string | undefined, another: string | undefined) =>
    compareText(atName(position, name), { one, another }, comparison);
  compare('name', baseline.name, other.name);
  compare('status', baseline.status, other.status);
  for (const name of new Set([...Object.keys(baseline.attributes), ...Object.keys(other.attributes)]))
    compare(name, baseline.attributes[name], other.attributes[name]);
}

type Texts = { readonly one: string | undefined; readonly another: string | undefined };

function compareText(position: Position, { one, another }: Texts, { identity, collector }: Comparison): void {
  if (one === another) return;
  if (one !== undefined && another !== undefined && identity.isSame(one, another)) return;
  collector.add({
    kind: one === undefined ? 'field-added' : another === undefined ? 'field-removed' : 'value-changed',
    ...position,
    baseline: one === undefined ? null : showString(one),
    candidate: another === undefined ? null : showString(another),
  });
}

const mostShown = 8;

/** Below each parent by itself: what one branch does says nothing of when another does. */
function compareOrder(baseline: Spans, other: Spans, collector: DivergenceCollector): void {
  const after = Map.groupBy(other, ({ parent }) => parent);
  for (const [parent, before] of Map.groupBy(baseline, ({ parent }) => parent)) {
    const candidate = after.get(parent) ?? [];
    const at = before.findIndex((span, index) => operationOf(span) !== operationOf(candidate[index] ?? span));
    if (at === -1) continue;
    const show = (spans: Spans) =>
      showString(
        spans
          .slice(at, at + mostShown)
          .map(({ name }) => name)
          .join(', '),
      );
    const sides = { baseline: show(before), candidate: show(candidate) };
    collector.add({ kind: 'element-moved', ...belowSpans(parent), ...sides });
  }
}
