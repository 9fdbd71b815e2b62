import type { Failed, Responded } from '../../../src/domain/observation.ts';
import type { SendTerms } from '../../../src/replay/sending/send-request.ts';
import { openSender, type Sender, type SendingLane } from '../../../src/replay/sending/sender.ts';
import type { SentRequest } from '../../../src/replay/sending/sent-request.ts';
import { type Arrival, type ByteServer, startByteServer } from './byte-server.ts';
import { type Answer, type LoggingServer, startLoggingServer } from './logging-server.ts';

/** Real servers with connections to them, all ended by `end` in reverse. */
export type Sending = {
  serve(answer: Answer): Promise<{ readonly server: LoggingServer; readonly to: Sender }>;
  serveBytes(
    speak: (arrival: Arrival) => void,
  ): Promise<{ readonly server: ByteServer; readonly to: Sender }>;
  end(): Promise<void>;
};

/** One per test file, ended after each test. */
export function createSending(lane?: SendingLane): Sending {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const connected = <Server extends LoggingServer | ByteServer>(server: Server) => {
    const to = openSender({ origin: server.origin, connect: null, ...(lane === undefined ? {} : { lane }) });
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
  sender: Pick<Sender, 'send'>,
  told: Partial<SentRequest> = {},
  options: Partial<SendTerms> = {},
): Promise<Responded | Failed> {
  const request = { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0), ...told };
  const ending = new AbortController().signal;
  const always = { writes: false, timeoutMs: 5000, ending, tag: null };
  return sender.send(request, { ...always, ...options });
}

/** Status, or the reason of the failure. */
export const reasonOf = (outcome: Responded | Failed): string =>
  outcome.kind === 'failed' ? outcome.reason : String(outcome.status);

/** The same of a request that writes unless it is a GET, and `again` when it was sent twice. */
export async function sendCounting(sender: Sender, method: string, target = '/'): Promise<string> {
  let again = '';
  const onSentAgain = () => {
    again += ' again';
  };
  const outcome = await send(sender, { method, target }, { writes: method !== 'GET', onSentAgain });
  return `${reasonOf(outcome)}${again}`;
}
