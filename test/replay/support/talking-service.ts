import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A service that talks on WebSockets, as a function of each connection. */
export type TalkingService = { readonly origin: string; stop(): Promise<void> };

export type Talk = (socket: WebSocket, request: IncomingMessage) => void;

/** `refuse`: answers a request to upgrade with this status instead. */
export async function startTalkingService(
  talk: Talk,
  { refuse, protocol }: { readonly refuse?: number; readonly protocol?: string } = {},
): Promise<TalkingService> {
  const server = createServer((_request, response) => response.end('no WebSocket'));
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: true,
    ...(refuse === undefined
      ? {}
      : { verifyClient: (_info, done) => done(false, refuse, 'not for you', { 'X-Why': 'no' }) }),
    ...(protocol === undefined ? {} : { handleProtocols: () => protocol }),
  });
  sockets.on('connection', talk);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
