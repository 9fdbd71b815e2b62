import type { LoginRequest } from '../../domain/credential.ts';
import type { Failed, InstanceRole, Responded } from '../../domain/observation.ts';
import type { PlannedExchange } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';
import type { ReplaySettings } from '../../domain/service.ts';
import type { ValueLinks } from '../../domain/value-links.ts';
import { type NeededLogin, neededLogin } from '../credentials/log-in.ts';
import type { ResignJwt } from '../credentials/resign-jwt.ts';
import { type SentRequest, sentRequestOf } from '../sending/sent-request.ts';
import { createValueFollower, type MetExchange, type ValueFollower } from '../value-links/follow-values.ts';
import { createLinkedFollower } from '../value-links/use-links.ts';
import type { TableLimits } from './issued-table.ts';
import type { IssuedValue } from './issued-values.ts';
import { learnLiveValues } from './live-values.ts';
import { type SubstitutedRequest, substituteValues } from './substitute-values.ts';
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

/** What came of it at one instance. */
type Observed = { readonly role: InstanceRole; readonly outcome: Responded | Failed };

export type ValueCarrier = {
  /** Called once per exchange, in the order of the plan, before it is sent; `number` is its number there, when some were left out. */
  admit(planned: PlannedExchange, exchange: Exchange, number?: number): Admitted;
  /** The request as one instance must get it. Asked once all producers were learned from. */
  requestFor(admitted: Admitted, role: InstanceRole, loginToken?: string | null): SubstitutedRequest;
  /** Called once per exchange, when all instances have answered. */
  learn(admitted: Admitted, observed: readonly Observed[]): void;
  /** What a reader of the report must know of values that could not be followed, in words. */
  notes(): readonly string[];
};

/**
 * One per run. Follows values from the response in which the recorded service issued them to the requests that carry them, and
 * puts in what each instance issued at that place. What no response issued stays as recorded.
 */
export function createValueCarrier(
  credentials: ReplaySettings['credentials'],
  { limits, links = null, resign = () => null, logins = [] }: CarrierOptions = {},
): ValueCarrier {
  const follower = links === null ? createValueFollower(limits) : createLinkedFollower(links);
  const replayed = new Map(credentials.map(({ recorded, replay }) => [recorded, replay]));
  const notes = createValueNotes();
  if (links !== null && links.notFollowed.values > 0)
    notes.notFollowed(links.notFollowed.values, links.notFollowed.first);
  const asRecorded = new WeakSet<IssuedValue>();
  let admittedSoFar = 0;
  return {
    admit: (planned, exchange, number = admittedSoFar) => {
      const producer = admittedSoFar;
      admittedSoFar += 1;
      const met = { planned, exchange, request: sentRequestOf(exchange), number, producer };
      return admit(met, { follower, replayed, resign, logins, notes });
    },
    requestFor: (admitted, role, loginToken = null) =>
      substituteValues({ admitted, role, loginToken }, { replayed, notes, asRecorded }),
    learn: (admitted, observed) => {
      if (admitted.issued.length === 0 && admitted.secrets.size === 0) return;
      const outcomes = new Map(observed.map(({ role, outcome }) => [role, outcome]));
      for (const value of learnLiveValues(admitted, outcomes)) asRecorded.add(value);
      if (admitted.secrets.size === 0) return;
      const baseline = outcomes.get('baseline');
      const isAsRecorded = baseline?.kind !== 'responded' || baseline.status === admitted.status;
      if (!isAsRecorded) notes.withoutSecrets(admitted);
    },
    notes: () => notes.inWords(),
  };
}

type CarrierOptions = {
  readonly limits?: TableLimits;
  /** Of the plan that is replayed, when they are known; else every value is followed as it comes. */
  readonly links?: ValueLinks | null;
  readonly resign?: ResignJwt;
  readonly logins?: readonly LoginRequest[];
};

type Admission = {
  readonly follower: ValueFollower;
  readonly replayed: ReadonlyMap<string, string>;
  readonly resign: ResignJwt;
  readonly logins: readonly LoginRequest[];
  readonly notes: ValueNotes;
};

const noNumbers: ReadonlySet<number> = new Set();

function admit(met: MetExchange, { follower, replayed, resign, logins, notes }: Admission): Admitted {
  const { planned, exchange, request } = met;
  const resigned = new Map<string, string>();
  let hasCredential = false;
  const followed = follower.follow(met, ({ text }) => {
    if (replayed.has(text)) hasCredential = true;
    const signed = resign(text, exchange.startedAt);
    if (signed !== null) resigned.set(text, signed);
  });
  const { carried, issued, notFollowed, secrets } = followed;
  if (notFollowed > 0) notes.notFollowed(notFollowed, exchange.id);
  const { exchangeId, session, route } = planned;
  return {
    ...{ exchangeId, session, route, status: exchange.status, request, carried, issued },
    ...{ hasCredential, resigned },
    producers: carried.size === 0 ? noNumbers : producersOf(carried),
    secrets: withoutReplayed(secrets, replayed),
    login:
      logins.length === 0 ? null : neededLogin(request, logins, isReplacedBy(carried, replayed, resigned)),
  };
}

function producersOf(carried: Admitted['carried']): ReadonlySet<number> {
  return new Set([...carried.values()].flat().map(({ producer }) => producer));
}

function withoutReplayed(
  secrets: ReadonlySet<string>,
  replayed: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  if (secrets.size === 0 || replayed.size === 0) return secrets;
  return new Set([...secrets].filter((text) => !replayed.has(text)));
}

function isReplacedBy(
  carried: Admitted['carried'],
  replayed: ReadonlyMap<string, string>,
  resigned: ReadonlyMap<string, string>,
): (text: string) => boolean {
  const issuedBefore = new Set([...carried.values()].flat().map(({ recorded }) => recorded));
  return (text) => replayed.has(text) || resigned.has(text) || issuedBefore.has(text);
}
