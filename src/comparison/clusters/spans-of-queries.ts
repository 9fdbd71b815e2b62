import type { Finding } from '../../domain/divergence.ts';

/**
 * An instrumented service shows a query twice: as it is sent, and as the span around it. Used before findings are told, so that an N+1 is told
 * once, as the query, which says what was asked: by id of the finding of a span, the query that it follows. Both must be done as often, in
 * one exchange; other exchanges with the same operation then are the same loop, also where it ran too rarely to be known for one.
 */
export function spansOfQueries(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const queries = Map.groupBy(findings.filter(isRepeatedQuery), ({ exchangeId }) => exchangeId);
  if (queries.size === 0) return new Map();
  const spans = findings.filter(isSpanOfClient);
  const byOperation = new Map<string, Finding>();
  for (const span of spans) {
    const query = (queries.get(span.exchangeId) ?? []).find((one) => isSame(one, span));
    if (query !== undefined && !byOperation.has(operationOf(span))) byOperation.set(operationOf(span), query);
  }
  return new Map(
    spans.flatMap((span) => {
      const query = byOperation.get(operationOf(span));
      return query === undefined ? [] : [[span.id, query] as const];
    }),
  );
}

function isRepeatedQuery({ divergence: { kind, place } }: Finding): boolean {
  return kind === 'effect-repeated' && place.startsWith('query/');
}

function isSpanOfClient({ divergence: { kind, place } }: Finding): boolean {
  return /^span-(?:repeated|added)$/.test(kind) && /^span\/[^/]*\/client /.test(place);
}

/** Nothing counted hangs on something that is not. */
function operationOf({ route, divergence: { pattern }, disposition: { kind } }: Finding): string {
  return JSON.stringify([route, pattern, kind]);
}

function isSame(query: Finding, span: Finding): boolean {
  if (query.disposition.kind !== span.disposition.kind) return false;
  const [before, after] = [
    timesOf(query.divergence.baseline?.text),
    timesOf(query.divergence.candidate?.text),
  ];
  const { kind, baseline, candidate, note } = span.divergence;
  const isAdded = kind === 'span-added';
  const times = isAdded
    ? [0, Number(/^(\d+) times/.exec(note ?? '')?.[1] ?? 1)]
    : [Number(baseline?.text), Number(candidate?.text)];
  return before === times[0] && after === times[1] && isNamedFor(span, query);
}

/** `SELECT …: 41 times`, `…: once`; nothing where it was not made. */
function timesOf(text: string | undefined): number {
  if (text === undefined) return 0;
  return Number(/: (\d+) times$/.exec(text)?.[1] ?? 1);
}

/** By its table, its verb or its database, as instrumentations name spans: `SELECT items`, `pg.query:SELECT shop`, `mongodb.find`. */
function isNamedFor({ divergence: { place } }: Finding, { divergence: query }: Finding): boolean {
  const name = stepOf(place, 2).toLowerCase();
  const verb = /^\w+/.exec(query.candidate?.text ?? '')?.[0] ?? '';
  const known = [stepOf(query.place, 1), stepOf(query.place, 2).split('.').at(-1) ?? '', verb];
  return known.some((one) => one.length > 1 && name.includes(one.toLowerCase()));
}

function stepOf(place: string, index: number): string {
  return (place.split('/')[index] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
