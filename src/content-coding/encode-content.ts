import { type Codec, codecs } from './codecs.ts';

/** Used when a decoded body was changed: packs it as it was packed before. `applied` comes from `decodeContent`. */
export function encodeContent(bytes: Buffer, applied: readonly Codec[]): Buffer {
  return applied.reduce((packed, codec) => codecs[codec].encode(packed), bytes);
}
