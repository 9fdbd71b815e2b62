import type { IncomingMessage } from 'node:http';
import { type Speaker, storedMessages } from '../../domain/conversation.ts';
import type { Exchange } from '../../domain/recording.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import { BodyCapture } from '../relay/body-capture.ts';
import { connectionOf, type Destination } from '../relay/relay-exchange.ts';
import { headerLines } from '../relay/relay-headers.ts';
import { type Leaving, relayUpgrade, type TunnelObserver } from '../relay/relay-upgrade.ts';
import { systemCode } from '../relay/system-code.ts';
import { readConversation } from './read-conversation.ts';
import { WireCapture } from './wire-capture.ts';

/** Pieces kept of one conversation, which bounds what many small ones cost. */
const mostChunks = 20_000;
/** A conversation that lasts longer is written as it is by then: a recorder is killed more often than stopped. */
const longestWatchMs = 10 * 60_000;

export type UpgradeSettings = {
  readonly id: string;
  readonly destination: Destination;
  /** Bytes kept of each side. All of it passes, whatever its size. */
  readonly maximumBodyBytes: number;
  readonly now: () => number;
  /** Aborted when recording stops: a conversation is then written as far as it went. */
  readonly stopping: AbortSignal;
  readonly longestWatchMs?: number;
};

/** How a tunnel was left: by whom it ended, or null when only recording has stopped. */
type Ending = { readonly by: Speaker | null; readonly error?: unknown };

/**
 * Passes a request to leave HTTP on, with all that follows, and resolves with what was said: when the connection ends, when as
 * much was kept as may be, or when recording stops. A refusal is an exchange like any other. Never rejects.
 */
export async function recordUpgrade(
  request: IncomingMessage,
  leaving: Leaving,
  settings: UpgradeSettings,
): Promise<Exchange> {
  const { now, maximumBodyBytes, destination } = settings;
  const startedAt = now();
  const connection = connectionOf(request);
  const capture = new WireCapture({ bytes: maximumBodyBytes, chunks: mostChunks });
  const refusal = new BodyCapture(maximumBodyBytes);
  const left = Promise.withResolvers<Ending>();
  let answer: IncomingMessage | undefined;
  const observer: TunnelObserver = {
    answered: (given) => {
      answer = given;
    },
    passed: (from, bytes) => {
      if (answer?.statusCode !== 101) refusal.add(bytes);
      else if (!capture.add(from, bytes, now() - startedAt)) left.resolve({ by: null });
    },
    ended: (by, error) => left.resolve({ by, error }),
  };
  relayUpgrade(request, leaving, { ...destination, observer });
  const ending = await orStopped(left, settings);
  const endedAt = now();
  const common = {
    id: settings.id,
    session: connection,
    startedAt,
    durationMs: Math.max(0, endedAt - startedAt),
    method: request.method ?? 'GET',
    target: destination.target,
    requestHeaders: destination.lines,
    status: answer?.statusCode ?? 0,
    responseHeaders: answer === undefined ? [] : headerLines(answer.rawHeaders),
  };
  if (answer?.statusCode !== 101) return { ...common, ...refused(ending, refusal, answer) };
  return { ...common, ...said(capture, { ...ending, answer, atMs: endedAt - startedAt, maximumBodyBytes }) };
}

async function orStopped(
  left: PromiseWithResolvers<Ending>,
  { stopping, longestWatchMs: watchMs = longestWatchMs }: UpgradeSettings,
): Promise<Ending> {
  const stop = (): void => left.resolve({ by: null });
  const timer = setTimeout(stop, watchMs);
  timer.unref();
  stopping.addEventListener('abort', stop);
  if (stopping.aborted) stop();
  const ending = await left.promise;
  clearTimeout(timer);
  stopping.removeEventListener('abort', stop);
  return ending;
}

type Content = Pick<Exchange, 'requestBody' | 'responseBody' | 'truncated' | 'failure' | 'messages'>;

function refused({ by, error }: Ending, body: BodyCapture, answer: IncomingMessage | undefined): Content {
  const isWhole = by === 'service' && error === undefined && answer !== undefined;
  if (isWhole) body.end();
  const failure =
    by === 'client'
      ? 'client-gone: the client closed the connection first'
      : `upstream: ${systemCode(error)}`;
  return {
    requestBody: Buffer.alloc(0),
    responseBody: body.bytes,
    ...(isWhole ? {} : { failure }),
    ...truncatedSides({ request: false, response: answer !== undefined && !body.isWhole }),
  };
}

type Left = Ending & {
  readonly answer: IncomingMessage;
  readonly atMs: number;
  readonly maximumBodyBytes: number;
};

function said(capture: WireCapture, { by, answer, atMs, maximumBodyBytes }: Left): Content {
  const { spoken, isWhole } = readConversation(capture, {
    answerHeaders: headerLines(answer.rawHeaders),
    endedBy: by,
    atMs,
    mostBytes: maximumBodyBytes,
  });
  const { messages, bodies } = storedMessages(spoken);
  return {
    messages,
    requestBody: bodies.client,
    responseBody: bodies.service,
    ...truncatedSides({ request: !isWhole.client, response: !isWhole.service }),
  };
}
