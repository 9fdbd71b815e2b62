import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { CertificateAuthority } from './certificate-authority.ts';

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;

/** What is known of a connection besides its bytes. */
export type ConnectionFacts = {
  readonly scheme: 'http' | 'https';
  /** `host:port` that the client asked to be connected to; null when it came straight. */
  readonly target: string | null;
};

export type Acceptance = {
  readonly authority: CertificateAuthority;
  readonly onRequest: (request: AnyRequest, response: AnyResponse, facts: ConnectionFacts) => void;
  /** Something other than HTTP, or TLS that failed; in words. */
  readonly onUnreadable: (why: string) => void;
};

export type Listening = { close(): Promise<void> };

/**
 * Listens on a unix socket for everything that a client may send when it believes to talk to a proxy or to the service
 * itself: HTTP/1.1 in any form, CONNECT with HTTP or TLS inside, TLS at once. TLS is ended here with a certificate of the
 * asked host; inside it HTTP/2 is spoken to clients that prefer it. The first byte tells which it is.
 */
export async function acceptConnections(socketPath: string, acceptance: Acceptance): Promise<Listening> {
  const connections = new Set<Duplex>();
  const protocols = openProtocols(acceptance);
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    admit(socket, { ...acceptance, ...protocols, target: null });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.destroy();
      protocols.close();
      await closed;
    },
  };
}

type Protocols = {
  readonly speakHttp: (socket: Duplex, facts: ConnectionFacts) => void;
  readonly speakHttp2: (socket: Duplex, facts: ConnectionFacts) => void;
};

const largestHeaders = 64 * 1024;

function openProtocols(acceptance: Acceptance): Protocols & { readonly close: () => void } {
  const { onRequest, onUnreadable } = acceptance;
  const known = new WeakMap<object, ConnectionFacts>();
  const factsOf = (socket: object): ConnectionFacts => known.get(socket) ?? { scheme: 'http', target: null };
  const http = createHttpServer({ maxHeaderSize: largestHeaders, keepAliveTimeout: 120_000 });
  const http2 = createHttp2Server();
  const speakHttp = (socket: Duplex, facts: ConnectionFacts): void => {
    known.set(socket, facts);
    http.emit('connection', socket);
  };
  const speakHttp2 = (socket: Duplex): void => {
    http2.emit('connection', socket);
  };
  http.on('request', (request, response) => onRequest(request, response, factsOf(request.socket)));
  http.on('clientError', (error: Error, socket) => {
    onUnreadable(`not HTTP: ${error.message}`);
    socket.destroy();
  });
  http.on('connect', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    admit(socket as Socket, { ...acceptance, speakHttp, speakHttp2, target: request.url ?? null });
  });
  http2.on('request', (request, response) => onRequest(request, response, { scheme: 'https', target: null }));
  http2.on('sessionError', (error: Error) => onUnreadable(`HTTP/2: ${error.message}`));
  const close = (): void => {
    http.close();
    http.closeAllConnections();
    http2.close();
  };
  return { speakHttp, speakHttp2, close };
}

type Admission = Acceptance & Protocols & { readonly target: string | null };

const tlsHandshake = 0x16;

function admit(socket: Socket, admission: Admission): void {
  socket.once('readable', () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null)
      return socket.destroyed || socket.readableEnded ? undefined : admit(socket, admission);
    socket.unshift(chunk);
    if (chunk[0] === tlsHandshake) return endTls(socket, admission);
    return admission.speakHttp(socket, { scheme: 'http', target: admission.target });
  });
}

function endTls(socket: Socket, admission: Admission): void {
  const { authority, target, onUnreadable } = admission;
  const asked = hostOf(target);
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext: authority.contextFor(asked),
    ALPNProtocols: ['h2', 'http/1.1'],
    SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void) =>
      done(null, authority.contextFor(name.toLowerCase())),
  });
  secure.on('error', (error: Error) => {
    onUnreadable(`TLS for ${asked}: ${error.message}`);
    secure.destroy();
  });
  secure.once('secure', () => {
    // As servers of node:tls do; HTTP/2 waits until the handshake is said to be over.
    Object.assign(secure, { secureConnecting: false });
    const facts = { scheme: 'https', target } as const;
    if (secure.alpnProtocol === 'h2') admission.speakHttp2(secure, facts);
    else admission.speakHttp(secure, facts);
  });
}

function hostOf(target: string | null): string {
  const host = target?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') ?? '';
  return host === '' ? 'unknown.invalid' : host.toLowerCase();
}
