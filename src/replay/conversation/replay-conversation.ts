import type { WebSocket } from 'ws';
import { type SpokenMessage, storedMessages } from '../../domain/conversation.ts';
import type { Failed, Responded } from '../../domain/observation.ts';
import type { SendTerms } from '../sending/send-request.ts';
import type { SendTarget } from '../sending/sender.ts';
import { type RecordedConversation, refusedAsUnsendable, type SentRequest } from '../sending/sent-request.ts';
import { type ConversationScript, scriptOf } from './conversation-script.ts';
import { createConversationValues } from './conversation-values.ts';
import { Listener } from './listener.ts';
import { openUpgrade, type Upgraded } from './open-upgrade.ts';

/** `went-on`: the service had not said what it had said in production by then. `shortened`: only its beginning was had. */
export type ConversationRemark = 'went-on' | 'shortened';

/** Bytes that an instance may say in one conversation. */
const mostBytes = 64 * 1024 * 1024;
/** How long the answer to a close is waited for. */
const closeMs = 1000;

/**
 * Has a recorded conversation with one instance: each message of the client leaves once the instance has said what production had said
 * before it, or has had time enough to. What it says is the response, message by message. Never rejects.
 */
export async function replayConversation(
  target: SendTarget,
  request: SentRequest & { readonly conversation: RecordedConversation },
  terms: SendTerms,
): Promise<Responded | Failed> {
  const { conversation } = request;
  const { timeoutMs, ending, tag } = terms;
  const refused = refusedAsUnsendable(request);
  if (refused !== null) return refused;
  const startedAt = performance.now();
  const script = scriptOf(conversation.spoken, { timeoutMs, isCut: conversation.isCut });
  if (script.isShortened) terms.onRemark?.('shortened');
  const values = createConversationValues(request, terms.onSubstituted);
  const listening: { to?: Listener } = {};
  const onUpgraded = ({ socket }: Upgraded): void => {
    listening.to = new Listener(socket, { mostBytes, ending, onHeard: values.learn });
  };
  const upgrade = { tag, timeoutMs, mostBytes, expectsProtocol: conversation.hasProtocol };
  const opened = await openUpgrade(target, request, upgrade, onUpgraded);
  if (opened.kind !== 'upgraded' || listening.to === undefined)
    return opened.kind === 'upgraded' ? failed('connection-lost', 'lost as it was upgraded') : opened;
  const { socket, headers } = opened;
  const listener = listening.to;
  const speech = { socket, listener, script, deadline: startedAt + timeoutMs };
  await converse({ ...speech, wordsOf: values.into, onRemark: terms.onRemark ?? (() => undefined) });
  listener.stop();
  return outcomeOf(listener, headers, performance.now() - startedAt);
}

type Speech = {
  readonly socket: WebSocket;
  readonly listener: Listener;
  readonly script: ConversationScript;
  readonly deadline: number;
  readonly wordsOf: (message: SpokenMessage) => SpokenMessage;
  readonly onRemark: (remark: ConversationRemark) => void;
};

async function converse(speech: Speech): Promise<void> {
  const { listener, script, wordsOf } = speech;
  let missing = 0;
  /** What did not come in time once is not waited for again. */
  const awaitHeard = async (count: number, patienceMs: number): Promise<void> => {
    await listener.until(count - missing, Math.min(patienceMs, timeLeft(speech)));
    if (listener.isOver || listener.heard >= count - missing) return;
    missing = count - listener.heard;
    speech.onRemark('went-on');
  };
  for (const { message, after, patienceMs } of script.steps) {
    await awaitHeard(after, patienceMs);
    if (message.kind === 'close') await listener.linger(Math.min(script.quietMs, timeLeft(speech)));
    if (listener.isOver) return;
    await say(speech, wordsOf(message));
  }
  if (listener.isOver) return;
  await awaitHeard(script.expected, script.patienceMs);
  await listener.linger(Math.min(script.quietMs, timeLeft(speech)));
}

function timeLeft({ deadline }: Speech): number {
  return Math.max(0, deadline - performance.now());
}

async function say(speech: Speech, message: SpokenMessage): Promise<void> {
  const { socket, listener } = speech;
  listener.note(message);
  const { kind, payload, code } = message;
  if (kind !== 'close') {
    await new Promise<void>((resolve) => {
      socket.send(payload, { binary: kind === 'binary' }, () => resolve());
    });
    return;
  }
  if (code === 1006) socket.terminate();
  else if (code === undefined || code === 1005) socket.close();
  else socket.close(...closeArguments(code, payload));
  await listener.linger(Math.min(closeMs, timeLeft(speech)));
}

/** Codes that no client may send were sent all the same by that of the recording: then the closest that may be. */
function closeArguments(code: number, reason: Uint8Array): [number, Buffer] {
  const mayBeSent = (code >= 3000 && code <= 4999) || (code >= 1000 && code <= 1014 && code !== 1004);
  return [mayBeSent ? code : 1002, Buffer.from(reason)];
}

/** Its duration ends with the last word of the instance: what was waited for behind it says nothing. */
function outcomeOf(listener: Listener, headers: Responded['headers'], elapsedMs: number): Responded | Failed {
  const { spoken } = listener;
  if (listener.isTooMuch) {
    const detail = `it said more than ${mostBytes} bytes`;
    return { kind: 'failed', reason: 'response-too-large', detail, durationMs: elapsedMs };
  }
  const { messages, bodies } = storedMessages(spoken);
  const durationMs = spoken.findLast(({ from }) => from === 'service')?.atMs ?? 0;
  return {
    kind: 'responded',
    status: 101,
    headers,
    trailers: [],
    body: bodies.service,
    messages,
    durationMs,
  };
}

function failed(reason: Failed['reason'], detail: string): Failed {
  return { kind: 'failed', reason, detail, durationMs: 0 };
}
