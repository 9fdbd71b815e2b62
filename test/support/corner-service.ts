import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Which of its odd answers a build gives otherwise; null for none. */
export type ChangedCorner = string | null;

type Corner = (request: IncomingMessage, response: ServerResponse, asked: Asked) => void;
type Asked = { readonly body: Buffer; readonly isChanged: boolean };

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const json = (response: ServerResponse, value: unknown) =>
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

/** What a service of HTTP/1.1 may do besides answering JSON with a length, by path. */
const corners: Readonly<Record<string, Corner>> = {
  '/chunked': ({ headers, rawTrailers }, response, { body, isChanged }) => {
    response.writeHead(200, { Trailer: 'X-Sum' });
    response.write(`${headers['transfer-encoding']} ${rawTrailers.join('=')} `);
    response.addTrailers({ 'X-Sum': isChanged ? 'other' : digest(body) });
    response.end(body);
  },
  '/head': (_request, response, { isChanged }) => {
    response.writeHead(200, { 'Content-Length': isChanged ? 41 : 40 }).end();
  },
  '/none': (_request, response, { isChanged }) => response.writeHead(isChanged ? 205 : 204).end(),
  '/same': (_request, response, { isChanged }) =>
    response.writeHead(304, { ETag: isChanged ? '"b"' : '"a"' }).end(),
  '/hints': (_request, response, { isChanged }) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload' });
    json(response, { price: isChanged ? 2 : 1 });
  },
  '/until-close': (_request, response, { isChanged }) => {
    const { socket } = response;
    socket?.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${isChanged ? 'the other end' : 'the end'}`);
  },
  '/packed': ({ headers }, response, { body, isChanged }) => {
    const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : 'not packed';
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify({ text, isChanged })));
  },
  '/upload': ({ headers }, response, { body, isChanged }) =>
    json(response, {
      type: headers['content-type'],
      length: body.length + (isChanged ? 1 : 0),
      of: digest(body),
    }),
  '/graphql': (_request, response, { body, isChanged }) =>
    json(response, { data: { asked: digest(body), total: isChanged ? 3 : 2 } }),
  '/expects': (_request, response, { body, isChanged }) =>
    json(response, { got: body.toString(), isChanged }),
};

/** A real service with each of them. `Expect` is answered by hand, as services do that look at a request before its body. */
export async function startCornerService(changed: ChangedCorner): Promise<{ origin: string; stop(): void }> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [path = ''] = request.url?.split('?') ?? [];
    const asked = { body: Buffer.concat(chunks), isChanged: changed === path };
    corners[path]?.(request, response, asked);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
