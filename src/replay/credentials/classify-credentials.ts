import { createHash } from 'node:crypto';
import type { CredentialClass } from '../../domain/credential.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';
import type { ReplaySettings } from '../../domain/service.ts';
import type { ValueLinks } from '../../domain/value-links.ts';
import { sentRequestOf } from '../sending/sent-request.ts';
import { createLinkFinder } from '../value-links/find-links.ts';
import type { FollowedExchange } from '../value-links/follow-values.ts';
import {
  type CredentialNames,
  type RecordedCredential,
  recordedCredentials,
} from './recorded-credentials.ts';
import { expiryOf, isResigned, type ShadowClock } from './resign-jwt.ts';

/** Requests whose credential stands in one place and fares alike under replay. */
export type CredentialRow = {
  readonly place: string;
  readonly class: CredentialClass;
  readonly exchanges: number;
  readonly sessions: number;
  /** A few of the credentials, by ids of ours: the first hex digits of their digest. */
  readonly ids: readonly string[];
};

export type Credentials = {
  readonly rows: readonly CredentialRow[];
  /** Planned exchanges, with or without a credential. */
  readonly exchanges: number;
  /** Those with a credential that the shadow will not accept, or of which that cannot be told. */
  readonly doubtful: number;
};

/** With what is found on the way: which values the replay of the plan has to follow. */
export type ClassifiedCredentials = { readonly credentials: Credentials; readonly links: ValueLinks };

export type ClassifyRequest = {
  readonly plan: Plan;
  readonly exchanges: () => AsyncIterable<Exchange>;
  readonly settings: Pick<ReplaySettings, 'credentials' | 'jwt' | 'login'>;
  readonly names: CredentialNames;
  readonly clock: ShadowClock;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Classes under which the service gets what it would not accept in production either. */
const doubtfulClasses: ReadonlySet<CredentialClass> = new Set([
  'jwt-expired-in-shadow',
  'static-redacted',
  'unknown',
]);
const shownIds = 3;

type Tally = { exchanges: number; readonly sessions: Set<string>; readonly ids: Set<string> };

/**
 * Used before a replay, and by `shadowgate inspect`: which credentials the recording holds and what will become of each. Walks the recording
 * as a replay does, so that what it calls issued is what the replay carries; nothing is sent.
 */
export async function classifyCredentials(request: ClassifyRequest): Promise<ClassifiedCredentials> {
  const { plan, settings } = request;
  const finder = createLinkFinder(new Set(settings.credentials.map(({ recorded }) => recorded)));
  const tallies = new Map<string, Tally>();
  let doubtful = 0;
  let next = 0;
  for await (const exchange of request.exchanges()) {
    const planned = plan.exchanges.at(next);
    if (planned?.exchangeId !== exchange.id) continue;
    next += 1;
    const followed = finder.add({ planned, exchange, request: sentRequestOf(exchange) });
    const found = recordedCredentials(exchange, request.names);
    const classes = found.map((credential) => classOf(credential, followed, request));
    if (classes.some((each) => doubtfulClasses.has(each))) doubtful += 1;
    const keys = new Set<string>();
    for (const [at, credential] of found.entries()) {
      const key = `${credential.place}\n${classes[at]}`;
      count(tallies, { key, isFirst: !keys.has(key), session: exchange.session, text: credential.text });
      keys.add(key);
    }
  }
  const credentials = { rows: rowsOf(tallies), exchanges: plan.exchanges.length, doubtful };
  return { credentials, links: finder.result() };
}

/** Whether what is sent for it will, or may, be refused. */
export function isDoubtful(row: CredentialRow): boolean {
  return doubtfulClasses.has(row.class);
}

/** In the order in which the replay decides what to send. */
function classOf(
  { place, scheme, text }: RecordedCredential,
  { carried }: FollowedExchange,
  { settings, clock, now }: ClassifyRequest,
): CredentialClass {
  const texts = scheme === 'basic' ? [text, ...Buffer.from(text, 'base64').toString().split(':')] : [text];
  if (settings.credentials.some(({ recorded }) => texts.includes(recorded))) return 'mapped';
  if ([...carried.values()].flat().some(({ recorded }) => texts.includes(recorded)))
    return 'issued-in-recording';
  if (isResigned(text, settings.jwt)) return 'jwt-verifiable-with-key';
  if (settings.login.some(({ send }) => send.toLowerCase() === place.toLowerCase())) return 'login-first';
  if (scheme === 'signed') return 'unknown';
  const expiry = clock === 'real' ? expiryOf(text) : null;
  return expiry !== null && expiry <= now ? 'jwt-expired-in-shadow' : 'static-redacted';
}

function count(
  tallies: Map<string, Tally>,
  {
    key,
    isFirst,
    session,
    text,
  }: { readonly key: string; readonly isFirst: boolean; readonly session: string; readonly text: string },
): void {
  const tally = tallies.get(key) ?? { exchanges: 0, sessions: new Set(), ids: new Set() };
  tallies.set(key, tally);
  if (isFirst) tally.exchanges += 1;
  tally.sessions.add(session);
  if (tally.ids.size < shownIds) tally.ids.add(createHash('sha256').update(text).digest('hex').slice(0, 6));
}

function rowsOf(tallies: ReadonlyMap<string, Tally>): readonly CredentialRow[] {
  const rows = [...tallies].map(([key, { exchanges, sessions, ids }]): CredentialRow => {
    const [place = '', name = ''] = key.split('\n');
    return { place, class: name as CredentialClass, exchanges, sessions: sessions.size, ids: [...ids] };
  });
  return rows.sort((one, other) => other.exchanges - one.exchanges || (one.place < other.place ? -1 : 1));
}
