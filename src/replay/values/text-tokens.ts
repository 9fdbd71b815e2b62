import { inJson } from './json-tokens.ts';
import type { IdPlace } from './resource-names.ts';
import { decodeText, encodeText } from './url-text.ts';

/** A piece of a request that could be a value which the service issued before. */
export type RequestToken = {
  readonly text: string;
  /** As in `Substitution`, with `/(base64)` or `/(json)` behind what it was packed into. */
  readonly place: string;
  /** What the value would be an id of; see `keyOf`. */
  readonly resource: string;
  readonly idOf: IdPlace;
};

/** Gives what to send in place of a token, or null to leave it. */
export type ReplaceToken = (token: RequestToken) => string | null;

export type Spot = Omit<RequestToken, 'text'>;

/** Texts above this are matched whole or not at all. */
const longestSplit = 16 * 1024;
/** An equals sign separates what it assigns; at the end of a word it belongs to base64. */
const betweenWords = /([\s,;|"'<>(){}[\]&]+|=(?=[^\s,;|"'<>(){}[\]&=]))/;
const insideWords = /([/?:.#!*$@%+~]+)/;

/**
 * Used on every text of a request: the whole of it first, then what it holds as JSON or base64, then its words and their parts, so that
 * a longer value wins over one inside it. What is not replaced keeps its very characters.
 */
export function inText(text: string, spot: Spot, replace: ReplaceToken): string {
  const whole = replace({ ...spot, text });
  if (whole !== null) return whole;
  if (text.length > longestSplit) return text;
  const recoded = /^\s*[[{]/.test(text) ? inNestedJson(text, spot, replace) : inBase64(text, spot, replace);
  if (recoded !== text) return recoded;
  return inParts(text, betweenWords, (word) => {
    const wordInstead = word === text ? null : replace({ ...spot, text: word });
    if (wordInstead !== null) return wordInstead;
    return inParts(word, insideWords, (part) =>
      part === word ? part : (replace({ ...spot, text: part }) ?? part),
    );
  });
}

/** Percent-encoded text. A plus stays what it is: as a blank in a form it separates words either way. */
export function inEncoded(raw: string, spot: Spot, replace: ReplaceToken): string {
  if (raw === '') return raw;
  const text = decodeText(raw);
  const sent = inText(text, spot, replace);
  return sent === text ? raw : encodeText(sent);
}

/** JSON as one string, such as the payload of an event inside its envelope. Its ids have names of their own. */
function inNestedJson(text: string, spot: Spot, replace: ReplaceToken): string {
  return inJson(text, '', ({ text: inner, kind, pointer, resource, idOf }) => {
    const inside = { place: `${spot.place}/(json)${pointer}`, resource, idOf };
    return kind === 'number'
      ? (replace({ ...inside, text: inner }) ?? inner)
      : inText(inner, inside, replace);
  });
}

/** Every second part is a separator, which stays. */
function inParts(text: string, separator: RegExp, each: (part: string) => string): string {
  return text
    .split(separator)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : each(part)))
    .join('');
}

type Base64 = { readonly plain: string; readonly encode: (plain: string) => string };

/** Cursors and global ids are often JSON or a few words in base64, which some clients make themselves from ids they know. */
function inBase64(text: string, spot: Spot, replace: ReplaceToken): string {
  const found = asBase64(text);
  if (found === null) return text;
  const { plain, encode } = found;
  const sent = inText(plain, { ...spot, place: `${spot.place}/(base64)` }, replace);
  return sent === plain ? text : encode(sent);
}

/** Null unless it decodes to text that a person could read, and encodes to the same again. */
function asBase64(text: string): Base64 | null {
  if (text.length < 8 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const plain = Buffer.from(text, 'base64').toString('utf8');
  if (!/^[\t\n\r\x20-\x7e\u00a0-\ufffc]+$/.test(plain)) return null;
  const encoders = [
    (inner: string) => Buffer.from(inner, 'utf8').toString('base64'),
    (inner: string) => Buffer.from(inner, 'utf8').toString('base64url'),
    (inner: string) => Buffer.from(inner, 'utf8').toString('base64').replace(/=+$/, ''),
  ];
  const encode = encoders.find((candidate) => candidate(plain) === text);
  return encode === undefined ? null : { plain, encode };
}
