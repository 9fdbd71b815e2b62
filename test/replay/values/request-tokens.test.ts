import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SentRequest } from '../../../src/replay/sending/sent-request.ts';
import { replaceTokens } from '../../../src/replay/values/request-tokens.ts';
import type { ReplaceToken } from '../../../src/replay/values/text-tokens.ts';

function aRequest(told: Partial<Omit<SentRequest, 'body'>> & { body?: string } = {}): SentRequest {
  return { method: 'GET', target: '/', headers: [], ...told, body: Buffer.from(told.body ?? '') };
}

const json = [['Content-Type', 'application/json']] as const;
const form = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
const swap =
  (from: string, to: string): ReplaceToken =>
  ({ text }) =>
    text === from ? to : null;

describe('tokens are replaced', () => {
  test.each<[string, SentRequest, Partial<SentRequest> | { text: string }]>([
    ['in a path segment', aRequest({ target: '/orders/old/items' }), { target: '/orders/NEW/items' }],
    [
      'in a segment with an extension',
      aRequest({ target: '/orders/old.json' }),
      { target: '/orders/NEW.json' },
    ],
    ['in a query value', aRequest({ target: '/o?a=1&code=old&b=' }), { target: '/o?a=1&code=NEW&b=' }],
    ['in a list', aRequest({ target: '/o?ids=1,old,3' }), { target: '/o?ids=1,NEW,3' }],
    [
      'in a bearer token',
      aRequest({ headers: [['Authorization', 'Bearer old']] }),
      { headers: [['Authorization', 'Bearer NEW']] },
    ],
    [
      'in basic credentials',
      aRequest({ headers: [['authorization', `Basic ${btoa('ada:old')}`]] }),
      { headers: [['authorization', `Basic ${btoa('ada:NEW')}`]] },
    ],
    [
      'in a cookie',
      aRequest({ headers: [['Cookie', 'a=1; sid=old; b=2']] }),
      { headers: [['Cookie', 'a=1; sid=NEW; b=2']] },
    ],
    [
      'in a JSON string',
      aRequest({ headers: json, body: '{"a": "old", "b":1.0}' }),
      { text: '{"a": "NEW", "b":1.0}' },
    ],
    ['in a form', aRequest({ headers: form, body: 'grant=x&token=old' }), { text: 'grant=x&token=NEW' }],
    [
      'inside a GraphQL document',
      aRequest({ headers: json, body: '{"query":"{order(id:\\"old\\"){id}}"}' }),
      { text: '{"query":"{order(id:\\"NEW\\"){id}}"}' },
    ],
  ])('%s', (_name, request, expected) => {
    const { body, ...sent } = replaceTokens(request, swap('old', 'NEW'));
    expect({ ...sent, text: Buffer.from(body).toString() }).toMatchObject(expected);
  });

  test('a JSON number stays a number while it can', () => {
    const request = aRequest({ headers: json, body: '{"orderId": 17}' });
    expect(Buffer.from(replaceTokens(request, swap('17', '3')).body).toString()).toBe('{"orderId": 3}');
    expect(Buffer.from(replaceTokens(request, swap('17', 'a3f9')).body).toString()).toBe(
      '{"orderId": "a3f9"}',
    );
  });

  test('what needs encoding in a target is encoded', () => {
    const sent = replaceTokens(aRequest({ target: '/o/old?c=old' }), swap('old', 'a/b c'));
    expect(sent.target).toBe('/o/a%2Fb%20c?c=a%2Fb%20c');
  });
});

describe('tokens are left alone', () => {
  test.each([
    ['inside a longer word', aRequest({ target: '/gold/old-timer?x=old1' })],
    [
      'in the Host and other headers about the client',
      aRequest({
        headers: [
          ['Host', 'old'],
          ['User-Agent', 'old'],
        ],
      }),
    ],
    [
      'in a compressed body',
      aRequest({ headers: [...json, ['Content-Encoding', 'gzip']], body: '{"a":"old"}' }),
    ],
    ['in a body that is not JSON after all', aRequest({ headers: json, body: '{"a":"old"' })],
    [
      'in a multipart body',
      aRequest({ headers: [['Content-Type', 'multipart/form-data; boundary=x']], body: 'old' }),
    ],
  ])('%s', (_name, request) => {
    expect(replaceTokens(request, swap('old', 'NEW'))).toEqual(request);
  });
});

test('a longer value wins over one inside it', () => {
  const sent = replaceTokens(aRequest({ headers: [['X-Token', 'a.b']] }), ({ text }) =>
    text === 'a.b' ? 'whole' : text === 'a' ? 'part' : null,
  );
  expect(sent.headers).toEqual([['X-Token', 'whole']]);
});

test('tokens say what they would be an id of', () => {
  const told: string[] = [];
  const request = aRequest({
    target: '/carts/3?orderId=17',
    headers: [...json, ['If-None-Match', '"e"'], ['Cookie', 'sid=s']],
    body: '{"item":{"id":9}}',
  });
  replaceTokens(request, ({ text, place, resource }) => {
    if (['3', '17', '"e"', 's', '9'].includes(text)) told.push(`${place} ${resource} ${text}`);
    return null;
  });
  expect(told).toEqual([
    'path/2 cart 3',
    'query/orderId order 17',
    'header.if-none-match etag:/carts/3 "e"',
    'header.cookie/sid cookie:sid s',
    'body/item/id item 9',
  ]);
});

test('law: what is not replaced keeps its very bytes', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(anyText, fc.constantFrom(json, form), anyText, fc.json(), (target, headers, value, body) => {
      const request = {
        method: 'POST',
        target: `/${target}`,
        headers: [...headers, ['X-A', value] as const, ['Cookie', value] as const],
        body: Buffer.from(body),
      };
      expect(replaceTokens(request, () => null)).toEqual(request);
    }),
  );
});
