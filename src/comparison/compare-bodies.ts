import type { ShownValue } from '../domain/divergence.ts';
import type { Responded } from '../domain/observation.ts';
import { compareJson } from './compare-json.ts';
import { compareText } from './compare-text.ts';
import type { DivergenceCollector } from './divergence-collector.ts';
import { headerValue } from './header-values.ts';
import type { IdentityMask } from './instance-identity.ts';
import { positionAt } from './place-pattern.ts';
import { type Body, readBody } from './read-body.ts';
import { showBytes, showText } from './shown-value.ts';
import { differOnlyInFrames, framesNote } from './stack-frames.ts';

export type BodyComparison = { readonly identity: IdentityMask; readonly collector: DivergenceCollector };

const position = positionAt('body');

/**
 * Two bodies → divergences, in the order that costs least: equal bytes are equal; only unequal ones are decoded, read by
 * kind and compared as what they are. A body that its side cannot decode is a kind of its own.
 */
export function compareBodies(baseline: Responded, other: Responded, comparison: BodyComparison): void {
  if (haveSameBytes(baseline, other)) return;
  const before = readBody(baseline);
  const after = readBody(other);
  if ('value' in before && 'value' in after && before.kind === after.kind) {
    compareJson(before.value, after.value, { ...comparison, position });
  } else if (before.kind === 'text' && after.kind === 'text') {
    compareTexts(before, after, comparison);
  } else if ('bytes' in before && 'bytes' in after && before.kind === after.kind) {
    if (Buffer.compare(before.bytes, after.bytes) !== 0) add(comparison, 'bytes-changed', before, after);
  } else if (before.kind !== after.kind) {
    add(comparison, 'content-kind-changed', before, after);
  }
}

/** Equal as they were sent, in the same content coding: the usual case, settled without looking inside. */
export function haveSameBytes(baseline: Responded, other: Responded): boolean {
  const coding = ({ headers }: Responded): string | null => headerValue(headers, 'content-encoding');
  return coding(baseline) === coding(other) && Buffer.compare(baseline.body, other.body) === 0;
}

/** Said when the hunks do not hold every changed line. */
export const linesCutNote = 'the list of changed lines was cut';

type TextBody = Extract<Body, { kind: 'text' }>;

/** Each side's own port and folders are replaced first: one such line must not show in the hunks of another. */
function compareTexts(before: TextBody, after: TextBody, { identity, collector }: BodyComparison): void {
  if (identity.isSame(before.text, after.text)) return;
  const markup = before.markup || after.markup;
  const texts = [identity.ofBaseline(before.text), identity.ofOther(after.text)] as const;
  const { hunks, cut } = compareText(...texts, markup);
  const notes = [...(differOnlyInFrames(...texts) ? [framesNote] : []), ...(cut ? [linesCutNote] : [])];
  collector.add({
    kind: 'text-changed',
    ...position,
    baseline: showText(before.text),
    candidate: showText(after.text),
    hunks,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  });
}

function add(
  { collector }: BodyComparison,
  kind: 'bytes-changed' | 'content-kind-changed',
  before: Body,
  after: Body,
): void {
  const notes = [noteOf('baseline', before), noteOf('candidate', after)].filter((note) => note !== null);
  collector.add({
    kind,
    ...position,
    baseline: showBody(before),
    candidate: showBody(after),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  });
}

function showBody(body: Body): ShownValue | null {
  if (body.kind === 'empty') return null;
  return 'bytes' in body ? showBytes(body.bytes) : showText(body.text);
}

function noteOf(side: string, body: Body): string | null {
  return body.kind === 'undecodable' ? `${side}: ${body.why}` : `${side}: ${body.kind}`;
}
