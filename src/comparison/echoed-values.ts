import type { Divergence, ShownValue } from '../domain/divergence.ts';
import type { Substitution } from '../domain/observation.ts';
import type { Exchange } from '../domain/recording.ts';

/** Shorter values stand in a request by accident, unless they stand there as a whole word. */
const longEnough = 6;
/** One for all exchanges without a difference, which are nearly all of a million. */
const nowhere: ReadonlySet<string> = new Set();

/**
 * Places whose baseline value the client itself had sent. Such a value is not generated, however random it looks: a
 * service that replaces a client's id by its own has changed, though both are ids. `substitutions`: what the baseline was sent in
 * place of recorded values.
 */
export function findEchoedPlaces(
  exchange: Exchange,
  substitutions: readonly Substitution[],
  divergences: readonly Divergence[],
): ReadonlySet<string> {
  const values = divergences.flatMap(({ place, baseline }) =>
    baseline === null ? [] : [{ place, baseline }],
  );
  if (values.length === 0) return nowhere;
  const request = [requestText(exchange), ...substitutions.map(({ live }) => live)].join('\n');
  const words = new Set(request.split(/[^\w.-]+/));
  const isEchoed = (value: ShownValue): boolean =>
    words.has(value.text) || (value.text.length >= longEnough && request.includes(value.text));
  return new Set(values.filter(({ baseline }) => isEchoed(baseline)).map(({ place }) => place));
}

function requestText({ target, requestHeaders, requestBody }: Exchange): string {
  const body = Buffer.from(requestBody).toString('utf8');
  const headers = requestHeaders.map(([, value]) => value);
  return [target, decode(target), ...headers, body, decode(body)].join('\n');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}
