import { expect, test } from '@jest/globals';
import type { Exchange, ExchangeHead } from '../../src/domain/recording.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { aConversation } from './support/a-conversation.ts';
import { anExchange, asRecording } from './support/an-exchange.ts';

const upgrade = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
] as const;

test.each<[string, Exchange, string]>([
  ['a cut request body', anExchange({ truncated: 'request' }), 'request body not whole'],
  ['two cut bodies', anExchange({ truncated: 'both' }), 'request body not whole'],
  ['CONNECT', anExchange({ method: 'CONNECT', target: 'a.test:443' }), 'method CONNECT is for proxies'],
  ['TRACE', anExchange({ method: 'TRACE' }), 'method TRACE is for proxies'],
  [
    'an upgrade to what is no WebSocket',
    anExchange({
      requestHeaders: [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'mqtt'],
      ],
    }),
    'the connection changes protocol',
  ],
  [
    'a WebSocket without what was said on it',
    anExchange({ status: 101, requestHeaders: upgrade }),
    'what followed its upgrade was not recorded',
  ],
  ['OPTIONS *', anExchange({ method: 'OPTIONS', target: '*' }), 'its target is not a path'],
])('left out, with the reason: %s', async (_name, exchange, reason) => {
  const plan = await planReplay(asRecording([anExchange({ target: '/a' }), exchange]));
  expect(plan.exchanges).toHaveLength(1);
  expect(plan.leftOut).toEqual([{ reason, exchanges: 1 }]);
});

test.each<[string, Exchange]>([
  ['a cut response', anExchange({ truncated: 'response' })],
  ['no response at all', anExchange({ status: 0, failure: 'connection reset' })],
  ['a refused WebSocket', anExchange({ status: 401, requestHeaders: upgrade })],
  ['the beginning of a conversation', aConversation(['> a', '< b'], { truncated: 'both' })],
])('kept: %s', async (_name, exchange) => {
  expect(
    [...(await planReplay(asRecording([exchange]))).exchanges].map(({ exchangeId }) => exchangeId),
  ).toEqual([exchange.id]);
});

test('an id that appears twice is replayed once', async () => {
  const exchange = anExchange();
  const plan = await planReplay(asRecording([exchange, exchange]));
  expect(plan.exchanges).toHaveLength(1);
  expect(plan.leftOut).toEqual([{ reason: 'its id appears twice in the recording', exchanges: 1 }]);
});

test('order, sessions, routes and writes', async () => {
  const exchanges = [
    anExchange({ id: 'a', session: 's1', target: '/carts/17?x=1' }),
    anExchange({ id: 'b', session: 's2', method: 'POST', target: '/carts' }),
    anExchange({ id: 'c', session: 's1', method: 'HEAD', target: '/carts/18' }),
    anExchange({ id: 'd', method: 'POST', target: '/', requestHeaders: [['X-Amz-Target', 'S.Put']] }),
  ];
  const plan = await planReplay(asRecording(exchanges));
  expect(
    [...plan.exchanges].map(({ exchangeId, session, route, writes }) => [exchangeId, session, route, writes]),
  ).toEqual([
    ['a', 's1', 'GET /carts/{id}', false],
    ['b', 's2', 'POST /carts', true],
    ['c', 's1', 'HEAD /carts/{id}', false],
    ['d', '', 'POST / S.Put', true],
  ]);
  expect(plan.routes).toEqual(['GET /carts/{id}', 'HEAD /carts/{id}', 'POST / S.Put', 'POST /carts']);
});

test('heads without bodies are enough', async () => {
  async function* heads(): AsyncGenerator<ExchangeHead> {
    const {
      requestBody: _request,
      responseBody: _response,
      ...head
    } = anExchange({ target: '/graphql', method: 'POST' });
    yield head;
  }
  expect((await planReplay(heads())).routes).toEqual(['POST /graphql']);
});

test('of the responses, only successes say of what kind a route is', async () => {
  const goods = ['kettle-1l', 'board-oak', 'towel-l', 'mat-bath'];
  const html = [['content-type', 'text/html; charset=utf-8']] as const;
  const exchanges = [
    ...goods.map((name) => anExchange({ target: `/products/${name}` })),
    anExchange({ target: '/products/sofa-red', status: 404, responseHeaders: html }),
    anExchange({ target: '/products/size-guide', responseHeaders: html }),
  ];
  expect((await planReplay(asRecording(exchanges))).routes).toEqual([
    'GET /products/size-guide',
    'GET /products/{id}',
  ]);
});

test.each<[string, readonly string[], boolean]>([
  ['only listens', ['< news', '< more news', '> close 1000'], false],
  ['says something', ['< news', '> like'], true],
])('a conversation whose client %s', async (_name, lines, writes) => {
  const plan = await planReplay(asRecording([aConversation(lines)]));
  expect([...plan.exchanges]).toMatchObject([{ writes, route: 'GET /talk' }]);
});
