import { spokenMessages } from '../domain/conversation.ts';
import type { LoginRequest } from '../domain/credential.ts';
import type { Failed, InstanceRole, Responded } from '../domain/observation.ts';
import type { PlannedExchange } from '../domain/plan.ts';
import { type Exchange, headerOf } from '../domain/recording.ts';
import type { ReplaySettings } from '../domain/service.ts';
import { type NeededLogin, neededLogin } from './credentials/log-in.ts';
import type { ResignJwt } from './credentials/resign-jwt.ts';
import { createIdLinks, type IdLinks } from './id-links.ts';
import { isRedactionToken } from './id-shapes.ts';
import { createIssuedTable, type IssuedTable, type TableLimits } from './issued-table.ts';
import { type IssuedValue, keyOf, readIssuedValues } from './issued-values.ts';
import { learnLiveValues } from './live-values.ts';
import { replaceTokens } from './request-tokens.ts';
import { asksForWebSocket, type SentRequest } from './sent-request.ts';
import { type SubstitutedRequest, substituteValues } from './substitute-values.ts';
import type { RequestToken } from './text-tokens.ts';
import { createValueNotes, type ValueNotes } from './value-notes.ts';

/** One exchange as the carrier knows it, from its admission until all instances have answered. */
export type Admitted = {
  readonly exchangeId: string;
  readonly session: string;
  readonly status: number;
  readonly request: SentRequest;
  /** What its request carries, by key, with everything that issued it earlier in the recording. */
  readonly carried: ReadonlyMap<string, readonly IssuedValue[]>;
  /** Numbers of the exchanges that must have been answered before this one is sent. */
  readonly producers: ReadonlySet<number>;
  readonly issued: readonly IssuedValue[];
  readonly hasCredential: boolean;
  /** JWTs that are sent with another signature where no instance issued one in their place. */
  readonly resigned: ReadonlyMap<string, string>;
  /** Set when its session has to log in before it is sent. */
  readonly login: NeededLogin | null;
  readonly route: string;
  /** Tokens in body and target that stand for secrets of which the shadow knows nothing. */
  readonly secrets: ReadonlySet<string>;
};

export type ValueCarrier = {
  /** Called once per exchange, in the order of the plan, before it is sent. */
  admit(planned: PlannedExchange, exchange: Exchange): Admitted;
  /** The request as one instance must get it. Asked once all producers were learned from. */
  requestFor(admitted: Admitted, role: InstanceRole, loginToken?: string | null): SubstitutedRequest;
  /** Called once per exchange, when all instances have answered. */
  learn(admitted: Admitted, outcomes: ReadonlyMap<InstanceRole, Responded | Failed>): void;
  /** What a reader of the report must know of values that could not be followed, in words. */
  notes(): readonly string[];
};

/**
 * One per run. Follows values from the response in which the recorded service issued them to the requests that carry them, and
 * puts in what each instance issued at that place. What no response issued stays as recorded.
 */
export function createValueCarrier(
  credentials: ReplaySettings['credentials'],
  { limits, resign = () => null, logins = [] }: CarrierOptions = {},
): ValueCarrier {
  const table = createIssuedTable(limits);
  const links = createIdLinks();
  const replayed = new Map(credentials.map(({ recorded, replay }) => [recorded, replay]));
  const notes = createValueNotes();
  const asRecorded = new WeakSet<IssuedValue>();
  let admittedSoFar = 0;
  return {
    admit: (planned, exchange) => {
      const admitted = admit({
        ...{ table, links, replayed, resign, logins, planned, exchange, notes },
        producer: admittedSoFar,
      });
      admittedSoFar += 1;
      return admitted;
    },
    requestFor: (admitted, role, loginToken = null) =>
      substituteValues({ admitted, role, loginToken }, { replayed, notes, asRecorded }),
    learn: (admitted, outcomes) => {
      for (const value of learnLiveValues(admitted, outcomes)) asRecorded.add(value);
      const baseline = outcomes.get('baseline');
      const isAsRecorded = baseline?.kind !== 'responded' || baseline.status === admitted.status;
      if (!isAsRecorded) notes.withoutSecrets(admitted);
    },
    notes: () => notes.inWords(),
  };
}

type CarrierOptions = {
  readonly limits?: TableLimits;
  readonly resign?: ResignJwt;
  readonly logins?: readonly LoginRequest[];
};

type Admission = {
  readonly table: IssuedTable;
  readonly links: IdLinks;
  readonly replayed: ReadonlyMap<string, string>;
  readonly resign: ResignJwt;
  readonly logins: readonly LoginRequest[];
  readonly planned: PlannedExchange;
  readonly exchange: Exchange;
  readonly producer: number;
  readonly notes: ValueNotes;
};

function admit({ replayed, resign, logins, notes, ...rest }: Admission): Admitted {
  const { planned, exchange } = rest;
  const request = requestOf(exchange);
  const carried = new Map<string, readonly IssuedValue[]>();
  const own = new Set<string>();
  const secrets = new Set<string>();
  const resigned = new Map<string, string>();
  let hasCredential = false;
  replaceTokens(request, (token) => {
    const { text, place, resource } = token;
    if (replayed.has(text)) hasCredential = true;
    const signed = resign(text, exchange.startedAt);
    if (signed !== null) resigned.set(text, signed);
    const key = keyOf(text, resource);
    if (key === null) return null;
    own.add(key);
    const earlier = issuersOf(key, token, rest);
    if (earlier.length > 0) carried.set(key, earlier);
    else if (isRedactionToken(text) && !replayed.has(text) && !place.startsWith('header.')) {
      secrets.add(text);
    }
    return null;
  });
  const issuedBefore = new Set([...carried.values()].flat().map(({ recorded }) => recorded));
  const isReplaced = (text: string) => replayed.has(text) || resigned.has(text) || issuedBefore.has(text);
  const issued = issuedBy({ ...rest, notes }, own, carried);
  const producers = new Set([...carried.values()].flat().map((value) => value.producer));
  const { exchangeId, session, route } = planned;
  const { status } = exchange;
  return {
    ...{ exchangeId, session, route, status, request, carried, producers, issued },
    ...{ hasCredential, resigned, secrets },
    login: neededLogin(request, logins, isReplaced),
  };
}

function requestOf({ method, target, requestHeaders: headers, ...rest }: Exchange): SentRequest {
  const { requestBody, responseBody, messages, responseHeaders, truncated } = rest;
  const { httpVersion, requestTrailers: trailers } = rest;
  if (!asksForWebSocket(headers)) {
    return {
      ...{ method, target, headers, body: requestBody },
      ...(httpVersion === undefined ? {} : { httpVersion }),
      ...(trailers === undefined ? {} : { trailers }),
    };
  }
  const spoken = spokenMessages(messages ?? [], { client: requestBody, service: responseBody });
  const hasProtocol = headerOf(responseHeaders, 'sec-websocket-protocol') !== undefined;
  const isCut = messages === undefined || truncated !== undefined;
  const conversation = { spoken, isCut, hasProtocol };
  return { method, target, headers, body: new Uint8Array(), conversation };
}

/**
 * Everything that issued it under its own name, or what the same session was given under another. A mere word is an id only where ids
 * stand.
 */
function issuersOf(
  key: string,
  token: RequestToken,
  { table, links, planned }: Pick<Admission, 'table' | 'links' | 'planned'>,
): readonly IssuedValue[] {
  const isWord = /^[a-z_-]+$/.test(token.text) && !token.resource.startsWith('cookie:');
  if (isWord && token.idOf === 'nothing') return [];
  const earlier = table.find(key);
  if (earlier.length > 0 || table.isKnown(key)) return earlier;
  const linked = links.find(token, planned.session);
  return linked === null ? [] : [linked];
}

/** What the response issued and the client could not know: neither from this request nor from an earlier one. */
function issuedBy(
  { table, links, planned, exchange, producer, notes }: Omit<Admission, 'replayed' | 'resign' | 'logins'>,
  own: ReadonlySet<string>,
  carried: ReadonlyMap<string, unknown>,
): readonly IssuedValue[] {
  for (const key of own) if (!carried.has(key)) table.markKnown(key);
  const { session, writes } = planned;
  const { values, notFollowed } = readIssuedValues(exchange, { producer, session, writes });
  if (notFollowed > 0) notes.notFollowed(notFollowed, exchange.id);
  const issued = values.filter((value) => !own.has(value.key) && table.add(value));
  for (const value of issued) links.note(value, exchange.target);
  return issued;
}
