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
  if (divergences.length === 0) return nowhere;
  const sent = sentTexts(exchange, substitutions);
  // What varies by nature is in no request: then nothing has to be taken apart.
  if (!divergences.some(({ baseline }) => baseline !== null && standsIn(sent, baseline.text))) return nowhere;
  const values = divergences.flatMap(({ place, baseline }) =>
    baseline === null ? [] : [{ place, baseline }],
  );
  const request = sent.join('\n');
  const words = new Set(request.split(/[^\w.-]+/));
  const isEchoed = (value: ShownValue): boolean =>
    words.has(value.text) || (value.text.length >= longEnough && request.includes(value.text));
  return new Set(values.filter(({ baseline }) => isEchoed(baseline)).map(({ place }) => place));
}

/** Also as what is encoded in them means. */
function sentTexts(
  { target, requestHeaders, requestBody }: Exchange,
  substitutions: readonly Substitution[],
): readonly string[] {
  const texts = [target];
  if (isEncoded(target)) texts.push(decode(target));
  for (const [, value] of requestHeaders) texts.push(value);
  const { buffer, byteOffset, byteLength } = requestBody;
  if (byteLength > 0) {
    const body = Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
    texts.push(body);
    if (isEncoded(body)) texts.push(decode(body));
  }
  for (const { live } of substitutions) texts.push(live);
  return texts;
}

function standsIn(texts: readonly string[], value: string): boolean {
  return texts.some((text) => text.includes(value));
}

function isEncoded(text: string): boolean {
  return text.includes('%') || text.includes('+');
}

/** Empty where it cannot be decoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}
