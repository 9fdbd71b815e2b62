import type { WireChunk } from './wire-capture.ts';

/** One frame of RFC 6455, section 5.2, its mask undone. */
export type Frame = {
  readonly opcode: number;
  readonly isFinal: boolean;
  /** RSV1, which says that the message is compressed; RSV2 and RSV3 have no meaning that is known here. */
  readonly isCompressed: boolean;
  readonly payload: Buffer;
  /** The piece that brought its last byte. */
  readonly order: number;
  readonly atMs: number;
};

/** `cut`: the bytes end inside a frame. `broken`: they are no frames, from there on. */
export type FramesRead = { readonly frames: readonly Frame[]; readonly end: 'whole' | 'cut' | 'broken' };

/** Cuts one direction of a tunnel into its frames. The bytes are untrusted; what is announced and not there is never allocated. */
export function readFrames(chunks: readonly WireChunk[]): FramesRead {
  const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes));
  const arrivals = createArrivals(chunks);
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = readHead(bytes, at);
    if (head === null || head.end > bytes.length) return { frames, end: 'cut' };
    if (head.isBroken) return { frames, end: 'broken' };
    const { opcode, isFinal, isCompressed, end } = head;
    const { order, atMs } = arrivals(end);
    const payload = unmasked(bytes.subarray(head.start, end), head.mask);
    frames.push({ opcode, isFinal, isCompressed, payload, order, atMs });
    at = end;
  }
  return { frames, end: 'whole' };
}

type FrameHead = Pick<Frame, 'opcode' | 'isFinal' | 'isCompressed'> & {
  readonly mask: Buffer | null;
  /** Where the payload begins and ends. */
  readonly start: number;
  readonly end: number;
  readonly isBroken: boolean;
};

/** Null when not all of the head is there. */
function readHead(bytes: Buffer, at: number): FrameHead | null {
  if (at + 2 > bytes.length) return null;
  const [first, second] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)];
  const short = second & 0x7f;
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const isMasked = (second & 0x80) !== 0;
  const maskAt = at + 2 + lengthBytes;
  const start = maskAt + (isMasked ? 4 : 0);
  if (start > bytes.length) return null;
  const opcode = first & 0x0f;
  return {
    opcode,
    isFinal: (first & 0x80) !== 0,
    isCompressed: (first & 0x40) !== 0,
    mask: isMasked ? bytes.subarray(maskAt, start) : null,
    start,
    end: start + lengthOf(bytes, at + 2, short),
    isBroken: (first & 0x30) !== 0 || ![0, 1, 2, 8, 9, 10].includes(opcode),
  };
}

function lengthOf(bytes: Buffer, at: number, short: number): number {
  if (short === 127) return Number(bytes.readBigUInt64BE(at));
  return short === 126 ? bytes.readUInt16BE(at) : short;
}

function unmasked(payload: Buffer, mask: Buffer | null): Buffer {
  if (mask === null) return payload;
  const plain = Buffer.from(payload);
  for (let at = 0; at < plain.length; at += 1) plain[at] = (plain[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return plain;
}

/** For ends of frames, asked in rising order: the piece that brought the byte before. */
function createArrivals(chunks: readonly WireChunk[]): (end: number) => Pick<WireChunk, 'order' | 'atMs'> {
  let index = 0;
  let passed = chunks[0]?.bytes.length ?? 0;
  return (end) => {
    while (passed < end && index + 1 < chunks.length) {
      index += 1;
      passed += chunks[index]?.bytes.length ?? 0;
    }
    return chunks[index] ?? { order: 0, atMs: 0 };
  };
}
