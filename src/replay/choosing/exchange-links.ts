import type { Exchange } from '../../domain/recording.ts';
import { createIdLinks } from '../values/id-links.ts';
import { keyOf, readIssuedValues } from '../values/issued-values.ts';
import { replaceTokens } from '../values/request-tokens.ts';
import type { RequestToken } from '../values/text-tokens.ts';
import { resourceOf } from './resource-of.ts';
import type { Survey } from './survey-recording.ts';

/** Numbers of earlier exchanges that an exchange rests on: they issued what it carries, or wrote to what it is about. */
export type ExchangeLinks = (index: number) => readonly number[];

export type LinkRequest = {
  readonly survey: Survey;
  readonly exchanges: AsyncIterable<Exchange>;
  /** Whether an exchange may be chosen, so that what it rests on must be known. Writes are looked into in any case. */
  readonly mayBeChosen: (index: number) => boolean;
};

/** Values and resources that are remembered at most; the oldest go first. */
const mostRemembered = 300_000;

/**
 * Used once it is known what may be chosen: reads the recording a second time and follows values from the responses that issued them to
 * the requests that carry them, as the replay will. Reads that cannot be chosen are passed over: nothing rests on them.
 */
export async function linkExchanges({ survey, exchanges, mayBeChosen }: LinkRequest): Promise<ExchangeLinks> {
  const found = new Map<number, readonly number[]>();
  const linker = createLinker();
  let index = 0;
  for await (const exchange of exchanges) {
    if (index >= survey.exchanges) break;
    if (survey.idOf(index) !== exchange.id) continue;
    if (mayBeChosen(index) || survey.leavesState(index)) {
      const kind = survey.kinds[survey.kindOf(index)];
      const links = linker.link({
        exchange,
        index,
        session: survey.sessionOf(index),
        route: kind?.route ?? '',
        writes: kind?.writes ?? true,
      });
      if (links.length > 0) found.set(index, links);
    }
    index += 1;
  }
  return (of) => found.get(of) ?? [];
}

type Linked = {
  readonly exchange: Exchange;
  readonly index: number;
  readonly session: string;
  readonly route: string;
  readonly writes: boolean;
};

function createLinker() {
  const issuers = createMemory();
  const writers = createMemory();
  const ids = createIdLinks();

  const issuerOf = (token: RequestToken, session: string): number | undefined => {
    const key = keyOf(token.text, token.resource);
    if (key === null) return undefined;
    const known = issuers.get(`${session}\n${key}`) ?? issuers.get(key);
    return known ?? ids.find(token, session)?.producer;
  };
  const remember = ({ exchange, index, session, writes }: Linked): void => {
    for (const value of readIssuedValues(exchange, { producer: index, session, writes }).values) {
      const isMade = value.certainty === 'answered' || value.certainty === 'created';
      for (const key of [value.key, `${session}\n${value.key}`]) {
        if (isMade || issuers.get(key) === undefined) issuers.set(key, index);
      }
      ids.note(value, exchange.target);
    }
  };
  return {
    link: (linked: Linked): readonly number[] => {
      const { exchange, session, route, writes, index } = linked;
      const { method, target, requestHeaders: headers, requestBody: body } = exchange;
      const links = new Set<number>();
      replaceTokens({ method, target, headers, body }, (token) => {
        const issuer = issuerOf(token, session);
        if (issuer !== undefined) links.add(issuer);
        return null;
      });
      const resource = resourceOf(route, target);
      const writer = resource === null ? undefined : writers.get(resource);
      if (writer !== undefined) links.add(writer);
      if (writes && resource !== null) writers.set(resource, index);
      remember(linked);
      return [...links];
    },
  };
}

/** The latest exchange by text; the text that was set longest ago is forgotten first. */
function createMemory() {
  const held = new Map<string, number>();
  return {
    get: (text: string): number | undefined => held.get(text),
    set: (text: string, index: number): void => {
      held.delete(text);
      held.set(text, index);
      if (held.size > mostRemembered) for (const oldest of held.keys().take(1)) held.delete(oldest);
    },
  };
}
