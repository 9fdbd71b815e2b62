import type { SpanEvent } from '../../domain/flow.ts';
import type { PartialSuccess } from './otlp-messages.ts';
import type { ReadSpans, ReceivedSpan } from './read-spans.ts';

/** The exchange that a trace was begun for, and the id of the span that its request said it came from. */
export type TracedExchange = { readonly exchangeId: string; readonly spanId: string };

/** What came of the spans of one instance. */
export type CollectedSpans = {
  /** In the order of their exchanges' first spans, and within an exchange of their start. */
  readonly events: readonly SpanEvent[];
  /** Exchanges with spans of which some are known to be missing. */
  readonly incomplete: ReadonlySet<string>;
  /** Exchanges with spans. */
  readonly traced: ReadonlySet<string>;
  readonly elsewhere: number;
  readonly refused: number;
};

export type SpanCollector = {
  /** Null when all of them were taken. */
  add(read: ReadSpans): PartialSuccess | null;
  /** How many exchanges have all their spans, as far as can be told. */
  whole(): number;
  /** How often something was added. */
  arrivals(): number;
  result(): CollectedSpans;
};

export const spanLimits = { ofInstance: 200_000, ofExchange: 5_000 } as const;

type Trace = TracedExchange & { readonly spans: ReceivedSpan[]; readonly ids: Set<string>; refused: number };

/**
 * Made for each instance: keeps the spans of exchanges, bounded, and knows which traces are whole. A trace is when the span that answers
 * our request has come, which ends last, and no span of it names a parent that has not.
 */
export function createSpanCollector(
  exchangeOf: (traceId: string) => TracedExchange | null,
  limits: { readonly ofInstance: number; readonly ofExchange: number } = spanLimits,
): SpanCollector {
  const traces = new Map<string, Trace>();
  const counts = { kept: 0, elsewhere: 0, refused: 0, arrivals: 0 };
  const keep = (span: ReceivedSpan): boolean => {
    const exchange = exchangeOf(span.traceId);
    if (exchange === null) {
      counts.elsewhere += 1;
      return true;
    }
    const trace = traces.get(span.traceId) ?? { ...exchange, spans: [], ids: new Set(), refused: 0 };
    traces.set(span.traceId, trace);
    // An exporter that got no answer sends the same spans again.
    if (trace.ids.has(span.spanId)) return true;
    if (counts.kept >= limits.ofInstance || trace.spans.length >= limits.ofExchange) {
      trace.refused += 1;
      return false;
    }
    trace.spans.push(span);
    trace.ids.add(span.spanId);
    counts.kept += 1;
    return true;
  };
  return {
    add({ spans, malformed }) {
      counts.arrivals += 1;
      const refused = malformed + spans.filter((span) => !keep(span)).length;
      counts.refused += refused;
      if (refused === 0) return null;
      return { rejectedSpans: refused, errorMessage: 'malformed, or more than the shadow keeps' };
    },
    whole: () => [...traces.values()].filter(isWhole).length,
    arrivals: () => counts.arrivals,
    result: () => ({
      events: [...traces.values()].flatMap(eventsOf),
      incomplete: idsOf([...traces.values()].filter((trace) => !isWhole(trace))),
      traced: idsOf([...traces.values()]),
      elsewhere: counts.elsewhere,
      refused: counts.refused,
    }),
  };
}

function idsOf(traces: readonly Trace[]): ReadonlySet<string> {
  return new Set(traces.map(({ exchangeId }) => exchangeId));
}

function isWhole({ spans, ids, spanId, refused }: Trace): boolean {
  const isOutermost = ({ parentSpanId }: ReceivedSpan) => parentSpanId === spanId;
  return (
    refused === 0 &&
    spans.some(isOutermost) &&
    spans.every((span) => isOutermost(span) || span.parentSpanId === '' || ids.has(span.parentSpanId))
  );
}

/** Clocks of the shadow stand still within an exchange; spans that start at one instant stay in the order in which they ended. */
function eventsOf({ exchangeId, spans }: Trace): readonly SpanEvent[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return spans
    .toSorted((one, other) =>
      one.startedAt < other.startedAt ? -1 : one.startedAt > other.startedAt ? 1 : 0,
    )
    .map(({ traceId: _, spanId: __, parentSpanId, startedAt: ___, ...span }, sequence) => ({
      kind: 'span',
      ...{ exchangeId, sequence },
      ...span,
      parent: names.get(parentSpanId) ?? '',
    }));
}
