import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HeaderLines } from '../domain/recording.ts';
import type { Destination } from './relay-exchange.ts';
import { headerLines, responseLinesToForward } from './relay-headers.ts';

/**
 * Tunnels a request that leaves HTTP (a WebSocket): once the service agrees, bytes pass both ways unseen. Such traffic
 * has no exchanges, so nothing of it is recorded. When the service refuses, its answer is passed on and the connection
 * ends, so that no later request can hide in the tunnel. `early`: what the client sent without waiting for an answer.
 */
export function relayUpgrade(
  request: IncomingMessage,
  { socket, early }: { readonly socket: Duplex; readonly early: Buffer },
  { upstream, target, lines }: Pick<Destination, 'upstream' | 'target' | 'lines'>,
): void {
  socket.on('error', () => socket.destroy());
  const outgoing = upstream.send({
    method: request.method ?? 'GET',
    target,
    lines,
    fresh: true,
  });
  socket.on('close', () => outgoing.destroy());
  outgoing.on('upgrade', (answer, service: Duplex, first: Buffer) => {
    writeHead(socket, answer, headerLines(answer.rawHeaders));
    socket.write(first);
    service.write(early);
    join(socket, service);
  });
  outgoing.on('response', (answer) => {
    const lines = responseLinesToForward(headerLines(answer.rawHeaders), false);
    writeHead(socket, answer, [...lines, ['Connection', 'close']]);
    answer.on('error', () => socket.destroy());
    answer.pipe(socket);
  });
  outgoing.on('error', () =>
    socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
  );
  outgoing.end();
}

function writeHead(socket: Duplex, answer: IncomingMessage, lines: HeaderLines): void {
  const head = [
    `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
    ...lines.map((line) => line.join(': ')),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
}

function join(client: Duplex, service: Duplex): void {
  service.on('error', () => client.destroy());
  service.on('close', () => client.destroy());
  client.on('close', () => service.destroy());
  client.pipe(service);
  service.pipe(client);
}
