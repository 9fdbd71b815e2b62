import { describe, expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../src/domain/recording.ts';
import { anExchange } from '../support/an-exchange.ts';
import { replayed } from '../support/one-instance.ts';

const recorded = '5f0c8a2e-9f6f-4a52-9f5e-3d2a1b0c9d8e';
const live = '91d7b3c4-1a2b-4c3d-8e4f-5a6b7c8d9e0f';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const base64 = (text: string) => Buffer.from(text).toString('base64');
const url64 = (text: string) => Buffer.from(text).toString('base64url');
const jwt = (claims: unknown) => `${url64('{"alg":"HS256"}')}.${url64(JSON.stringify(claims))}.c2lnbmF0dXJl`;

type Response = { readonly headers?: HeaderLines; readonly body?: Buffer };
type Request = { readonly target?: string; readonly headers?: HeaderLines; readonly body?: string };

const form: HeaderLines = [['Content-Type', 'application/x-www-form-urlencoded']];
const asJson: HeaderLines = [['Content-Type', 'application/json']];
const multipart: HeaderLines = [['Content-Type', 'multipart/form-data; boundary=x']];
const part = (text: string) =>
  `--x\r\nContent-Disposition: form-data; name="order"\r\n\r\n${text}\r\n--x--\r\n`;

/** What is sent second, when the first response issues `recorded` in production and `live` here. */
function sentAfter(
  response: (id: string) => Response,
  { target = '/next', headers = [], body = '' }: Request,
) {
  const [before, here] = [response(recorded), response(live)];
  const issue = anExchange({
    ...{ id: 'x1', method: 'POST', target: '/orders', status: 201 },
    ...(before.headers === undefined ? {} : { responseHeaders: before.headers }),
    ...(before.body === undefined ? {} : { responseBody: before.body }),
  });
  const use = anExchange({ id: 'x2', method: 'POST', target, requestHeaders: headers, requestBody: body });
  const answer = { ...(here.headers && { headers: here.headers }), ...(here.body && { body: here.body }) };
  return replayed([[issue, answer], [use]]).sent[1];
}

const member = (id: string) => ({ body: json({ id }) });

test.each<[string, (id: string) => Response, (id: string) => Request]>([
  ['JSON to a path', member, (id) => ({ target: `/orders/${id}` })],
  ['JSON to a query', member, (id) => ({ target: `/find?order=${id}&x=1` })],
  ['JSON to a header', member, (id) => ({ headers: [['X-Order', id]] })],
  ['JSON to a form', member, (id) => ({ headers: form, body: `a=1&order=${id}` })],
  ['JSON to a part of a multipart form', member, (id) => ({ headers: multipart, body: part(id) })],
  ['JSON to JSON in a part', member, (id) => ({ headers: multipart, body: part(`{"ref":"${id}"}`) })],
  [
    'JSON to JSON in a string of JSON',
    member,
    (id) => ({ headers: asJson, body: JSON.stringify({ payload: JSON.stringify({ ref: [id] }) }) }),
  ],
  ['JSON to base64', member, (id) => ({ target: `/list?cursor=${base64(`{"after":"${id}"}`)}` })],
  ['JSON to base64 for URLs', member, (id) => ({ target: `/list?cursor=${url64(`order:${id}?>`)}` })],
  [
    'JSON to a URL in a query',
    member,
    (id) => ({ target: `/go?to=${encodeURIComponent(`/orders/${id}?a=b`)}` }),
  ],
  [
    'JSON to a percent-encoded cookie',
    member,
    (id) => ({ headers: [['Cookie', `a=1; cart=${encodeURIComponent(`{"id":"${id}"}`)}`]] }),
  ],
  [
    'a string of JSON in JSON',
    (id) => ({ body: json({ event: JSON.stringify({ order: { id } }) }) }),
    (id) => ({ target: `/orders/${id}` }),
  ],
  [
    'JSON in base64 in JSON',
    (id) => ({ body: json({ next: base64(JSON.stringify({ after: id })) }) }),
    (id) => ({ target: `/list?after=${id}` }),
  ],
  [
    'JSON percent-encoded in a cookie',
    (id) => ({ headers: [['Set-Cookie', `cart=${encodeURIComponent(JSON.stringify({ id }))}; Path=/`]] }),
    (id) => ({ target: `/carts/${id}` }),
  ],
  [
    'a claim of a JWT in a cookie',
    (id) => ({ headers: [['Set-Cookie', `auth=${jwt({ tenant: id, exp: 1 })}`]] }),
    (id) => ({ target: `/tenants/${id}` }),
  ],
  [
    'a cookie to a cookie of another name',
    (id) => ({ headers: [['Set-Cookie', `sid=${id}; HttpOnly`]] }),
    (id) => ({ headers: [['Cookie', `old-sid=${id}`]] }),
  ],
  [
    'a cookie to a header',
    (id) => ({ headers: [['Set-Cookie', `XSRF-TOKEN=${id}`]] }),
    (id) => ({ headers: [['X-XSRF-TOKEN', id]] }),
  ],
  [
    'what has to be encoded',
    (id) => ({ body: json({ token: `${id}/+==` }) }),
    (id) => ({ target: `/use?token=${encodeURIComponent(`${id}/+==`)}` }),
  ],
])('from %s', (_name, response, request) => {
  const expected = request(live);
  const sent = sentAfter(response, request(recorded));
  expect(sent?.target).toBe(expected.target ?? '/next');
  expect(sent?.headers).toEqual(expected.headers ?? []);
  expect(sent?.body).toBe(expected.body ?? '');
  expect(sent?.substitutions).toMatchObject([{ from: { exchangeId: 'x1' } }]);
  expect(sent?.unresolved).toEqual([]);
});

describe('each value says where it stood, and where it comes from', () => {
  const from = { exchangeId: 'x1', place: 'body/id' };

  test.each<[string, Request]>([
    ['path/2', { target: `/orders/${recorded}` }],
    ['query/after', { target: `/list?a=1&after=${recorded}` }],
    ['header.x-order', { headers: [['X-Order', recorded]] }],
    ['header.cookie/cart', { headers: [['Cookie', `a=1; cart=${recorded}`]] }],
    ['body/order', { headers: form, body: `order=${recorded}` }],
    ['body/items/1/ref', { headers: asJson, body: JSON.stringify({ items: [0, { ref: recorded }] }) }],
    ['query/c/(base64)/(json)/after', { target: `/list?c=${base64(`{"after":"${recorded}"}`)}` }],
  ])('%s', (place, request) => {
    expect(sentAfter(member, request)?.substitutions).toEqual([{ place, recorded, live, from }]);
  });
});

describe('a value that was not issued here', () => {
  const issue = anExchange({
    id: 'x1',
    method: 'POST',
    target: '/orders',
    responseBody: json({ id: recorded }),
  });
  const use = anExchange({ target: `/orders/${recorded}` });
  const missing = [{ place: 'path/2', recorded, from: { exchangeId: 'x1', place: 'body/id' } }];

  test.each([
    ['the response failed', { status: 500 }],
    ['the response has another shape', { body: json({ order: live }) }],
  ])('is unresolved: %s', (_name, answer) => {
    const sent = replayed([[issue, answer], [use]]).sent[1];
    expect(sent).toMatchObject({ target: use.target, substitutions: [], unresolved: missing });
  });

  test('is no miss where the baseline reads the recorded value itself', () => {
    const read = anExchange({ target: '/latest', responseBody: json({ id: recorded }) });
    const sent = replayed([[read], [use]]).sent[1];
    expect(sent).toMatchObject({ target: use.target, substitutions: [], unresolved: [] });
  });
});
