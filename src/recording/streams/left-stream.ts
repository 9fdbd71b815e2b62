import { RecordCounter, recordStreamOf } from '../../domain/record-stream.ts';
import type { Exchange } from '../../domain/recording.ts';
import { truncatedSides } from '../file/truncated-sides.ts';

/**
 * Used on an exchange whose client left before the response had ended. Where that is a stream of records, leaving is how it ends: it is
 * recorded up to its last whole record, as one that would have gone on. All else stays the failure that it is. `lastByteMs`: when
 * the last byte that was kept came, after the request.
 */
export function asLeftStream(exchange: Exchange, lastByteMs: number): Exchange {
  const stream = recordStreamOf(exchange.responseHeaders);
  if (stream === null || exchange.status < 200 || exchange.status > 299) return exchange;
  const counter = new RecordCounter(stream);
  counter.add(exchange.responseBody);
  const { failure: _left, truncated, ...rest } = exchange;
  return {
    ...rest,
    responseBody: exchange.responseBody.subarray(0, counter.wholeBytes),
    ...truncatedSides({ request: truncated === 'request' || truncated === 'both', response: false }),
    endless: { lastByteMs },
  };
}
