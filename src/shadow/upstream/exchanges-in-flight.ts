import { type HeaderLines, headerOf } from '../../domain/recording.ts';
import type { CallTie } from '../../domain/upstream.ts';

/** Which exchanges an instance is answering right now. One per instance and run. */
export type ExchangesInFlight = {
  begin(exchangeId: string, requestHeaders: HeaderLines): void;
  end(exchangeId: string): void;
  /** To which exchange a call belongs, and how sure that is. */
  tie(call: { readonly tag: string | null; readonly headers: HeaderLines }): Tied;
};

export type Tied = { readonly exchangeId: string; readonly tie: CallTie };

/**
 * Ties calls to exchanges: by the tag that the agent adds, else by the trace that the service passes on (W3C Trace Context),
 * else because only one exchange is being answered, as with everything that writes.
 */
export function trackExchanges(): ExchangesInFlight {
  const traces = new Map<string, string>();
  return {
    begin(exchangeId, requestHeaders) {
      traces.set(exchangeId, traceOf(requestHeaders));
    },
    end(exchangeId) {
      traces.delete(exchangeId);
    },
    tie({ tag, headers }) {
      if (tag !== null) return { exchangeId: tag, tie: 'tag' };
      const trace = traceOf(headers);
      const traced = [...traces].filter(([, other]) => trace !== '' && other === trace);
      const [found] = traced;
      if (found !== undefined && traced.length === 1) return { exchangeId: found[0], tie: 'trace' };
      const [only] = traces.keys();
      if (only !== undefined && traces.size === 1) return { exchangeId: only, tie: 'window' };
      return { exchangeId: '', tie: 'unknown' };
    },
  };
}

function traceOf(headers: HeaderLines): string {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(headerOf(headers, 'traceparent') ?? '')?.[1] ?? '';
}
