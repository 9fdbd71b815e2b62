import type { PlannedExchange } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';
import type { SentRequest } from '../sending/sent-request.ts';
import { createIdLinks } from '../values/id-links.ts';
import { isRedactionToken } from '../values/id-shapes.ts';
import { createIssuedTable, type TableLimits } from '../values/issued-table.ts';
import { type IssuedValue, keyOf, readIssuedValues } from '../values/issued-values.ts';
import { replaceTokens } from '../values/request-tokens.ts';
import type { RequestToken } from '../values/text-tokens.ts';

/** One exchange of a plan, as it is met. */
export type MetExchange = {
  readonly planned: PlannedExchange;
  readonly exchange: Exchange;
  readonly request: SentRequest;
  /** Its number in the plan, from 0, also when earlier ones were left out. */
  readonly number: number;
  /** Its number among those that are replayed. */
  readonly producer: number;
};

/** What follows from the values of one exchange. */
export type FollowedExchange = {
  /** What its request carries, by key, with everything that issued it earlier in the recording. */
  readonly carried: ReadonlyMap<string, readonly IssuedValue[]>;
  /** Values that its response issues, as far as they are followed. */
  readonly issued: readonly IssuedValue[];
  /** Tokens in body and target that stand for secrets which no response issued. */
  readonly secrets: ReadonlySet<string>;
  /** Values of a long response that were not looked at. */
  readonly notFollowed: number;
};

/** Told every text of a request that is looked at, with what issued it, and whether it stands for a secret that nothing issued. */
export type VisitToken = (token: RequestToken, earlier: readonly IssuedValue[], isSecret: boolean) => void;

/** Asked for each exchange once, in the order of the plan. */
export type ValueFollower = {
  follow(met: MetExchange, visit: VisitToken): FollowedExchange;
};

const nothing: readonly IssuedValue[] = [];

/**
 * One per walk through a recording, where nobody knows yet which values are carried: searches every request and every response. What no
 * response issued stays as recorded.
 */
export function createValueFollower(limits?: TableLimits): ValueFollower {
  const table = createIssuedTable(limits);
  const links = createIdLinks();

  /** Everything that issued it under its own name, or what the same session was given under another. A mere word is an id only where ids stand. */
  const issuersOf = (key: string, token: RequestToken, session: string): readonly IssuedValue[] => {
    const isWord = /^[a-z_-]+$/.test(token.text) && !token.resource.startsWith('cookie:');
    if (isWord && token.idOf === 'nothing') return nothing;
    const earlier = table.find(key);
    if (earlier.length > 0 || table.isKnown(key)) return earlier;
    const linked = links.find(token, session);
    return linked === null ? nothing : [linked];
  };
  return {
    follow: ({ planned, exchange, request, producer }, visit) => {
      const { session, writes } = planned;
      const carried = new Map<string, readonly IssuedValue[]>();
      const own = new Set<string>();
      const secrets = new Set<string>();
      replaceTokens(request, (token) => {
        const { text, place, resource } = token;
        const key = keyOf(text, resource);
        if (key !== null) own.add(key);
        const earlier = key === null ? nothing : issuersOf(key, token, session);
        const isIssued = key !== null && earlier.length > 0;
        if (isIssued) carried.set(key, earlier);
        const isSecret = key !== null && !isIssued && isRedactionToken(text) && !place.startsWith('header.');
        if (isSecret) secrets.add(text);
        visit(token, earlier, isSecret);
        return null;
      });
      for (const key of own) if (!carried.has(key)) table.markKnown(key);
      const { values, notFollowed } = readIssuedValues(exchange, { producer, session, writes });
      // What the client could not know: neither from this request nor from an earlier one.
      const issued = values.filter((value) => !own.has(value.key) && table.add(value));
      for (const value of issued) links.note(value, exchange.target);
      return { carried, issued, secrets, notFollowed };
    },
  };
}
