import type { InstanceRole } from '../../domain/observation.ts';
import type { Exchange } from '../../domain/recording.ts';
import { isPeculiar } from './id-shapes.ts';
import { rememberAnswers } from './remember-answers.ts';
import { resourceOfHeader } from './request-tokens.ts';
import { isIdName, resourceOfField } from './resource-names.ts';
import { type ResponseValue, readResponseValues } from './response-values.ts';
import { isUrlText, readUrlValues, resourceOfUrlValue, type UrlPart } from './url-text.ts';

/**
 * How sure it is that the value was made by this very response, lowest first: seen in a list, read, answered to a write or in a
 * header, created (cookie, Location, id of a 201).
 */
export const certainties = ['listed', 'read', 'answered', 'created'] as const;
export type Certainty = (typeof certainties)[number];

/** What stands inside the quotes of an entity tag: clients put it elsewhere too, as the version of a document. */
export type Unquoted = { readonly kind: 'unquoted' };

/** A value that the recorded service issued, and what the instances issued in its place. */
export type IssuedValue = {
  /** Under which requests find it; see `keyOf`. */
  readonly key: string;
  readonly recorded: string;
  readonly place: string;
  /** Name of the member, field, header or cookie it stands in. */
  readonly name: string;
  /** Which piece, when the text at that place is a URL; `whole` is then that URL as recorded. */
  readonly part: UrlPart | Unquoted | null;
  readonly whole: string;
  readonly source: ResponseValue['source'];
  readonly certainty: Certainty;
  /** Number of the exchange among those that are replayed, from 0. */
  readonly producer: number;
  /** Which of the values that its response may issue, from 0. */
  readonly ordinal: number;
  readonly exchangeId: string;
  readonly session: string;
  /** Filled when the instances have answered. */
  readonly live: Map<InstanceRole, string>;
};

/** Names of fields whose value is worth following even when it is short, as long as it holds a digit. */
const isTokenName = rememberAnswers((name) =>
  /(?:code|token|ticket|session|nonce|csrf|xsrf|cursor|otp|secret)$/i.test(name),
);

/** May be an id under a name of its own, as in `{"job": "k3xq"}`; letters or digits alone only in what a write is answered with. */
const mayBeId = /^[\w-]{4,64}$/;

/** Values of one response that are followed at most. */
export const mostValues = 2000;

/**
 * Under which key a text is issued and looked up. A peculiar text is matched wherever it stands; a short one only together with
 * what it is an id of, and a validator, in its quotes, only for the path it validates. Null when it is too ordinary to follow.
 */
export function keyOf(text: string, resource: string): string | null {
  const isTag = resource.startsWith('etag:') && text.endsWith('"');
  const isValidator = isTag || resource.startsWith('last-modified:');
  if (!isValidator && isPeculiar(text)) return text;
  const isNamed = isValidator || resource.startsWith('cookie:') || /^[\w.~-]{1,64}$/.test(text);
  return resource !== '' && isNamed && text.length <= 256 ? `${resource}\n${text}` : null;
}

/** Used on each recorded exchange, in order: what its response may have issued, before asking who knew it already. */
export function readIssuedValues(
  exchange: Exchange,
  where: { readonly producer: number; readonly session: string; readonly writes: boolean },
): { readonly values: readonly IssuedValue[]; readonly notFollowed: number } {
  const values: IssuedValue[] = [];
  let notFollowed = 0;
  const { producer, session } = where;
  const { responseHeaders: headers, responseBody: body, messages } = exchange;
  const response = messages === undefined ? { headers, body } : { headers, body, messages };
  readResponseValues(response, (value) => {
    for (const found of followable(value, exchange, where.writes)) {
      if (values.length >= mostValues) notFollowed += 1;
      else {
        const { place, name, source, text: whole } = value;
        const certainty = found.isGuess ? 'read' : certaintyOf(value, exchange, where.writes);
        const { key, recorded, part } = found;
        values.push({
          ...{ key, recorded, part, place, name, whole, source, certainty, producer, session },
          ...{ exchangeId: exchange.id, ordinal: values.length },
          live: new Map(),
        });
      }
    }
  });
  return { values, notFollowed };
}

/** A guess has no name that says what it is: then only a baseline that issues another one shows that it is issued. */
type Followable = Pick<IssuedValue, 'key' | 'recorded' | 'part'> & { readonly isGuess?: boolean };

const nothing: readonly Followable[] = [];

function followable(value: ResponseValue, { target }: Exchange, writes: boolean): readonly Followable[] {
  if (value.source === 'location' || (value.source === 'body' && isUrlText(value.text))) {
    return readUrlValues(value.text).flatMap((found) => {
      const { part, text, before } = found;
      if (part.kind === 'field' && !isWorthFollowing(before, text)) return [];
      return keyed(text, resourceOfUrlValue(found, value.text), part);
    });
  }
  const { name, text, source } = value;
  if (source === 'cookie') return keyed(text, `cookie:${name}`, null);
  if (name === 'etag') return entityTag(text, target);
  if (source === 'header') {
    return isWorthFollowing(name, text) ? keyed(text, resourceOfHeader(name, target), null) : nothing;
  }
  const isWorth = isWorthFollowing(name, text);
  if (!isWorth && (value.inArray || !isGuess(text, writes))) return nothing;
  const found = keyed(text, resourceOfField({ name, parent: value.parent, target }), null);
  return isWorth ? found : found.map((one) => ({ ...one, isGuess: true }));
}

function isGuess(text: string, writes: boolean): boolean {
  return mayBeId.test(text) && (writes || /\d[\w-]*[A-Za-z]|[A-Za-z][\w-]*\d/.test(text));
}

/** For the path that it validates as it is, and wherever else as what stands in its quotes. */
function entityTag(text: string, target: string): readonly Followable[] {
  const inner = unquoted(text);
  const bare = inner === null || !isPeculiar(inner) ? [] : keyed(inner, '', { kind: 'unquoted' });
  return [...keyed(text, resourceOfHeader('etag', target), null), ...bare];
}

/** What stands in the quotes of an entity tag, weak or strong; null for what has none. */
export function unquoted(tag: string): string | null {
  return /^(?:W\/)?"(.+)"$/.exec(tag)?.[1] ?? null;
}

/** A peculiar text, an id, a validator, or a short token: never a word such as the `state` or `code` of something. */
function isWorthFollowing(name: string, text: string): boolean {
  if (isPeculiar(text) || isIdName(name) || name === 'last-modified') return true;
  return isTokenName(name) && /\d/.test(text);
}

function keyed(recorded: string, resource: string, part: IssuedValue['part']): readonly Followable[] {
  const key = keyOf(recorded, resource);
  return key === null ? nothing : [{ key, recorded, part }];
}

function certaintyOf(value: ResponseValue, exchange: Exchange, writes: boolean): Certainty {
  if (value.source === 'cookie' || value.source === 'location') return 'created';
  if (value.source === 'header') return 'answered';
  if (value.inArray) return 'listed';
  if (exchange.status === 201 && isIdName(value.name)) return 'created';
  return writes ? 'answered' : 'read';
}
