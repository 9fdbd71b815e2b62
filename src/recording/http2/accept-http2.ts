import type { Server } from 'node:http';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { maximumHeaderBytes } from '../relay/upstream-client.ts';
import { sessionMegabytes } from './upstream-sessions.ts';

/** One request that came over HTTP/2. */
export type BegunStream = {
  readonly stream: ServerHttp2Stream;
  readonly rawHeaders: readonly string[];
  /**
   * What stands for the client when it shows no credential: its connection, and among the streams that overlap on it a number, since
   * requests that a client made side by side need not be replayed one after the other.
   */
  readonly connection: string;
  /** The connection it came on. */
  readonly session: ServerHttp2Session;
};

export type Http2Side = {
  /** Takes no more streams; those under way go on. */
  close(): void;
  /** Ends what is left. */
  destroy(): void;
};

/** What a connection begins with whose client knows that HTTP/2 is spoken (RFC 9113, 3.4); no request of HTTP/1 begins so. */
const preface = Buffer.from('PRI * HTTP/2.0\r\n');

/**
 * Used by the recorder, so that a service of HTTP/2 is recorded at the same port as one of HTTP/1.1: the first bytes of a connection
 * tell which is spoken. By prior knowledge alone; the upgrade from HTTP/1.1 is an offer that is declined, and TLS is ended before us.
 */
export function acceptHttp2(server: Server, onStream: (begun: BegunStream) => void): Http2Side {
  const sessions = new Set<ServerHttp2Session>();
  const undecided = new Set<Socket>();
  const http2 = createServer({
    settings: { maxHeaderListSize: maximumHeaderBytes },
    maxSessionMemory: sessionMegabytes,
  });
  http2.on('session', (session) => {
    sessions.add(session);
    const lanes = new Set<number>();
    session.on('close', () => sessions.delete(session));
    session.on('error', () => session.destroy());
    session.on('stream', (stream, _headers, _flags, rawHeaders) => {
      const connection = `${session.socket.remoteAddress}:${session.socket.remotePort}${laneOf(stream, lanes)}`;
      onStream({ stream, rawHeaders, connection, session });
    });
  });
  const speakHttp1 = takeConnectionListeners(server);
  server.on('connection', (socket: Socket) => {
    undecided.add(socket);
    socket.once('close', () => undecided.delete(socket));
    decide(socket, (isHttp2) => {
      undecided.delete(socket);
      if (isHttp2) http2.emit('connection', socket);
      else speakHttp1(socket);
    });
  });
  return {
    close: () => {
      for (const session of sessions) session.close();
      for (const socket of undecided) socket.destroy();
    },
    destroy: () => {
      for (const session of sessions) session.destroy();
    },
  };
}

/** The lowest number that no other stream of the connection has; nothing for the first. */
function laneOf(stream: ServerHttp2Stream, lanes: Set<number>): string {
  let lane = 0;
  while (lanes.has(lane)) lane += 1;
  lanes.add(lane);
  stream.once('close', () => lanes.delete(lane));
  return lane === 0 ? '' : `#${lane}`;
}

/** What the server does with a connection by itself, which is to speak HTTP/1. */
function takeConnectionListeners(server: Server): (socket: Socket) => void {
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  return (socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
}

function decide(socket: Socket, decided: (isHttp2: boolean) => void, early: Buffer = Buffer.alloc(0)): void {
  const onError = (): void => void socket.destroy();
  socket.once('error', onError);
  socket.once('readable', () => {
    socket.off('error', onError);
    const chunk: Buffer | null = socket.read();
    const bytes = chunk === null ? early : Buffer.concat([early, chunk]);
    const length = Math.min(bytes.length, preface.length);
    const isLike = bytes.subarray(0, length).equals(preface.subarray(0, length));
    if (isLike && length < preface.length && !socket.readableEnded && !socket.destroyed && chunk !== null) {
      decide(socket, decided, bytes);
      return;
    }
    if (bytes.length > 0) socket.unshift(bytes);
    decided(isLike && length === preface.length);
  });
}
