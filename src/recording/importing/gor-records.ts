import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Ends every record of a .gor file. There are no lengths and no escapes, so a body that holds it splits its record. */
export const gorSeparator = Buffer.from('\n🐵🙈🙉\n');
const separatorAtEnd = gorSeparator.subarray(0, -1);

/** A record larger than this is passed over: some capture lost its separators. */
const maximumRecordBytes = 64 * 1024 * 1024;

/** One record: what its first line says, and the bytes of one HTTP message. */
export type GorRecord = {
  /** 1: request, 2: response of production, 3: response of an earlier replay. */
  readonly type: 1 | 2 | 3;
  readonly id: string;
  /** Milliseconds since 1970, of the first packet. */
  readonly at: number;
  /** Milliseconds from the first to the last packet; 0 in old files, which do not tell. */
  readonly latencyMs: number;
  readonly payload: Buffer;
};

/** The records of a .gor file (gunzipped when its name ends in .gz), one at a time; null for a malformed one. */
export async function* readGorRecords(path: string): AsyncGenerator<GorRecord | null> {
  const input = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const source: Readable = path.endsWith('.gz') ? gunzipped(input) : input;
  for await (const bytes of splitRecords(source)) yield bytes === null ? null : parseRecord(bytes);
}

/** Unlike pipe, pipeline hands an error of the file on to whoever reads the unpacked bytes. */
function gunzipped(input: Readable): Readable {
  const output = new PassThrough();
  pipeline(input, createGunzip(), output).catch((error: Error) => output.destroy(error));
  return output;
}

async function* splitRecords(source: Readable): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let size = 0;
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  for await (const chunk of source) {
    // Only the seam to what came before is searched again, not the whole of a long record.
    let bytes = Buffer.concat([rest, chunk as Buffer]);
    for (let end = bytes.indexOf(gorSeparator); end !== -1; end = bytes.indexOf(gorSeparator)) {
      yield skipping ? null : Buffer.concat([...parts, bytes.subarray(0, end)]);
      parts = [];
      size = 0;
      skipping = false;
      bytes = bytes.subarray(end + gorSeparator.length);
    }
    const seam = Math.max(0, bytes.length - gorSeparator.length);
    size += seam;
    skipping ||= size > maximumRecordBytes;
    if (skipping) parts = [];
    else parts.push(bytes.subarray(0, seam));
    rest = bytes.subarray(seam);
  }
  const last = Buffer.concat([...parts, rest]);
  if (skipping) yield null;
  else if (last.toString('latin1').trim() !== '') yield withoutHalfSeparator(last);
}

/** The separator behind the last record is missing when the capture was cut off, or lacks its line end. */
function withoutHalfSeparator(bytes: Buffer): Buffer {
  const tail = bytes.subarray(-separatorAtEnd.length);
  return tail.equals(separatorAtEnd) ? bytes.subarray(0, -separatorAtEnd.length) : bytes;
}

function parseRecord(bytes: Buffer): GorRecord | null {
  const lineEnd = bytes.indexOf(0x0a);
  if (lineEnd === -1) return null;
  const line = bytes.toString('latin1', 0, lineEnd);
  const fields = /^([123]) ([0-9a-f]{24}|[0-9a-f]{40}) (\d{1,20})(?: (-?\d{1,20}))?\r?$/i.exec(line);
  if (fields === null) return null;
  const [, type, id = '', nanoseconds = '0', latency = '0'] = fields;
  return {
    type: type === '1' ? 1 : type === '2' ? 2 : 3,
    id: id.toLowerCase(),
    at: toMilliseconds(nanoseconds),
    latencyMs: Math.max(0, toMilliseconds(latency)),
    payload: bytes.subarray(lineEnd + 1),
  };
}

/** Microseconds are kept: nanoseconds since 1970 pass what a number can hold. */
function toMilliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n) / 1000;
}
