import type { Failed, Responded } from '../../../src/domain/observation.ts';
import { type Connections, openConnections } from '../../../src/replay/connections.ts';
import { type SendOptions, sendRequest } from '../../../src/replay/send-request.ts';
import type { SentRequest } from '../../../src/replay/sent-request.ts';
import { type Arrival, type ByteServer, startByteServer } from './byte-server.ts';
import { type Answer, type LoggingServer, startLoggingServer } from './logging-server.ts';

/** Real servers with connections to them, all ended by `end` in reverse. */
export type Sending = {
  serve(answer: Answer): Promise<{ readonly server: LoggingServer; readonly to: Connections }>;
  serveBytes(
    speak: (arrival: Arrival) => void,
  ): Promise<{ readonly server: ByteServer; readonly to: Connections }>;
  end(): Promise<void>;
};

/** One per test file, ended after each test. */
export function createSending(): Sending {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const connected = <Server extends LoggingServer | ByteServer>(server: Server) => {
    const to = openConnections(server.origin, null);
    cleanUps.push(server.stop, to.close);
    return { server, to };
  };
  return {
    serve: async (answer) => connected(await startLoggingServer(answer)),
    serveBytes: async (speak) => connected(await startByteServer(speak)),
    end: async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
  };
}

/** Sends `GET /`, or what is told. */
export function send(
  connections: Connections,
  told: Partial<SentRequest> = {},
  options: Partial<SendOptions> = {},
): Promise<Responded | Failed> {
  const request = { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0), ...told };
  const ending = new AbortController().signal;
  const always = { connections, writes: false, timeoutMs: 5000, ending, tag: null };
  return sendRequest(request, { ...always, ...options });
}

/** Status, or the reason of the failure. */
export const reasonOf = (outcome: Responded | Failed): string =>
  outcome.kind === 'failed' ? outcome.reason : String(outcome.status);

/** The same of a request that writes unless it is a GET, and `again` when it was sent twice. */
export async function sendCounting(connections: Connections, method: string, target = '/'): Promise<string> {
  let again = '';
  const onSentAgain = () => {
    again += ' again';
  };
  const outcome = await send(connections, { method, target }, { writes: method !== 'GET', onSentAgain });
  return `${reasonOf(outcome)}${again}`;
}
