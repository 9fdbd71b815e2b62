import type { Divergence } from '../../domain/divergence.ts';
import type { JsonComparison } from '../json/compare-json.ts';
import { exactScalarName } from '../json/identify-json.ts';
import { isJsonNumber, type JsonValue } from '../json/json-value.ts';
import { atName } from '../place-pattern.ts';
import { compareTexts, type TextToCompare } from '../text/compare-texts.ts';
import { differOnlyInFrames, framesNote } from '../text/stack-frames.ts';
import { isSameNumber } from './compare-numbers.ts';
import { type Jwt, readJwt } from './read-jwt.ts';
import { showJson } from './shown-value.ts';

export type ScalarComparison = JsonComparison & {
  /** What a plain difference is called here: a field's value or a header's. */
  readonly kind: Divergence['kind'];
  /** Compares what a scalar turns out to hold inside: the claims of a token. */
  readonly compareNested: (baseline: JsonValue, other: JsonValue, comparison: JsonComparison) => void;
};

/**
 * Two scalars of one type, in a body or a header. Equal but for each instance's own port and folders is equal. Two tokens
 * are compared by their claims: header and payload, never the signature, which varies with the key.
 */
export function compareScalars(baseline: JsonValue, other: JsonValue, comparison: ScalarComparison): void {
  const texts = [textOf(baseline), textOf(other)] as const;
  if (comparison.identity.isSame(...texts)) return;
  const [before, after] = [typeof baseline === 'string' ? readJwt(baseline) : null, readJwt(texts[1])];
  if (before !== null && after !== null) compareTokens(before, after, comparison);
  else if (isLongText(baseline, other, comparison))
    compareTexts(asText(texts[0]), asText(texts[1]), comparison);
  else if (isJsonNumber(baseline) && isSameNumber(...texts)) add(baseline, other, comparison, sameNumberNote);
  else add(baseline, other, comparison, differOnlyInFrames(...texts) ? framesNote : undefined);
}

/** Longer than what a divergence shows of a value: then what varies at its head would hide what changed at its end. */
const longText = 400;

/** Told line by line, and piece by piece in a long line; not a token, which is one thing however long. */
function isLongText(baseline: JsonValue, other: JsonValue, { kind }: ScalarComparison): boolean {
  if (kind !== 'value-changed' || typeof baseline !== 'string' || typeof other !== 'string') return false;
  return Math.min(baseline.length, other.length) > longText && /\s/.test(baseline) && /\s/.test(other);
}

function asText(text: string): TextToCompare {
  return { text, markup: false, because: null };
}

function textOf(scalar: JsonValue): string {
  return typeof scalar === 'string' ? scalar : exactScalarName(scalar);
}

/** `1` and `1.0` are reported, as benign: most clients cannot tell, strictly typed ones can. */
export const sameNumberNote = 'the same number, written differently';

function compareTokens(baseline: Jwt, other: Jwt, comparison: ScalarComparison): void {
  const inside = (segment: string): JsonComparison => ({
    ...comparison,
    position: atName(comparison.position, segment),
  });
  comparison.compareNested(baseline.header, other.header, inside('(jwt-header)'));
  comparison.compareNested(baseline.payload, other.payload, inside('(jwt)'));
  const [before, after] = [baseline, other].map(({ signatureLength }) => ({ lexeme: `${signatureLength}` }));
  if (before === undefined || after === undefined || before.lexeme === after.lexeme) return;
  const signature = inside('(jwt-signature)');
  add(before, after, { ...comparison, ...signature }, 'length of the signature');
}

function add(baseline: JsonValue, other: JsonValue, comparison: ScalarComparison, note?: string): void {
  comparison.collector.add({
    kind: comparison.kind,
    ...comparison.position,
    baseline: showJson(baseline),
    candidate: showJson(other),
    ...(note === undefined ? {} : { note }),
  });
}
