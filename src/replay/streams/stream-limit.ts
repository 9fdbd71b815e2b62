import { RecordCounter, recordStreamOf } from '../../domain/record-stream.ts';
import type { Exchange } from '../../domain/recording.ts';

/** How far a stream that never ends is read. */
export type StreamLimit = {
  /** Records that production had sent when its client left. */
  readonly records: number;
  /** How long they are waited for, from when the request is sent. */
  readonly patienceMs: number;
  /** How long the stream is listened to once they have come: never longer than production was. */
  readonly quietMs: number;
};

const leastPatienceMs = 2000;
const longestQuietMs = 100;
/** Share of the time for one exchange that may go by in waiting for records. */
const shareForWaiting = 0.8;

/**
 * Used on each exchange before it is sent; null for one whose response ends by itself. A stream that took longer in production than
 * an exchange may take is read in proportion, so that all instances are asked for the same records.
 */
export function streamLimitOf(exchange: Exchange, timeoutMs: number): StreamLimit | null {
  const { endless, responseHeaders, responseBody, durationMs } = exchange;
  const stream = endless === undefined ? null : recordStreamOf(responseHeaders);
  if (endless === undefined || stream === null) return null;
  const counter = new RecordCounter(stream);
  counter.add(responseBody);
  const mostMs = timeoutMs * shareForWaiting;
  const { lastByteMs } = endless;
  const share = lastByteMs * 2 <= mostMs ? 1 : mostMs / (2 * lastByteMs);
  return {
    records: Math.floor(counter.count * share),
    patienceMs: Math.min(mostMs, Math.max(leastPatienceMs, 2 * lastByteMs)),
    quietMs: share < 1 ? 0 : Math.min(longestQuietMs, Math.max(0, durationMs - lastByteMs)),
  };
}
