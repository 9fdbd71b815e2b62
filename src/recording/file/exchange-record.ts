import {
  type Exchange,
  type ExchangeHead,
  exchangeHead,
  type RecordedCall,
  type RecordedCallHead,
  recordedCallHead,
} from '../../domain/recording.ts';
import { type MigrationSteps, migrateExchangeHead } from './migrate-recording.ts';
import { isPlainHead } from './plain-head.ts';

const lengthsLength = 12;

/**
 * An exchange as bytes of a block: three lengths, the head as JSON, both bodies as they are, which are not copied. The head is checked
 * here, at the edge to the disk, because one record that cannot be read back would spoil all that follow it.
 */
export function encodeExchange(exchange: Exchange): readonly Uint8Array[] {
  const { requestBody, responseBody, ...rest } = exchange;
  return encodeRecord(exchangeHead.parse(rest), requestBody, responseBody);
}

/** The same for a call that the recorded service made; calls stand in blocks of their own. */
export function encodeCall(call: RecordedCall): readonly Uint8Array[] {
  const { requestBody, responseBody, ...rest } = call;
  return encodeRecord(recordedCallHead.parse(rest), requestBody, responseBody);
}

function encodeRecord(
  values: object,
  requestBody: Uint8Array,
  responseBody: Uint8Array,
): readonly Uint8Array[] {
  const head = Buffer.from(JSON.stringify(values));
  const lengths = Buffer.alloc(lengthsLength);
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(requestBody.length, 4);
  lengths.writeUInt32LE(responseBody.length, 8);
  return [lengths, head, requestBody, responseBody];
}

/** The place of one record inside its unpacked block. */
export type RecordSlice = {
  readonly head: Buffer;
  readonly requestBody: Buffer;
  readonly responseBody: Buffer;
};

/**
 * Cuts an unpacked block into its records without copying: whoever keeps a body keeps the block it stands in.
 * Throws when the lengths do not add up, which under a right checksum means that the writer was wrong.
 */
export function* sliceBlock(block: Buffer, records: number): Generator<RecordSlice> {
  let at = 0;
  for (let number = 0; number < records; number += 1) {
    if (at + lengthsLength > block.length)
      throw new Error(`record ${number} begins after the end of its block`);
    const headEnd = at + lengthsLength + block.readUInt32LE(at);
    const requestEnd = headEnd + block.readUInt32LE(at + 4);
    const responseEnd = requestEnd + block.readUInt32LE(at + 8);
    if (responseEnd > block.length) throw new Error(`record ${number} is longer than its block`);
    yield {
      head: block.subarray(at + lengthsLength, headEnd),
      requestBody: block.subarray(headEnd, requestEnd),
      responseBody: block.subarray(requestEnd, responseEnd),
    };
    at = responseEnd;
  }
  if (at !== block.length) throw new Error(`${block.length - at} bytes of the block belong to no record`);
}

/** The head of a record, brought to the current version and checked. */
export function decodeHead(bytes: Buffer, version: number, steps: MigrationSteps): ExchangeHead {
  const head = migrateExchangeHead(JSON.parse(bytes.toString()), version, steps);
  return isPlainHead(head) ? head : exchangeHead.parse(head);
}

/** The head of a recorded call, checked. Calls came with version 2 and have not changed since. */
export function decodeCallHead(bytes: Buffer): RecordedCallHead {
  return recordedCallHead.parse(JSON.parse(bytes.toString()));
}
