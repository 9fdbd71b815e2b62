import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a real server saw it, with how many others were under way when it began. */
export type Seen = {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly beside: number;
};

export type LoggingServer = {
  readonly origin: string;
  readonly seen: readonly Seen[];
  /** Targets in the order in which requests began and responses ended, e.g. `> /a`, `< /a`. */
  readonly timeline: readonly string[];
  /** Closes at once, as a process that dies does. */
  stop(): Promise<void>;
};

export type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => unknown;

/** A real HTTP server on a free port of 127.0.0.1 that writes down all it sees. */
export async function startLoggingServer(answer: Answer): Promise<LoggingServer> {
  const seen: Seen[] = [];
  const timeline: string[] = [];
  let underWay = 0;
  const server = createServer((request, response) => {
    const beside = underWay;
    underWay += 1;
    const { method = '', url: target = '', rawHeaders: headers } = request;
    timeline.push(`> ${target}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      seen.push({ method, target, headers, body, beside });
      void answer(request, body, response);
    });
    response.on('close', () => {
      underWay -= 1;
      timeline.push(`< ${target}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { origin: `http://127.0.0.1:${port}`, seen, timeline, stop };
}

/** Ends a response with a JSON document. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
