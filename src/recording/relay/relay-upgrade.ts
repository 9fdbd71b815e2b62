import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Speaker } from '../../domain/conversation.ts';
import type { HeaderLines } from '../../domain/recording.ts';
import type { Destination } from './relay-exchange.ts';
import { headerLines, responseLinesToForward } from './relay-headers.ts';

/** Told of what passes, and never in its way. */
export type TunnelObserver = {
  /** The service has agreed or refused: its answer, of which a refusal has a body that passes next. */
  answered(answer: IncomingMessage): void;
  passed(from: Speaker, bytes: Buffer): void;
  /** Called once or more; the first call tells who ended it. */
  ended(by: Speaker, error?: unknown): void;
};

const unobserved: TunnelObserver = {
  answered: () => undefined,
  passed: () => undefined,
  ended: () => undefined,
};

/** A connection that leaves HTTP; `early` is what the client sent on it without waiting for an answer. */
export type Leaving = { readonly socket: Duplex; readonly early: Buffer };

/**
 * Tunnels a request that leaves HTTP (a WebSocket): once the service agrees, bytes pass both ways as they are; an observer sees them.
 * When the service refuses, its answer is passed on and the connection ends, so that no later request can hide in the tunnel.
 */
export function relayUpgrade(
  request: IncomingMessage,
  leaving: Leaving,
  destination: Pick<Destination, 'upstream' | 'target' | 'lines'> & { readonly observer?: TunnelObserver },
): void {
  const { socket, early } = leaving;
  const { upstream, target, lines, observer = unobserved } = destination;
  socket.on('error', () => socket.destroy());
  const outgoing = upstream.send({
    method: request.method ?? 'GET',
    target,
    lines,
    fresh: true,
  });
  socket.on('close', () => {
    outgoing.destroy();
    observer.ended('client');
  });
  outgoing.on('upgrade', (answer, service: Duplex, first: Buffer) => {
    observer.answered(answer);
    writeHead(socket, answer, headerLines(answer.rawHeaders));
    observer.passed('service', first);
    observer.passed('client', early);
    socket.write(first);
    service.write(early);
    join({ client: socket, service }, observer);
  });
  outgoing.on('response', (answer) => relayRefusal(answer, socket, observer));
  outgoing.on('error', (error) => {
    observer.ended('service', error);
    socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  outgoing.end();
}

function relayRefusal(answer: IncomingMessage, socket: Duplex, observer: TunnelObserver): void {
  observer.answered(answer);
  const lines = responseLinesToForward(headerLines(answer.rawHeaders), false);
  writeHead(socket, answer, [...lines, ['Connection', 'close']]);
  answer.on('data', (bytes: Buffer) => observer.passed('service', bytes));
  answer.on('end', () => observer.ended('service'));
  answer.on('error', (error) => {
    observer.ended('service', error);
    socket.destroy();
  });
  answer.pipe(socket);
}

function writeHead(socket: Duplex, answer: IncomingMessage, lines: HeaderLines): void {
  const head = [
    `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
    ...lines.map((line) => line.join(': ')),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
}

type Both = Readonly<Record<Speaker, Duplex>>;

/** The listeners of an observer see the very pieces that `pipe` passes on, at its pace. */
function join({ client, service }: Both, observer: TunnelObserver): void {
  client.on('data', (bytes: Buffer) => observer.passed('client', bytes));
  service.on('data', (bytes: Buffer) => observer.passed('service', bytes));
  client.on('end', () => observer.ended('client'));
  service.on('end', () => observer.ended('service'));
  service.on('error', () => {
    observer.ended('service');
    client.destroy();
  });
  service.on('close', () => {
    observer.ended('service');
    client.destroy();
  });
  client.on('close', () => service.destroy());
  client.pipe(service);
  service.pipe(client);
}
