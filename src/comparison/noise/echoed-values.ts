import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import type { Substitution } from '../../domain/observation.ts';
import type { Exchange } from '../../domain/recording.ts';

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
  const sent = [...sentTexts(exchange), ...substitutions.map(({ live }) => live)];
  // What varies by nature is in no request: then nothing has to be taken apart.
  if (!values.some(({ baseline }) => sent.some((text) => text.includes(baseline.text)))) return nowhere;
  const request = sent.join('\n');
  const words = new Set(request.split(/[^\w.-]+/));
  const isEchoed = (value: ShownValue): boolean =>
    words.has(value.text) || (value.text.length >= longEnough && request.includes(value.text));
  return new Set(values.filter(({ baseline }) => isEchoed(baseline)).map(({ place }) => place));
}

function sentTexts({ target, requestHeaders, requestBody }: Exchange): readonly string[] {
  const { buffer, byteOffset, byteLength } = requestBody;
  const body = byteLength === 0 ? '' : Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  return [target, decode(target), ...requestHeaders.map(([, value]) => value), body, decode(body)];
}

/** Empty where nothing is encoded, so that nothing is looked through twice. */
function decode(text: string): string {
  if (!/[%+]/.test(text)) return '';
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}
