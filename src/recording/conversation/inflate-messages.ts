import { constants, inflateRawSync } from 'node:zlib';
import type { Speaker } from '../../domain/conversation.ts';
import { type HeaderLines, headerValues } from '../../domain/recording.ts';

/** Undoes the compression of the messages of one side, in their order; throws when one is broken or grows past the limit. */
export type InflateMessage = (payload: Buffer) => Buffer;

/** How far back compressed bytes may refer, at most (RFC 1951). */
const windowBytes = 32 * 1024;
/** What the sender takes off the end of each message (RFC 7692, section 7.2.1). */
const tail = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/**
 * For one side of a conversation, by what the service agreed to in `Sec-WebSocket-Extensions`. Later messages may refer to earlier ones
 * unless it says otherwise, so what was unpacked last is kept as their dictionary. Null when nothing is compressed.
 */
export function createInflate(
  answerHeaders: HeaderLines,
  from: Speaker,
  mostBytes: number,
): InflateMessage | null {
  const agreed = headerValues(answerHeaders, 'sec-websocket-extensions')
    .join(',')
    .split(',')
    .map((extension) => extension.split(';').map((part) => part.trim().toLowerCase()))
    .find(([name]) => name === 'permessage-deflate');
  if (agreed === undefined) return null;
  const side = from === 'client' ? 'client' : 'server';
  const forgets = agreed.includes(`${side}_no_context_takeover`);
  let window = Buffer.alloc(0);
  let room = mostBytes;
  return (payload) => {
    const plain = inflateRawSync(Buffer.concat([payload, tail]), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: Math.max(1, room),
      ...(window.length === 0 ? {} : { dictionary: window }),
    });
    room -= plain.length;
    if (!forgets) window = Buffer.concat([window, plain]).subarray(-windowBytes);
    return plain;
  };
}
