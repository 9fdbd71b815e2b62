import type { Responded } from '../../domain/observation.ts';
import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';

/** What gRPC says behind the messages, and in the headers of an answer that has none. */
const ofStatus = new Set(['grpc-status', 'grpc-message', 'grpc-status-details-bin']);

/**
 * Used before headers are compared: a gRPC service that answers without a message may send its status as a header (a `Trailers-Only`
 * response), which means the same to every client. It is put where it stands otherwise, so that two spellings of one answer are
 * equal and a status that changed has one place.
 */
export function withTrailersBehind({ headers, trailers }: Pick<Responded, 'headers' | 'trailers'>): {
  readonly headers: HeaderLines;
  readonly trailers: HeaderLines;
} {
  const isStatus = ([name]: HeaderLine): boolean => ofStatus.has(name.toLowerCase());
  if (trailers.some(isStatus) || !headers.some(isStatus)) return { headers, trailers };
  return {
    headers: headers.filter((line) => !isStatus(line)),
    trailers: [...trailers, ...headers.filter(isStatus)],
  };
}
