import * as z from 'zod';
import { recordingCounters } from '../../domain/recording.ts';

/**
 * What stands at the end of a whole file: where each block begins, and the counters of the recorder.
 * Reading does not need it; it tells how much a damage in the middle has cost, and lets a part be read alone.
 */
const recordingIndex = z.strictObject({
  blocks: z
    .array(
      z.strictObject({
        offset: z
          .int()
          .nonnegative()
          .describe('First byte of the frame of the block, from the start of the file.'),
        exchanges: z.int().nonnegative().describe('Exchanges in the block.'),
      }),
    )
    .readonly()
    .describe('Every block of exchanges, in order of the file.'),
  callBlocks: z
    .array(
      z.strictObject({
        offset: z.int().nonnegative().describe('First byte of the frame of the block.'),
        calls: z.int().nonnegative().describe('Calls in the block.'),
      }),
    )
    .readonly()
    .optional()
    .describe('Every block of calls, in order of the file; absent in version 1, which had none.'),
  counters: recordingCounters.describe('As the recorder counted them when it closed the file.'),
});
export type RecordingIndex = z.infer<typeof recordingIndex>;

export function encodeIndex(index: RecordingIndex): Buffer {
  return Buffer.from(JSON.stringify(index));
}

/** The index, or null when the bytes are none, whatever their checksum says. */
export function decodeIndex(bytes: Buffer): RecordingIndex | null {
  try {
    return recordingIndex.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  }
}

/** Exchanges that the index knows of. */
export function exchangesOf(index: RecordingIndex): number {
  return index.blocks.reduce((sum, block) => sum + block.exchanges, 0);
}

/** Outbound calls that the index knows of. */
export function callsOf(index: RecordingIndex): number {
  return (index.callBlocks ?? []).reduce((sum, block) => sum + block.calls, 0);
}
