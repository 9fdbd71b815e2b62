import type { Speaker, SpokenMessage } from '../../domain/conversation.ts';
import type { HeaderLines } from '../../domain/recording.ts';
import { createInflate, type InflateMessage } from './inflate-messages.ts';
import { type Frame, readFrames } from './read-frames.ts';
import type { WireCapture } from './wire-capture.ts';

/** What was said, and whether that is all of it, by side. */
export type ConversationRead = {
  readonly spoken: readonly SpokenMessage[];
  readonly isWhole: Readonly<Record<Speaker, boolean>>;
};

export type TunnelEnd = {
  readonly answerHeaders: HeaderLines;
  /** Who ended the connection and when; null when it still lives and only recording has stopped. */
  readonly endedBy: Speaker | null;
  readonly atMs: number;
  /** Bytes that the compressed messages of one side may unpack to. */
  readonly mostBytes: number;
};

/** A message of two bytes costs a hundred times as much once it stands in a head. */
const mostMessages = 20_000;

type Ordered = SpokenMessage & { readonly order: number };

/**
 * Used once a tunnel has ended, or has been watched for long enough: its bytes → the messages of both sides in the order in which they
 * passed. What cannot be read ends the conversation there, on both sides, and is said: half a history would be replayed as a whole one.
 */
export function readConversation(capture: WireCapture, end: TunnelEnd): ConversationRead {
  const client = readSide('client', capture, end);
  const service = readSide('service', capture, end);
  const readable = Math.min(client.readableTo, service.readableTo);
  const both = [...client.messages, ...service.messages]
    .filter(({ order }) => order < readable)
    .toSorted((one, another) => one.order - another.order);
  const isReadable = readable === Number.POSITIVE_INFINITY && both.length <= mostMessages;
  const isCut = !isReadable || capture.isFull || end.endedBy === null;
  const spoken = both.slice(0, mostMessages).map(({ order: _order, ...message }) => message);
  return {
    spoken: isCut ? spoken : endedWithClose(spoken, end),
    isWhole: { client: !isCut, service: !isCut },
  };
}

/** A connection that just ends does so with the code that RFC 6455 (7.1.5) has for it. */
function endedWithClose(spoken: readonly SpokenMessage[], end: TunnelEnd): readonly SpokenMessage[] {
  const { endedBy, atMs } = end;
  if (endedBy === null || spoken.some(({ kind }) => kind === 'close')) return spoken;
  const close = {
    from: endedBy,
    kind: 'close',
    size: 0,
    atMs,
    code: 1006,
    payload: Buffer.alloc(0),
  } as const;
  return [...spoken, close];
}

type SideRead = {
  readonly messages: readonly Ordered[];
  /** Order of the first piece that could not be read; infinite when all could. */
  readonly readableTo: number;
};

function readSide(from: Speaker, capture: WireCapture, end: TunnelEnd): SideRead {
  const { frames, end: framesEnd } = readFrames(capture.of(from));
  const joiner = new MessageJoiner(from, createInflate(end.answerHeaders, from, end.mostBytes));
  for (const frame of frames) {
    if (!joiner.add(frame)) return { messages: joiner.messages, readableTo: frame.order };
  }
  const broken = framesEnd === 'broken' ? (frames.at(-1)?.order ?? -1) + 1 : Number.POSITIVE_INFINITY;
  return { messages: joiner.messages, readableTo: broken };
}

/** Joins the fragments of one side; control frames may come in between. */
class MessageJoiner {
  readonly messages: Ordered[] = [];
  readonly #from: Speaker;
  readonly #inflate: InflateMessage | null;
  #fragments: Frame[] = [];

  constructor(from: Speaker, inflate: InflateMessage | null) {
    this.#from = from;
    this.#inflate = inflate;
  }

  /** False for what no conversation may hold. */
  add(frame: Frame): boolean {
    if (frame.opcode === 9 || frame.opcode === 10) return true;
    if (frame.opcode === 8) return this.#addClose(frame);
    if ((frame.opcode === 0) !== this.#fragments.length > 0) return false;
    this.#fragments.push(frame);
    return frame.isFinal ? this.#addMessage(frame) : true;
  }

  #addMessage({ order, atMs }: Frame): boolean {
    const [first] = this.#fragments;
    const packed = Buffer.concat(this.#fragments.map(({ payload }) => payload));
    this.#fragments = [];
    const payload = first?.isCompressed ? this.#unpacked(packed) : packed;
    if (payload === null) return false;
    const kind = first?.opcode === 1 ? 'text' : 'binary';
    this.messages.push({ from: this.#from, kind, size: payload.length, atMs, payload, order });
    return true;
  }

  #unpacked(packed: Buffer): Buffer | null {
    try {
      return this.#inflate?.(packed) ?? null;
    } catch {
      return null;
    }
  }

  /** Each side closes once; what it sends behind that counts for nothing. */
  #addClose({ payload, order, atMs }: Frame): boolean {
    if (this.messages.some(({ kind }) => kind === 'close')) return true;
    const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
    if (code < 1000 || code > 4999) return false;
    const reason = payload.subarray(2);
    const close = { from: this.#from, kind: 'close', size: reason.length, code, atMs } as const;
    this.messages.push({ ...close, payload: reason, order });
    return true;
  }
}
