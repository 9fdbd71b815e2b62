import type { Failed, Responded } from '../../../domain/observation.ts';
import { failureOf } from '../response-collector.ts';
import type { SendTerms } from '../send-request.ts';
import type { Sender, SendTarget } from '../sender.ts';
import { refusedAsUnsendable, type SentRequest } from '../sent-request.ts';
import { exchangeOnStream, type Http2Outcome } from './http2-exchange.ts';
import { type Http2Session, openHttp2Session } from './http2-session.ts';

/** The session of an instance, and what is known of it. */
type Held = { readonly opened: Http2Session; underWay: number; idleSince: number; hasAnswered: boolean };

/** Sessions that were idle for longer are not used again: the service may be about to end them. */
const longestIdleMs = 1_000;

export type Http2Sender = Sender & {
  /** Whether the instance speaks HTTP/2: asked by opening a session, which is kept for what is sent. */
  probe(): Promise<boolean>;
};

/**
 * Sends requests over HTTP/2: one session an instance, a stream a request, streams side by side. What is repeated follows the rule of
 * HTTP/1.1 (`sendRequest`): a request that reads, lost without a byte of an answer on a session that had answered before, goes out once more on a
 * new session. Here a service can also say that it has not looked at a request (REFUSED_STREAM, RFC 9113 section 8.7); such a one is repeated
 * once, even when it writes.
 */
export function openHttp2Sender(target: SendTarget): Http2Sender {
  let held: Promise<Held> | null = null;
  const open = (): Promise<Held> => {
    const opening = openHttp2Session(target).then((opened) => {
      return { opened, underWay: 0, idleSince: performance.now(), hasAnswered: false };
    });
    held = opening;
    opening.catch(() => {
      if (held === opening) held = null;
    });
    return opening;
  };
  const take = async (): Promise<Held> => {
    if (held === null) return open();
    const waited = held;
    const current = await waited.catch(() => null);
    if (current !== null && isUsable(current)) return current;
    // Others that waited as well may have opened the next one already.
    if (held !== waited && held !== null) return held;
    current?.opened.session.close();
    return open();
  };
  const takeOther = async (than: Held | null): Promise<Held> => {
    if (than !== null && (await held?.catch(() => null)) === than) held = null;
    return take();
  };
  return {
    probe: async () => {
      try {
        await take();
        return true;
      } catch {
        return false;
      }
    },
    send: (request, terms) => sendTwiceAtMost(request, terms, { take, takeOther }),
    close: async () => {
      const last = await held?.catch(() => null);
      last?.opened.session.destroy();
    },
  };
}

function isUsable({ opened, underWay, idleSince }: Held): boolean {
  const { session } = opened;
  if (session.closed || session.destroyed) return false;
  return underWay > 0 || performance.now() - idleSince < longestIdleMs;
}

type Sessions = {
  readonly take: () => Promise<Held>;
  /** One that is not the one on which a request was lost, shared by all that were. */
  readonly takeOther: (than: Held | null) => Promise<Held>;
};

async function sendTwiceAtMost(
  request: SentRequest,
  terms: SendTerms,
  { take, takeOther }: Sessions,
): Promise<Responded | Failed> {
  const refused = refusedAsUnsendable(request);
  if (refused !== null) return refused;
  const startedAt = performance.now();
  const first = await sendOn(take, request, terms);
  if (!mayRepeat(first, terms)) return first.outcome;
  terms.onSentAgain?.();
  const timeoutMs = Math.max(1, Math.ceil(terms.timeoutMs - (performance.now() - startedAt)));
  const again = await sendOn(() => takeOther(first.held), request, { ...terms, timeoutMs });
  const isGone = again.outcome.kind === 'failed' && again.outcome.reason === 'connection-refused';
  return isGone ? first.outcome : again.outcome;
}

type Attempt = Pick<Http2Outcome, 'outcome' | 'isRefused'> & {
  readonly held: Held | null;
  /** Whether the session had brought an answer before, and nothing of one since this request left. */
  readonly isLostIdle: boolean;
};

function mayRepeat({ outcome, isRefused, isLostIdle }: Attempt, { writes }: SendTerms): boolean {
  if (outcome.kind === 'responded') return false;
  return isRefused || (!writes && isLostIdle && outcome.reason === 'connection-lost');
}

async function sendOn(
  session: () => Promise<Held>,
  request: SentRequest,
  terms: SendTerms,
): Promise<Attempt> {
  let held: Held;
  try {
    held = await session();
  } catch (error) {
    return { held: null, outcome: failureOf(error), isRefused: false, isLostIdle: false };
  }
  const hadAnswered = held.hasAnswered;
  held.underWay += 1;
  const sent = await exchangeOnStream(held.opened, { ...request, tag: terms.tag }, terms);
  held.underWay -= 1;
  held.idleSince = performance.now();
  if (sent.outcome.kind === 'responded') held.hasAnswered = true;
  const { outcome, isRefused, isBegun } = sent;
  return { held, outcome, isRefused, isLostIdle: hadAnswered && !isBegun };
}
