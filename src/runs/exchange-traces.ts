/** The trace that each exchange of a run begins in an instance: by it the spans that come back are known to belong to that exchange. */
import { createHash } from 'node:crypto';
import type { TracedExchange } from '../shadow/telemetry/collect-spans.ts';

export type ExchangeTraces = {
  /** The header of W3C Trace Context, version 00, sampled: the same for all instances, so that an echo of it is no difference. */
  traceparentOf(exchangeId: string): string;
  /** Null for a trace that no request of this run began. */
  exchangeOf(traceId: string): TracedExchange | null;
  /** How many exchanges were sent so far. */
  begun(): number;
};

/** Made once a run. Ids follow from the seed and the exchange; another seed gives other ids, as another minute of production would. */
export function createExchangeTraces(seed: string): ExchangeTraces {
  const begun = new Map<string, TracedExchange>();
  let last: { readonly exchangeId: string; readonly header: string } | null = null;
  return {
    traceparentOf(exchangeId) {
      // All instances are sent one exchange before the next.
      if (last?.exchangeId === exchangeId) return last.header;
      const digest = createHash('sha256').update(`${seed}\n${exchangeId}`).digest('hex');
      const [traceId, spanId] = [digest.slice(0, 32), digest.slice(32, 48)];
      begun.set(traceId, { exchangeId, spanId });
      last = { exchangeId, header: `00-${traceId}-${spanId}-01` };
      return last.header;
    },
    exchangeOf: (traceId) => begun.get(traceId) ?? null,
    begun: () => begun.size,
  };
}
