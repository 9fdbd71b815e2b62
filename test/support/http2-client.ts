import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';

/** What one stream brought: the final answer, without those before it. */
export type StreamAnswer = {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
  /** Statuses of the answers before it. */
  readonly interim: readonly number[];
  readonly resetCode: number;
};

type Asked = {
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  readonly trailers?: Readonly<Record<string, string>>;
};

/** Sends one request on a session of HTTP/2 and gathers all that comes back; a reset is an answer too. */
export function askStream(
  session: ClientHttp2Session,
  { headers, body, trailers }: Asked,
): Promise<StreamAnswer> {
  const hasMore = body !== undefined || trailers !== undefined;
  const stream = session.request(headers, { endStream: !hasMore, waitForTrailers: trailers !== undefined });
  const answer = { status: 0, headers: [] as string[], trailers: [] as string[], interim: [] as number[] };
  const chunks: Buffer[] = [];
  stream.on('wantTrailers', () => stream.sendTrailers(trailers ?? {}));
  stream.on('headers', (interim) => answer.interim.push(interim[':status'] ?? 0));
  stream.on('response', (response, _flags, raw: string[]) => {
    answer.status = response[':status'] ?? 0;
    answer.headers = raw;
  });
  stream.on('trailers', (_headers, _flags, raw: string[]) => {
    answer.trailers = raw;
  });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => {});
  if (hasMore) stream.end(body ?? '');
  return new Promise((resolve) => {
    stream.on('close', () =>
      resolve({
        ...answer,
        body: Buffer.concat(chunks).toString('latin1'),
        resetCode: stream.rstCode ?? constants.NGHTTP2_NO_ERROR,
      }),
    );
  });
}

/** A session that needs no listener for its errors: its streams tell them. */
export function openSession(origin: string | URL): ClientHttp2Session {
  const session = connect(origin);
  session.on('error', () => {});
  return session;
}
