import { type HeaderLines, headerValues } from '../../domain/recording.ts';

/** For whom a call was made; see `OpenExchanges`. */
export type CallOrigin = { readonly exchangeId: string; readonly session: string };

type OpenExchange = { readonly id: string; readonly session: () => string };

/** Traces that are known after their exchange is over, for background work; and exchanges with one trace. */
const tracesRemembered = 2_000;
const mostPerTrace = 16;
const shortestRequestId = 8;

/**
 * The exchanges that the recorded service is working on, so that a call it makes meanwhile can be tied to the one it is made for: by
 * the trace or request id that the service passes on, else, when it works on exactly one, by that. Nothing is guessed
 * beyond that, because a call tied to a wrong exchange would be a finding that is none.
 */
export class OpenExchanges {
  readonly #sessionOf: (lines: HeaderLines, connection: string) => string;
  readonly #open = new Map<string, OpenExchange>();
  readonly #byTrace = new Map<string, OpenExchange[]>();

  constructor(sessionOf: (lines: HeaderLines, connection: string) => string) {
    this.#sessionOf = sessionOf;
  }

  /** An exchange begins; the function that is returned ends it. */
  begin(id: string, lines: HeaderLines, connection: string): () => void {
    let session: string | undefined;
    const nameSession = (): string => {
      session ??= this.#sessionOf(lines, connection);
      return session;
    };
    const exchange: OpenExchange = { id, session: nameSession };
    this.#open.set(id, exchange);
    for (const trace of tracesOf(lines)) this.#remember(trace, exchange);
    return () => void this.#open.delete(id);
  }

  /** For whom a call with these lines is made now; null when that cannot be told. */
  originOf(lines: HeaderLines): CallOrigin | null {
    const exchange = this.#tracedBy(lines) ?? onlyOne([...this.#open.values()]);
    return exchange === undefined ? null : { exchangeId: exchange.id, session: exchange.session() };
  }

  /** Browsers give one trace to many requests: then the one that is still open, if it is one, is meant. */
  #tracedBy(lines: HeaderLines): OpenExchange | undefined {
    for (const trace of tracesOf(lines)) {
      const exchanges = this.#byTrace.get(trace) ?? [];
      const meant = onlyOne(exchanges) ?? onlyOne(exchanges.filter(({ id }) => this.#open.has(id)));
      if (meant !== undefined) return meant;
    }
    return undefined;
  }

  #remember(trace: string, exchange: OpenExchange): void {
    const before = this.#byTrace.get(trace) ?? [];
    this.#byTrace.delete(trace);
    this.#byTrace.set(trace, [...before, exchange].slice(-mostPerTrace));
    if (this.#byTrace.size <= tracesRemembered) return;
    for (const oldest of this.#byTrace.keys().take(1)) this.#byTrace.delete(oldest);
  }
}

function onlyOne<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Trace id of `traceparent` (W3C Trace Context: version, trace, span, flags), and request ids that are no mere counters. */
function tracesOf(lines: HeaderLines): readonly string[] {
  const traces = headerValues(lines, 'traceparent').flatMap((value) => {
    const trace = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(value)?.[1];
    return trace === undefined ? [] : [`trace:${trace}`];
  });
  const requests = ['x-request-id', 'x-correlation-id'].flatMap((name) => headerValues(lines, name));
  return [...traces, ...requests.filter((id) => id.length >= shortestRequestId).map((id) => `request:${id}`)];
}
