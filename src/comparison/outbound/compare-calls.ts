import type { Divergence } from '../../domain/divergence.ts';
import type { Responded } from '../../domain/observation.ts';
import type { OutboundCall } from '../../domain/upstream.ts';
import { compareBodies } from '../compare-bodies.ts';
import { createCollector, type DivergenceCollector } from '../divergence-collector.ts';
import type { IdentityMask } from '../values/instance-identity.ts';
import { showBytes, showString } from '../values/shown-value.ts';
import { belowCall, type PlacedCall } from './call-place.ts';
import { pairCalls } from './pair-calls.ts';

export type ComparedCalls = {
  /** By exchange; under the empty id stands what could be tied to none. */
  readonly divergences: ReadonlyMap<string, readonly Divergence[]>;
  /** Exchanges in which calls that only read went out in another order, which is no finding. */
  readonly reordered: number;
};

/**
 * The calls that two instances made in one run → what differs: calls added and removed, and, inside calls that are the
 * same one, path, query, idempotency key and body, the body compared like that of an answer. The same function serves baseline against
 * candidate and baseline against secondary, so that whatever varies by nature is known as noise.
 */
export function compareCalls(
  baseline: readonly OutboundCall[],
  other: readonly OutboundCall[],
  identity: IdentityMask,
): ComparedCalls {
  const { pairs, removed, added } = pairCalls(baseline, other);
  const collectors = new Map<string, DivergenceCollector>();
  const collectorOf = ({ call }: PlacedCall): DivergenceCollector => {
    const collector = collectors.get(call.exchangeId) ?? createCollector();
    collectors.set(call.exchangeId, collector);
    return collector;
  };
  for (const pair of pairs) compareCall(pair, { identity, collector: collectorOf(pair.baseline) });
  for (const gone of removed)
    collectorOf(gone).add({
      kind: 'outbound-call-removed',
      ...gone.position,
      baseline: showCall(gone),
      candidate: null,
    });
  for (const come of added) collectorOf(come).add({ ...callAdded(come) });
  const byExchange = Map.groupBy(pairs, (pair) => pair.baseline.call.exchangeId);
  let reordered = 0;
  for (const [exchangeId, ofExchange] of byExchange) {
    const moved = exchangeId === '' ? [] : outOfOrder(ofExchange);
    const write = moved.find(({ baseline: { call } }) => !isRead(call));
    if (write !== undefined) collectorOf(write.baseline).add(moveOf(write));
    else if (moved.length > 0) reordered += 1;
  }
  return { divergences: new Map([...collectors].map(([id, each]) => [id, each.result()])), reordered };
}

type Pair = { readonly baseline: PlacedCall; readonly other: PlacedCall };
type Comparison = { readonly identity: IdentityMask; readonly collector: DivergenceCollector };

function compareCall({ baseline, other }: Pair, comparison: Comparison): void {
  const [before, after] = [baseline, other].map(({ call }) => call.idempotencyKey || null);
  const position = belowCall(baseline, 'header.idempotency-key');
  compareText({ baseline: before ?? null, other: after ?? null }, position, comparison);
  if (baseline.key === other.key) return;
  for (const [at, segment] of baseline.segments.entries())
    compareText(
      { baseline: segment, other: other.segments[at] ?? null },
      belowCall(baseline, `path/${at}`),
      comparison,
    );
  for (const name of new Set([...baseline.query.keys(), ...other.query.keys()])) {
    const valuesOf = ({ query }: PlacedCall) => (query.has(name) ? query.getAll(name).join(', ') : null);
    const position = belowCall(baseline, `query/${name}`);
    compareText({ baseline: valuesOf(baseline), other: valuesOf(other) }, position, comparison);
  }
  compareCallBodies({ baseline, other }, comparison);
}

type Texts = { readonly baseline: string | null; readonly other: string | null };

function compareText(
  { baseline, other }: Texts,
  position: ReturnType<typeof belowCall>,
  { identity, collector }: Comparison,
): void {
  if (baseline === other) return;
  if (baseline !== null && other !== null && identity.isSame(baseline, other)) return;
  collector.add({
    kind: kindOfText(baseline, other),
    ...position,
    baseline: baseline === null ? null : showString(baseline),
    candidate: other === null ? null : showString(other),
  });
}

function kindOfText(baseline: string | null, other: string | null): Divergence['kind'] {
  if (baseline === null) return 'field-added';
  return other === null ? 'field-removed' : 'value-changed';
}

/** Bodies are compared as those of answers are, at the place of the call. One that was cut is compared by its digest. */
function compareCallBodies({ baseline, other }: Pair, { identity, collector }: Comparison): void {
  const [before, after] = [baseline.call, other.call];
  if (before.bodyDigest === after.bodyDigest) return;
  const position = belowCall(baseline, 'body');
  if (isCut(before) || isCut(after)) {
    const sides = { baseline: showDigest(before), candidate: showDigest(after) };
    collector.add({ kind: 'bytes-changed', ...position, ...sides, note: 'too large to be compared inside' });
    return;
  }
  const add: DivergenceCollector['add'] = (divergence) =>
    collector.add({
      ...divergence,
      place: divergence.place.replace('body', () => position.place),
      pattern: divergence.pattern.replace('body', () => position.pattern),
    });
  compareBodies(asResponse(before), asResponse(after), {
    identity,
    collector: { ...collector, add },
  });
}

function isCut({ body, bodyLength }: OutboundCall): boolean {
  return body.length < bodyLength;
}

function asResponse({ body, contentType, contentEncoding }: OutboundCall): Responded {
  const coding = contentEncoding === '' ? [] : [['content-encoding', contentEncoding] as const];
  const headers = [['content-type', contentType] as const, ...coding];
  return { kind: 'responded', status: 200, headers, body, trailers: [], durationMs: 0 };
}

function showDigest({ body, bodyLength, bodyDigest }: OutboundCall): Divergence['baseline'] {
  return { ...showBytes(body), length: bodyLength, digest: bodyDigest };
}

function callAdded(come: PlacedCall): Divergence {
  const { answer } = come.call;
  const added = {
    kind: 'outbound-call-added',
    ...come.position,
    baseline: null,
    candidate: showCall(come),
  } as const;
  if (answer.kind === 'matched') return added;
  const closest =
    answer.closest === null
      ? 'nothing like it is recorded'
      : `the closest recorded call is ${shortened(answer.closest)}`;
  const differs =
    answer.differs.length === 0 ? '' : `, which differs in ${answer.differs.slice(0, 5).join(', ')}`;
  return { ...added, note: `not recorded, so it got no answer; ${closest}${differs}` };
}

/** Without the query, which may hold a secret of production. */
function shortened(call: string): string {
  return call.replace(/\?.*$/, '').slice(0, 200);
}

function showCall({ call }: PlacedCall): Divergence['baseline'] {
  return showString(`${call.method} ${call.url}`);
}

function isRead({ method }: OutboundCall): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Pairs that stand before an earlier one of the baseline. */
function outOfOrder(pairs: readonly Pair[]): readonly Pair[] {
  let latest = -1;
  return pairs.filter(({ other }) => {
    const isBehind = other.call.sequence < latest;
    latest = Math.max(latest, other.call.sequence);
    return isBehind;
  });
}

function moveOf({ baseline, other }: Pair): Divergence {
  const sides = { baseline: showCall(baseline), candidate: showCall(other) };
  return {
    kind: 'element-moved',
    ...baseline.position,
    ...sides,
    note: 'calls that write went out in another order',
  };
}
