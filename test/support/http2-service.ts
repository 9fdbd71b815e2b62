import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';

export type Http2Service = {
  readonly origin: string;
  /** Sessions that were opened to it so far. */
  sessions(): number;
  stop(): Promise<void>;
};

type Serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, raw: readonly string[]) => unknown;

/** A real service of HTTP/2 without TLS on a free port of 127.0.0.1. */
export async function startHttp2Service(serve: Serve): Promise<Http2Service> {
  const server = createServer();
  const open = new Set<{ destroy(): void }>();
  let sessions = 0;
  server.on('session', (session) => {
    sessions += 1;
    open.add(session);
    session.on('close', () => open.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers, _flags, raw) => {
    stream.on('error', () => {});
    serve(stream, headers, raw);
  });
  server.on('sessionError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions: () => sessions,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const session of open) session.destroy();
      await closed;
    },
  };
}
