// covers: find-links.ts
// covers: follow-values.ts
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InstanceRole, Responded } from '../../../src/domain/observation.ts';
import type { Exchange, HeaderLine } from '../../../src/domain/recording.ts';
import type { ValueLinks } from '../../../src/domain/value-links.ts';
import { sentRequestOf } from '../../../src/replay/sending/sent-request.ts';
import { createLinkFinder } from '../../../src/replay/value-links/find-links.ts';
import { createValueCarrier, type ValueCarrier } from '../../../src/replay/values/carry-values.ts';
import { aRedactedJwt } from '../credentials/a-jwt.ts';
import { anExchange } from '../support/an-exchange.ts';

const roles: readonly InstanceRole[] = ['baseline', 'candidate'];
const jwt = aRedactedJwt('HS256', { sub: '1', exp: 1 });
const mapped = 'sg_ZyXwVuTsRqPoNmLkJiHgFe';
const credentials = [{ recorded: mapped, replay: 'the real one' }];
/** Few, so that they meet again: short ids, words, tokens, uuids. */
const texts = [
  ...['7', '17', '417', 'pending', 'k3xq', 'order-17', 'a1b2c3d4e5', jwt, mapped],
  ...['sg_AbCdEfGhIjKlMnOpQrStUv', '5f0c8a2e-9f6f-4a52-9f5e-3d2a1b0c9d8e', '2026-01-01T00:00:00Z'],
];
const text = fc.constantFrom(...texts);
const path = fc.constantFrom('/orders', '/carts', '/login', '/checkout', '/graphql');

const exchange = fc
  .record({
    session: fc.constantFrom('', 'ann', 'bob'),
    method: fc.constantFrom('GET', 'POST'),
    target: fc
      .tuple(path, fc.option(text), fc.option(text))
      .map(([at, id, query]) => `${at}${id === null ? '' : `/${encodeURIComponent(id)}`}${queryOf(query)}`),
    status: fc.constantFrom(200, 201, 404),
    requestHeaders: fc.option(fc.tuple(text, text)).map((pair) => sentLines(pair)),
    responseHeaders: fc.option(fc.tuple(text, text)).map((pair) => answeredLines(pair)),
    sent: fc.option(fc.tuple(text, text)),
    answered: fc.option(fc.tuple(text, text, fc.array(text, { maxLength: 3 }))),
  })
  .map(({ sent, answered, ...rest }) => {
    const [order, note] = sent ?? [];
    const [id, token, listed] = answered ?? [];
    const items = listed?.map((each) => ({ id: numberIn(each), sku: each }));
    return {
      ...rest,
      requestBody:
        sent === null ? '' : JSON.stringify({ orderId: numberIn(order ?? ''), note, order: { id: order } }),
      responseBody:
        answered === null
          ? ''
          : JSON.stringify({ id: numberIn(id ?? ''), token, next: `/orders/${id}`, items }),
    };
  });

test('what is sent is the same whether all values are followed or only those that are carried', () => {
  fc.assert(
    fc.property(
      fc.array(exchange, { maxLength: 14 }),
      fc.array(fc.nat(3), { maxLength: 14 }),
      (made, turns) => {
        const exchanges = made.map((each) => anExchange(each));
        const links = linksOf(exchanges);
        const all = replay(exchanges, turns, createValueCarrier(credentials, { resign }));
        const linked = replay(exchanges, turns, createValueCarrier(credentials, { resign, links }));
        expect(linked).toEqual(all);
      },
    ),
    { numRuns: 120 },
  );
});

const token = 'sg_AbCdEfGhIjKlMnOpQrStUv';
const login = anExchange({ method: 'POST', target: '/login', responseBody: JSON.stringify({ token }) });
const me = anExchange({ target: '/me', requestHeaders: [['Authorization', `Bearer ${token}`]] });
const other = anExchange({ target: '/products?page=2', responseBody: '{"items":[{"id":7}]}' });

test('exchanges that neither issue nor carry anything are not looked into', () => {
  const { reads, issuers, carriers } = linksOf([login, other, me, other]);
  expect([...reads]).toEqual([0, 0, 1, 0]);
  expect([[...issuers], [...carriers]]).toEqual([[0], [2]]);
  const carrier = createValueCarrier([], { links: linksOf([other]) });
  const unreadable = { ...other, responseHeaders: null, responseBody: null } as unknown as Exchange;
  expect(carrier.admit(plannedOf(other), unreadable, 0)).toMatchObject({ issued: [], carried: new Map() });
});

test('what an exchange issued that was left out is sent as recorded, and the rest stays in step', () => {
  const carrier = createValueCarrier([], { links: linksOf([login, other, login, me]) });
  const admitted = [
    carrier.admit(plannedOf(other), other, 1),
    carrier.admit(plannedOf(login), login, 2),
    carrier.admit(plannedOf(me), me, 3),
  ];
  expect(admitted.map(({ producers }) => [...producers])).toEqual([[], [], [1]]);
});

test('what was not followed is told all the same', () => {
  const many = anExchange({
    responseBody: JSON.stringify(Array.from({ length: 2100 }, (_, at) => ({ id: 1e9 + at }))),
  });
  const notes = createValueCarrier([], { links: linksOf([many]) }).notes();
  expect(notes).toEqual([`100 values of long responses were not followed, first in ${many.id}`]);
});

test('links of another recording are refused', () => {
  const carrier = createValueCarrier([], { links: linksOf([login, me]) });
  expect(() => carrier.admit(plannedOf(other), { ...other, responseBody: Buffer.from('{}') }, 0)).toThrow(
    'another recording',
  );
});

function linksOf(exchanges: readonly Exchange[]): ValueLinks {
  const finder = createLinkFinder(new Set([mapped]));
  for (const each of exchanges)
    finder.add({ planned: plannedOf(each), exchange: each, request: sentRequestOf(each) });
  return finder.result();
}

/** Each instance answers with values of its own, as `turns` says: some, all or none of them. */
function replay(exchanges: readonly Exchange[], turns: readonly number[], carrier: ValueCarrier) {
  const sent = exchanges.map((each, at) => {
    const admitted = carrier.admit(plannedOf(each), each, at);
    const requests = roles.map((role) => carrier.requestFor(admitted, role));
    const outcomes = roles.map((role) => [role, answerOf(each, role, turns[at] ?? 0)] as const);
    carrier.learn(
      admitted,
      outcomes.map(([role, outcome]) => ({ role, outcome })),
    );
    return { requests, producers: [...admitted.producers], login: admitted.login };
  });
  return { sent, notes: carrier.notes() };
}

function answerOf(
  { responseHeaders, responseBody, status }: Exchange,
  role: InstanceRole,
  turn: number,
): Responded {
  const own = (recorded: string): string =>
    texts.reduce(
      (all, each, at) => (at % 3 < turn ? all.replaceAll(each, `${each}${role.length}`) : all),
      recorded,
    );
  const headers = responseHeaders.map(([name, value]): HeaderLine => [name, own(value)]);
  const body = Buffer.from(own(responseBody.toString()));
  return { kind: 'responded', status, headers, body, trailers: [], durationMs: 1 };
}

function resign(given: string): string | null {
  return given === jwt ? 'signed.anew' : null;
}

function plannedOf({ id, session, method, target }: Exchange) {
  return { exchangeId: id, session, route: `${method} ${target}`, writes: method !== 'GET', reason: '' };
}

function numberIn(given: string): number | string {
  return /^\d+$/.test(given) ? Number(given) : given;
}

function queryOf(given: string | null): string {
  return given === null ? '' : `?after=${encodeURIComponent(given)}&page=7`;
}

function sentLines(pair: readonly [string, string] | null): readonly HeaderLine[] {
  if (pair === null) return [['Host', 'shop.example']];
  const basic = Buffer.from(`ann:${pair[1]}`).toString('base64');
  return [
    ['Authorization', pair[0] === '7' ? `Basic ${basic}` : `Bearer ${pair[0]}`],
    ['Cookie', `sid=${pair[1]}; theme=dark`],
    ['Content-Type', 'application/json'],
  ];
}

function answeredLines(pair: readonly [string, string] | null): readonly HeaderLine[] {
  const type: HeaderLine = ['Content-Type', 'application/json'];
  if (pair === null) return [type];
  return [
    type,
    ['Set-Cookie', `sid=${pair[0]}; HttpOnly`],
    ['ETag', `"${pair[1]}"`],
    ['Location', `/orders/${pair[0]}`],
  ];
}
