import type { SpokenMessage } from '../domain/conversation.ts';
import type { ShownValue } from '../domain/divergence.ts';
import type { Responded } from '../domain/observation.ts';
import { compareConversation } from './content/compare-conversation.ts';
import { compareLarge, largeOf } from './content/compare-large.ts';
import { compareMarkup } from './content/compare-markup.ts';
import { compareMultipart } from './content/compare-multipart.ts';
import type { ProtoMessageRef } from './content/proto-schema.ts';
import type { RawPart } from './content/read-multipart.ts';
import type { DivergenceCollector } from './divergence-collector.ts';
import { headerValue } from './headers/header-values.ts';
import { compareJson, type JsonComparison } from './json/compare-json.ts';
import { compareInLockstep } from './json/lockstep/compare-in-lockstep.ts';
import { mayBeJson, type OpenedBody, openBody } from './open-body.ts';
import { positionAt } from './place-pattern.ts';
import { type Body, readBody, readOpened } from './read-body.ts';
import { compareTexts } from './text/compare-texts.ts';
import type { IdentityMask } from './values/instance-identity.ts';
import { showBytes, showText } from './values/shown-value.ts';

export type BodyComparison = {
  readonly identity: IdentityMask;
  readonly collector: DivergenceCollector;
  /** The message that a descriptor says is answered. */
  readonly answer?: ProtoMessageRef | null;
};

/**
 * Two bodies → divergences, in the order that costs least: equal bytes are equal; only unequal ones are decoded; JSON is walked
 * in lockstep; and only what that leaves is read by kind and compared as what it is. A body that its side cannot decode is
 * a kind of its own.
 */
export function compareBodies(baseline: Responded, other: Responded, comparison: BodyComparison): void {
  if (!haveSameBytes(baseline, other)) compareUnequalBodies(baseline, other, comparison);
}

/** The same for two of which it is known that `haveSameBytes` does not hold. */
export function compareUnequalBodies(
  baseline: Responded,
  other: Responded,
  comparison: BodyComparison,
): void {
  const inside = { ...comparison, position: positionAt('body'), partsAround: 0 };
  if (baseline.large !== undefined || other.large !== undefined) {
    compareLarge(baseline, other, inside);
    return;
  }
  const [before, after] = [openBody(baseline), openBody(other)];
  const areMessages = baseline.messages !== undefined || other.messages !== undefined;
  if (!areMessages && areSettledAsBytes(before, after, inside)) return;
  const { answer } = comparison;
  compareContents(readOpened(before, baseline, answer), readOpened(after, other, answer), inside);
}

/** Whether what two bodies hold needs no reading: the same once decoded, or JSON that can be compared in lockstep. */
function areSettledAsBytes(before: OpenedBody, after: OpenedBody, comparison: JsonComparison): boolean {
  const [one, another] = [before.decoded, after.decoded];
  if (one.kind === 'undecodable' || another.kind === 'undecodable') return false;
  const areEqual =
    one.bytes.length === another.bytes.length && Buffer.compare(one.bytes, another.bytes) === 0;
  if (areEqual && before.contentType === after.contentType) return true;
  if (!mayBeJson(before) || !mayBeJson(after)) return false;
  return compareInLockstep(one.bytes, another.bytes, comparison);
}

/** Equal as they were sent, in the same content coding: the usual case, settled without looking inside. */
export function haveSameBytes(baseline: Responded, other: Responded): boolean {
  if (baseline.large !== undefined || other.large !== undefined)
    return haveSameCoding(baseline, other) && largeOf(baseline).digest === largeOf(other).digest;
  if (baseline.body.length !== other.body.length || Buffer.compare(baseline.body, other.body) !== 0)
    return false;
  return haveSameCoding(baseline, other) && framesOf(baseline) === framesOf(other);
}

/** A head that came before is one object for all who sent it (see `known-heads.ts`): then there is nothing to look for. */
function haveSameCoding({ headers }: Responded, { headers: others }: Responded): boolean {
  if (headers === others) return true;
  return headerValue(headers, 'content-encoding') === headerValue(others, 'content-encoding');
}

/** The same bytes may be said in other messages. */
function framesOf({ messages }: Responded): string | null {
  if (messages === undefined) return null;
  const said = messages.filter(({ from }) => from === 'service');
  return said.map(({ kind, size, code }) => `${kind} ${size} ${code}`).join();
}

/** No header says what a message is: text is looked at, and bytes are bytes. */
function readMessage({ kind, payload }: SpokenMessage): Body {
  const contentType = kind === 'text' ? 'text/plain' : 'application/octet-stream';
  return readBody({ headers: [['content-type', contentType]], body: payload });
}

/** Parts of parts of parts: mails have three levels, and deeper ones are compared as bytes. */
const deepestParts = 8;

type ContentComparison = JsonComparison & { readonly partsAround: number };

/** What two bodies, or two parts of bodies, hold. Content of different kinds is not looked into. */
function compareContents(before: Body, after: Body, comparison: ContentComparison): void {
  if ('value' in before && 'value' in after && before.kind === after.kind) {
    compareJson(before.value, after.value, comparison);
  } else if ('nodes' in before && 'nodes' in after && before.kind === after.kind) {
    compareMarkup(before.nodes, after.nodes, comparison);
  } else if (before.kind === 'multipart' && after.kind === 'multipart') {
    compareMultipart([before.parts, after.parts], comparison, (one, another, inside) =>
      compareParts(one, another, { ...inside, partsAround: comparison.partsAround + 1 }),
    );
  } else if (before.kind === 'conversation' && after.kind === 'conversation') {
    compareConversation([before.said, after.said], comparison, (one, another, inside) =>
      compareContents(readMessage(one), readMessage(another), { ...inside, partsAround: deepestParts }),
    );
  } else if (before.kind === 'text' && after.kind === 'text') {
    compareTexts(before, after, comparison);
  } else if ('bytes' in before && 'bytes' in after && before.kind === after.kind) {
    compareBytes(before, after, comparison);
  } else if (before.kind !== after.kind) {
    add('content-kind-changed', before, after, comparison);
  }
}

function compareParts(one: RawPart, another: RawPart, comparison: ContentComparison): void {
  if (Buffer.compare(one.body, another.body) === 0) return;
  if (comparison.partsAround < deepestParts) compareContents(readBody(one), readBody(another), comparison);
  else compareBytes(asNested(one), asNested(another), comparison);
}

function asNested({ body }: RawPart): Opaque {
  return { kind: 'binary', bytes: body, format: `a part nested deeper than ${deepestParts}` };
}

type Opaque = Extract<Body, { readonly bytes: Uint8Array }>;

/** Bytes are told apart by digest and size; another format, such as JPEG for PNG, is another kind of content. */
function compareBytes(before: Opaque, after: Opaque, comparison: JsonComparison): void {
  if (Buffer.compare(before.bytes, after.bytes) === 0) return;
  const isOtherFormat = 'format' in before && 'format' in after && before.format !== after.format;
  add(isOtherFormat ? 'content-kind-changed' : 'bytes-changed', before, after, comparison);
}

function add(
  kind: 'bytes-changed' | 'content-kind-changed',
  before: Body,
  after: Body,
  { collector, position }: JsonComparison,
): void {
  const note = `baseline: ${describe(before)}; candidate: ${describe(after)}`;
  collector.add({ kind, ...position, baseline: showBody(before), candidate: showBody(after), note });
}

function showBody(body: Body): ShownValue | null {
  if (body.kind === 'empty') return null;
  return 'bytes' in body ? showBytes(body.bytes) : showText(body.text);
}

/** What a body was taken for, and why not for more. */
function describe(body: Body): string {
  switch (body.kind) {
    case 'undecodable':
      return `${body.why}, compared packed`;
    case 'binary':
      return `${body.format} of ${body.bytes.length} bytes, compared by digest`;
    case 'text':
      return body.because === null ? 'text' : `text (${body.because})`;
    case 'protobuf':
    case 'grpc':
      return `${body.kind}, read by wire type`;
    default:
      return body.kind;
  }
}
