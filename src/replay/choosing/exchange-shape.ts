import { decodeContent } from '../../content-coding/decode-content.ts';
import {
  type Exchange,
  type ExchangeHead,
  type HeaderLines,
  headerOf,
  headerValues,
} from '../../domain/recording.ts';
import { readJsonFacts } from './json-facts.ts';
import { hashOfSet, hashText, joinHashes } from './text-hash.ts';

/** What a survey keeps of the form of one exchange. */
export type ExchangeShape = {
  /** Equal for exchanges of one place that have the same names and types everywhere, whatever their values. */
  readonly shape: number;
  /** What its values are like, each a hash: negative, empty, of four digits, not ASCII. */
  readonly likenesses: readonly number[];
};

/** Larger bodies are told apart by type and size; unpacking them would take longer than it tells. */
const longestBody = 64 * 1024;
const names = new Map<string, number>();
const mostNames = 5_000;

/**
 * The signature by which rare exchanges are found: names of the query, header names of the request, status, header names of the
 * response, and the types in both bodies, all independent of order. Method and route are known to the caller.
 */
export function shapeOf(exchange: ExchangeHead | Exchange): ExchangeShape {
  const { requestHeaders, responseHeaders, status, failure } = exchange;
  const likenesses: number[] = [];
  const parts = [
    shapeOfQuery(exchange.target, likenesses),
    hashOfSet(requestHeaders.map(([name]) => hashOfName(name))),
    failure === undefined ? status : hashText('failure'),
    hashOfSet(responseHeaders.map(([name]) => hashOfName(name))),
    'requestBody' in exchange ? shapeOfBody(requestHeaders, exchange.requestBody, likenesses) : 0,
    'responseBody' in exchange ? shapeOfBody(responseHeaders, exchange.responseBody, likenesses) : 0,
  ];
  return { shape: parts.reduce(joinHashes, 0), likenesses };
}

/** A recording has few names, millions of times. */
function hashOfName(name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  const hash = hashText(name.toLowerCase());
  if (names.size < mostNames) names.set(name, hash);
  return hash;
}

function shapeOfQuery(target: string, likenesses: number[]): number {
  const start = target.indexOf('?');
  if (start === -1) return 0;
  return shapeOfFields(target.slice(start + 1), likenesses);
}

function shapeOfFields(text: string, likenesses: number[]): number {
  const fields: number[] = [];
  for (const field of text.split('&', 200)) {
    const equals = field.indexOf('=');
    const name = hashOfName(equals === -1 ? field : field.slice(0, equals));
    fields.push(name);
    if (equals !== -1) likenesses.push(joinHashes(name, likenessOfField(field.slice(equals + 1))));
  }
  return hashOfSet(fields);
}

/** Short words are what switches on in a service: `sort=price` is unlike `sort=name`. */
function likenessOfField(value: string): number {
  if (/^-?\d+(?:\.\d+)?$/.test(value))
    return value.length + (value.startsWith('-') ? 100 : 0) + (Number(value) === 0 ? 50 : 0);
  return /^[a-z_-]{0,20}$/i.test(value) ? hashText(value) : 1_000 + Math.min(20, value.length >> 3);
}

function shapeOfBody(headers: HeaderLines, body: Uint8Array, likenesses: number[]): number {
  if (body.byteLength === 0) return 0;
  const type = headerOf(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isForm = type === 'application/x-www-form-urlencoded';
  const bySize = joinHashes(hashText(type), Math.floor(Math.log2(body.byteLength)));
  if (
    body.byteLength > longestBody ||
    !(isForm || type === '' || type.includes('json') || type.startsWith('text/plain'))
  ) {
    return bySize;
  }
  const decoded = decodeContent(body, headerValues(headers, 'content-encoding'), 4 * longestBody);
  if (decoded.kind === 'undecodable') return joinHashes(bySize, 1);
  if (isForm) return shapeOfFields(Buffer.from(decoded.bytes).toString('latin1'), likenesses);
  const types = new Set<number>();
  const isJson = readJsonFacts(decoded.bytes, (typed, liked) => {
    types.add(typed);
    likenesses.push(liked);
  });
  return isJson ? hashOfSet(types) : hashText(type);
}
