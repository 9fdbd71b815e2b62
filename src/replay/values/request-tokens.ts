import type { HeaderLine } from '../../domain/recording.ts';
import type { RecordedConversation, SentRequest } from '../sending/sent-request.ts';
import { inBody } from './body-tokens.ts';
import { inFields, placeOf } from './field-tokens.ts';
import { idPlaceBehind, resourceOfField, resourceOfSegment } from './resource-names.ts';
import { inEncoded, inText, type ReplaceToken, type Spot } from './text-tokens.ts';
import { decodeText } from './url-text.ts';

/** Headers about the client itself or the connection: nothing that a service issued stands there. */
const plainHeaders =
  /^(?:host|user-agent|accept|accept-.*|content-.*|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|date|dnt|range|cache-control|pragma|origin|sec-.*|upgrade-insecure-requests|x-forwarded-.*|forwarded|via|priority|traceparent|tracestate)$/;

/**
 * Used twice per exchange: with a function that only looks, to learn what a request carries, and with one that replaces, for each
 * instance. Tokens are whole texts first, then their parts, so a longer value wins over one inside it, and nothing is
 * ever replaced inside a longer word. What is not replaced keeps its very bytes.
 */
export function replaceTokens(request: SentRequest, replace: ReplaceToken): SentRequest {
  const target = inTarget(request.target, replace);
  const headers = request.headers.map((line) => inHeader(line, request.target, replace));
  const { conversation } = request;
  return {
    ...request,
    ...{ target, headers, body: inBody(request, replace) },
    ...(conversation === undefined ? {} : { conversation: inConversation(conversation, request, replace) }),
  };
}

/** What the client says, message by message; JSON is recognised, since no header tells what a message is. */
function inConversation(
  conversation: RecordedConversation,
  { method, target }: SentRequest,
  replace: ReplaceToken,
): RecordedConversation {
  const spoken = conversation.spoken.map((message) => {
    if (message.from !== 'client' || message.kind !== 'text') return message;
    const payload = inBody({ method, target, headers: [], body: message.payload }, replace);
    return { ...message, payload, size: payload.byteLength };
  });
  return { ...conversation, spoken };
}

function inTarget(target: string, replace: ReplaceToken): string {
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  const segments = path.split('/');
  const sent = segments.map((raw, index) => {
    const before = decodeText(segments[index - 1] ?? '');
    const spot = { place: `path/${index}`, resource: resourceOfSegment(before), idOf: idPlaceBehind(before) };
    return inEncoded(raw, spot, replace);
  });
  const query = at === -1 ? '' : `?${inFields(target.slice(at + 1), { place: 'query', target }, replace)}`;
  return `${sent.join('/')}${query}`;
}

function inHeader([name, value]: HeaderLine, target: string, replace: ReplaceToken): HeaderLine {
  const key = name.toLowerCase();
  if (plainHeaders.test(key)) return [name, value];
  const place = `header.${key}`;
  if (key === 'authorization' && /^basic /i.test(value)) return [name, inBasic(value, place, replace)];
  if (key !== 'cookie')
    return [
      name,
      inText(value, { place, resource: resourceOfHeader(key, target), idOf: 'nothing' }, replace),
    ];
  const inCookie = (pair: string) => {
    const equals = pair.indexOf('=');
    if (equals === -1) return pair;
    const cookie = pair.slice(0, equals).trim();
    const spot = {
      place: placeOf(place, cookie),
      resource: `cookie:${cookie}`,
      idOf: 'nothing',
    } as const;
    return `${pair.slice(0, equals + 1)}${inCookieValue(pair.slice(equals + 1), spot, replace)}`;
  };
  return [name, value.split(';').map(inCookie).join(';')];
}

/** As it stands, which is how it was set, and else what it holds percent-encoded. */
function inCookieValue(raw: string, spot: Spot, replace: ReplaceToken): string {
  const sent = inText(raw, spot, replace);
  const text = decodeText(raw);
  if (sent !== raw || text === raw) return sent;
  const inside = inText(text, spot, replace);
  return inside === text ? raw : encodeURIComponent(inside);
}

/** `Basic` and base64 of user and password, each of which may be a value to replace. */
function inBasic(value: string, place: string, replace: ReplaceToken): string {
  const [scheme = '', encoded = ''] = value.split(/ +/, 2);
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  const spot = { place, resource: '', idOf: 'nothing' } as const;
  if (colon === -1) return inText(value, spot, replace);
  const user = inText(plain.slice(0, colon), spot, replace);
  const password = inText(plain.slice(colon + 1), spot, replace);
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
