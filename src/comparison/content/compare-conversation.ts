import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { SpokenMessage } from '../../domain/conversation.ts';
import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import { alignArrays } from '../arrays/align-arrays.ts';
import { createIdentities, type JsonComparison } from '../json/compare-json.ts';
import type { JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';
import { atIndex, atName } from '../place-pattern.ts';
import { showBytes, showJson, showText } from '../values/shown-value.ts';
import { compareMember } from './compare-member.ts';

/** What the service said in a conversation, its close among it. */
export type Said = readonly SpokenMessage[];

/** Compares what two messages hold; given by the caller, since a message holds whatever a body may hold. */
export type CompareMessage = (
  before: SpokenMessage,
  after: SpokenMessage,
  comparison: JsonComparison,
) => void;

/**
 * What two instances said on a WebSocket → divergences. Messages are aligned as the elements of an array are, so one that is left out is
 * one divergence and does not shift all that follow; those that changed are compared inside. How it ended stands at `(close)`.
 */
export function compareConversation(
  [baseline, other]: readonly [Said, Said],
  comparison: JsonComparison,
  compareMessage: CompareMessage,
): void {
  const [before, after] = [baseline.filter(isMessage), other.filter(isMessage)];
  const arrays = { baseline: before.map(messageAsJson), other: after.map(messageAsJson) };
  const { pairs, removed, added } = alignArrays(arrays, createIdentities());
  const at = (index: number): JsonComparison => ({
    ...comparison,
    position: atIndex(comparison.position, index),
  });
  for (const { baseline: index, other: otherIndex, moved } of pairs) {
    const [one, another] = [before[index], after[otherIndex]];
    if (one === undefined || another === undefined) continue;
    if (moved) add('element-moved', { one, another }, at(index), `from message ${index} to ${otherIndex}`);
    if (one.kind !== another.kind) {
      const note = `baseline: a ${one.kind} message; candidate: a ${another.kind} message`;
      add('content-kind-changed', { one, another }, at(index), note);
    } else if (Buffer.compare(one.payload, another.payload) !== 0) compareMessage(one, another, at(index));
  }
  for (const index of removed) add('element-removed', { one: before[index] }, at(index));
  for (const index of added) add('element-added', { another: after[index] }, at(index));
  compareEnds(baseline.find(isClose), other.find(isClose), {
    ...comparison,
    position: atName(comparison.position, '(close)'),
  });
}

function isMessage({ kind }: SpokenMessage): boolean {
  return kind !== 'close';
}

function isClose({ kind }: SpokenMessage): boolean {
  return kind === 'close';
}

/** One that was not closed has no code and no reason. */
function compareEnds(
  before: SpokenMessage | undefined,
  after: SpokenMessage | undefined,
  comparison: JsonComparison,
): void {
  for (const [name, read] of [
    ['code', codeOf],
    ['reason', textOf],
  ] as const) {
    const member = { baseline: read(before), other: read(after) };
    compareMember(member, { ...comparison, position: atName(comparison.position, name) });
  }
}

function codeOf(close: SpokenMessage | undefined): string | null {
  return close?.code === undefined ? null : String(close.code);
}

function textOf(message: SpokenMessage | undefined): string | null {
  return message === undefined ? null : Buffer.from(message.payload).toString();
}

/** What tells messages apart; bytes that are no text go by their digest. */
function messageAsJson(message: SpokenMessage): JsonValue {
  if (message.kind === 'binary' && !isUtf8(message.payload))
    return new Map([['(bytes)', createHash('sha256').update(message.payload).digest('hex')]]);
  const text = textOf(message) ?? '';
  return /^\s*[[{]/.test(text) ? (parseJson(text) ?? text) : text;
}

type Sides = { readonly one?: SpokenMessage | undefined; readonly another?: SpokenMessage | undefined };

function add(
  kind: Divergence['kind'],
  { one, another }: Sides,
  { collector, position }: JsonComparison,
  note?: string,
): void {
  const sides = { baseline: show(one), candidate: show(another) };
  collector.add({ kind, ...position, ...sides, ...(note === undefined ? {} : { note }) });
}

function show(message: SpokenMessage | undefined): ShownValue | null {
  if (message === undefined) return null;
  if (message.kind === 'binary') return showBytes(message.payload);
  const value = messageAsJson(message);
  return typeof value === 'string' ? showText(value) : showJson(value);
}
