import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type ServerHttp2Session,
} from 'node:http2';
import { maximumHeaderBytes } from '../relay/upstream-client.ts';
import { withScheme } from './stream-lines.ts';

/** The streams to the recorded service that belong to one connection of a client. */
export type UpstreamSession = {
  /** Opens a stream with these raw headers; `hasBody` when more than headers will follow. */
  open(rawHeaders: readonly string[], hasBody: boolean): ClientHttp2Stream;
};

/** All of them, by the session of the client. */
export type UpstreamSessions = {
  of(client: ServerHttp2Session): UpstreamSession;
  close(): void;
};

/**
 * One session to the service for each HTTP/2 connection of a client, so that the service sees as many connections as it would without us. It
 * speaks HTTP/2 by prior knowledge, or by ALPN over TLS. A session that the service ended (GOAWAY) is replaced with the next stream.
 */
export function createUpstreamSessions(origin: URL): UpstreamSessions {
  const open = new Map<ServerHttp2Session, UpstreamSession & { close(): void }>();
  const add = (client: ServerHttp2Session): UpstreamSession => {
    const upstream = upstreamSession(origin);
    open.set(client, upstream);
    client.once('close', () => {
      open.delete(client);
      upstream.close();
    });
    return upstream;
  };
  return {
    of: (client) => open.get(client) ?? add(client),
    close: () => {
      for (const upstream of open.values()) upstream.close();
    },
  };
}

function upstreamSession(origin: URL): UpstreamSession & { close(): void } {
  const scheme = origin.protocol.replace(':', '');
  let session: ClientHttp2Session | null = null;
  const current = (): ClientHttp2Session => {
    if (session === null || session.closed || session.destroyed) session = openSession(origin);
    return session;
  };
  return {
    open: (rawHeaders, hasBody) =>
      current().request(withScheme(rawHeaders, scheme), { endStream: !hasBody, waitForTrailers: hasBody }),
    close: () => session?.destroy(),
  };
}

function openSession(origin: URL): ClientHttp2Session {
  const session = connect(origin, {
    settings: { enablePush: false, maxHeaderListSize: maximumHeaderBytes },
    maxSessionMemory: sessionMegabytes,
    ...(origin.protocol === 'https:' ? { ALPNProtocols: ['h2'] } : {}),
  });
  // Each stream gets the error of its session; nobody else has to know of it.
  session.on('error', () => undefined);
  return session;
}

/** Of buffers of one session, beyond which Node refuses streams; its own 10 are few for many large bodies at a time. */
export const sessionMegabytes = 128;
