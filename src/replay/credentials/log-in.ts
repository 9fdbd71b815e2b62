import type { LoginRequest } from '../../domain/credential.ts';
import type { Failed, Responded } from '../../domain/observation.ts';
import type { HeaderLine } from '../../domain/recording.ts';
import type { SentRequest } from '../sending/sent-request.ts';
import { readResponseValues } from '../values/response-values.ts';
import { credentialAt } from './recorded-credentials.ts';

/** A recorded credential that nothing else replaces, and the login whose token is sent in its place. */
export type NeededLogin = { readonly login: LoginRequest; readonly text: string };

/** Used on each request that is admitted: whether its session has to log in before it is sent. */
export function neededLogin(
  request: SentRequest,
  logins: readonly LoginRequest[],
  isReplaced: (text: string) => boolean,
): NeededLogin | null {
  const head = { target: request.target, requestHeaders: request.headers };
  for (const login of logins) {
    const text = credentialAt(
      head,
      login.send.toLowerCase().startsWith('header.') ? login.send.toLowerCase() : login.send,
    );
    if (text !== null && !isReplaced(text)) return { login, text };
  }
  return null;
}

/** Sends a request to one instance, outside any exchange. */
type Send = (request: SentRequest) => Promise<Responded | Failed>;

export type Logins = {
  /** The token that a session was given by that instance; the login is played when it is asked for first. Null when it failed. */
  tokenOf(needed: NeededLogin, session: string, send: Send): Promise<string | null>;
  /** What a reader of the report must know of logins that failed, in words; never what was sent or answered. */
  notes(): readonly string[];
};

/** One per run and instance. A login comes before the first request of its session, once, and is no exchange of the run. */
export function createLogins(role: string): Logins {
  const tokens = new Map<string, Promise<string | null>>();
  const failures: string[] = [];
  const logIn = async (login: LoginRequest, send: Send): Promise<string | null> => {
    const outcome = await send(requestOf(login));
    const token = outcome.kind === 'responded' ? tokenIn(outcome, login.token) : null;
    if (token !== null) return token;
    failures.push(
      outcome.kind === 'responded' ? `answer ${outcome.status} without ${login.token}` : outcome.reason,
    );
    return null;
  };
  return {
    tokenOf: ({ login }, session, send) => {
      const key = `${session}\n${login.method} ${login.target}\n${login.send}`;
      const token = tokens.get(key) ?? logIn(login, send);
      tokens.set(key, token);
      return token;
    },
    notes: () => {
      const [first] = failures;
      if (first === undefined) return [];
      return [
        `${failures.length} of ${tokens.size} logins of \`replay: login\` failed on the ${role} (${first}): what these sessions asked was sent as recorded`,
      ];
    },
  };
}

function requestOf({ method, target, headers, body }: LoginRequest): SentRequest {
  const lines = Object.entries(headers).map(([name, value]): HeaderLine => [name, value]);
  return { method, target, headers: lines, body: Buffer.from(body) };
}

function tokenIn(answer: Responded, place: string): string | null {
  if (answer.status >= 400) return null;
  const [, kind = '', name = ''] = /^(cookie|header)\.(.*)$/.exec(place) ?? [];
  const wanted = kind === '' ? place : kind === 'cookie' ? `cookie:${name}` : `header:${name.toLowerCase()}#`;
  let token: string | null = null;
  readResponseValues(answer, (value) => {
    const isThere = kind === 'header' ? value.place.startsWith(wanted) : value.place === wanted;
    // A control character could not stand in the header that the token goes into.
    if (isThere && token === null && /^[\x21-\x7e]+$/.test(value.text)) token = value.text;
  });
  return token;
}
