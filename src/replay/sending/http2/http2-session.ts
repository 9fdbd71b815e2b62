import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SendTarget } from '../sender.ts';

/** A connection to an instance on which HTTP/2 is spoken by both sides. */
export type Http2Session = {
  readonly session: ClientHttp2Session;
  readonly socket: Socket;
};

/**
 * Longest that is waited until the other side shows that it speaks HTTP/2, which it does with its first frame and at once
 * (RFC 9113 section 3.4); one that does not says so, ends the connection, or waits for a request in vain.
 */
const handshakeMs = 2_000;
const largestHeaders = 256 * 1024;
const sessionMegabytes = 256;

/**
 * Opens a session by prior knowledge, or by ALPN over TLS, and waits for the settings of the other side. Rejects with a system error when
 * nobody listens, and with `ERR_HTTP2_ERROR` or `ERR_NOT_HTTP2` when what listens speaks something else.
 */
export async function openHttp2Session(target: SendTarget): Promise<Http2Session> {
  const socket = await openSocket(target);
  const session = connect(target.origin, {
    createConnection: () => socket,
    settings: { enablePush: false, maxHeaderListSize: largestHeaders },
    maxSessionMemory: sessionMegabytes,
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (error?: Error): void => {
      clearTimeout(timer);
      session.destroy();
      reject(error ?? Object.assign(new Error('no HTTP/2 is spoken there'), { code: 'ERR_NOT_HTTP2' }));
    };
    const timer = setTimeout(fail, handshakeMs);
    session.once('error', fail);
    session.once('close', fail);
    session.once('remoteSettings', () => {
      clearTimeout(timer);
      session.off('error', fail);
      session.off('close', fail);
      resolve();
    });
  });
  // From here on each stream gets the error of its session.
  session.on('error', () => {});
  return { session, socket };
}

async function openSocket({ origin, connect: through }: SendTarget): Promise<Socket> {
  const url = new URL(origin);
  const isTls = url.protocol === 'https:';
  const address = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port === '' ? (isTls ? 443 : 80) : url.port),
  };
  if (through !== null) return (await through(address)).setNoDelay(true);
  return new Promise((resolve, reject) => {
    const socket = isTls
      ? connectTls({ ...address, servername: address.host, ALPNProtocols: ['h2'] })
      : connectPlain(address);
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
