import type { HeaderLine, HeaderLines } from '../domain/recording.ts';
import { decodeBody, headerOf, textKindOf } from './decode-body.ts';
import { type JsonLeaf, readJsonLeaves } from './json-leaves.ts';
import { resourceOfField, resourceOfSegment } from './resource-names.ts';
import type { SentRequest } from './sent-request.ts';
import { decodeText, encodeText } from './url-text.ts';

/** A piece of a request that could be a value which the service issued before. */
export type RequestToken = {
  readonly text: string;
  /** `target`, `header.<name>` or `body`. */
  readonly place: string;
  /** What the value would be an id of; see `keyOf`. */
  readonly resource: string;
};

/** Gives what to send in place of a token, or null to leave it. */
export type ReplaceToken = (token: RequestToken) => string | null;

type Spot = Omit<RequestToken, 'text'>;

/** Headers about the client itself or the connection: nothing that a service issued stands there. */
const plainHeaders =
  /^(?:host|user-agent|accept|accept-.*|content-.*|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|date|dnt|range|cache-control|pragma|origin|sec-.*|upgrade-insecure-requests|x-forwarded-.*|forwarded|via|priority|traceparent|tracestate)$/;

/** Texts above this are matched whole or not at all. */
const longestSplit = 16 * 1024;
const betweenWords = /([\s,;|"'<>(){}[\]&=]+)/;
const insideWords = /([/?:.#!*$@%+~]+)/;

/**
 * Used twice per exchange: with a function that only looks, to learn what a request carries, and with one that replaces, for each
 * instance. Tokens are whole texts first, then their parts, so a longer value wins over one inside it, and nothing is
 * ever replaced inside a longer word. What is not replaced keeps its very bytes.
 */
export function replaceTokens(request: SentRequest, replace: ReplaceToken): SentRequest {
  const { method } = request;
  const target = inTarget(request.target, replace);
  const headers = request.headers.map((line) => inHeader(line, request.target, replace));
  return { method, target, headers, body: inBody(request, replace) };
}

function inTarget(target: string, replace: ReplaceToken): string {
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  const segments = path.split('/');
  const sent = segments.map((raw, index) => {
    const before = decodeText(segments[index - 1] ?? '');
    return inEncoded(raw, { place: 'target', resource: resourceOfSegment(before) }, replace);
  });
  const query = at === -1 ? '' : `?${inFields(target.slice(at + 1), { place: 'target', target }, replace)}`;
  return `${sent.join('/')}${query}`;
}

function inFields(fields: string, where: { place: string; target: string }, replace: ReplaceToken): string {
  const inField = (field: string) => {
    const equals = field.indexOf('=');
    if (equals === -1) return field;
    const name = decodeText(field.slice(0, equals)).replace(/(?:\[.*\]|[:.].*)$/, '');
    const resource = resourceOfField({ name, parent: '', target: where.target });
    const value = inEncoded(field.slice(equals + 1), { place: where.place, resource }, replace);
    return `${field.slice(0, equals + 1)}${value}`;
  };
  return fields.split('&').map(inField).join('&');
}

/** Percent-encoded text. A plus stays what it is: as a blank in a form it separates words either way. */
function inEncoded(raw: string, spot: Spot, replace: ReplaceToken): string {
  if (raw === '') return raw;
  const text = decodeText(raw);
  const sent = inText(text, spot, replace);
  return sent === text ? raw : encodeText(sent);
}

function inHeader([name, value]: HeaderLine, target: string, replace: ReplaceToken): HeaderLine {
  const key = name.toLowerCase();
  if (plainHeaders.test(key)) return [name, value];
  const place = `header.${key}`;
  if (key === 'authorization' && /^basic /i.test(value)) return [name, inBasic(value, place, replace)];
  if (key !== 'cookie')
    return [name, inText(value, { place, resource: resourceOfHeader(key, target) }, replace)];
  const inCookie = (pair: string) => {
    const equals = pair.indexOf('=');
    if (equals === -1) return pair;
    const resource = `cookie:${pair.slice(0, equals).trim()}`;
    return `${pair.slice(0, equals + 1)}${inText(pair.slice(equals + 1), { place, resource }, replace)}`;
  };
  return [name, value.split(';').map(inCookie).join(';')];
}

/** `Basic` and base64 of user and password, each of which may be a value to replace. */
function inBasic(value: string, place: string, replace: ReplaceToken): string {
  const [scheme = '', encoded = ''] = value.split(/ +/, 2);
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  if (colon === -1) return inText(value, { place, resource: '' }, replace);
  const user = inText(plain.slice(0, colon), { place, resource: '' }, replace);
  const password = inText(plain.slice(colon + 1), { place, resource: '' }, replace);
  const sent = `${user}:${password}`;
  return sent === plain ? value : `${scheme} ${Buffer.from(sent, 'utf8').toString('base64')}`;
}

/** Validators belong to what they validate; other headers to what they are named for. */
export function resourceOfHeader(name: string, target: string): string {
  const [path = ''] = target.split('?', 1);
  if (name === 'etag' || name === 'if-none-match' || name === 'if-match') return `etag:${path}`;
  if (name === 'last-modified' || name.endsWith('modified-since')) return `last-modified:${path}`;
  return resourceOfField({ name: name.replace(/^x-/, ''), parent: '', target });
}

function inText(text: string, spot: Spot, replace: ReplaceToken): string {
  const whole = replace({ ...spot, text });
  if (whole !== null) return whole;
  if (text.length > longestSplit) return text;
  return inParts(text, betweenWords, (word) => {
    const wordInstead = word === text ? null : replace({ ...spot, text: word });
    if (wordInstead !== null) return wordInstead;
    return inParts(word, insideWords, (part) =>
      part === word ? part : (replace({ ...spot, text: part }) ?? part),
    );
  });
}

/** Every second part is a separator, which stays. */
function inParts(text: string, separator: RegExp, each: (part: string) => string): string {
  return text
    .split(separator)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : each(part)))
    .join('');
}

function inBody({ headers, body, target }: SentRequest, replace: ReplaceToken): Uint8Array {
  const kind = textKindOf(headers, body);
  if (kind !== 'json' && kind !== 'form') return body;
  if (!isPlain(headers)) return body;
  const text = decodeBody(headers, body);
  if (text === null) return body;
  const sent =
    kind === 'json' ? inJson(text, target, replace) : inFields(text, { place: 'body', target }, replace);
  return sent === text ? body : Buffer.from(sent, 'utf8');
}

/** A compressed request body is sent as it is. */
function isPlain(headers: HeaderLines): boolean {
  return /^(?:identity)?$/i.test(headerOf(headers, 'content-encoding')?.trim() ?? '');
}

/** Edits the text in place, so that digits, spacing and key order of all else stay. */
function inJson(text: string, target: string, replace: ReplaceToken): string {
  const pieces: string[] = [];
  let copied = 0;
  const isWhole = readJsonLeaves(text, (leaf) => {
    const { name, parent, start, end } = leaf;
    const spot = { place: 'body', resource: resourceOfField({ name, parent, target }) };
    const sent =
      leaf.kind === 'number'
        ? (replace({ ...spot, text: leaf.text }) ?? leaf.text)
        : inText(leaf.text, spot, replace);
    if (sent === leaf.text) return;
    pieces.push(text.slice(copied, start), asLiteral(sent, leaf));
    copied = end;
  });
  return isWhole ? `${pieces.join('')}${text.slice(copied)}` : text;
}

/** A number stays a number as long as the value in its place is one. */
function asLiteral(text: string, leaf: JsonLeaf): string {
  const isNumber = leaf.kind === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
  return isNumber ? text : JSON.stringify(text);
}
