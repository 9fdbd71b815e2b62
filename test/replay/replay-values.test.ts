import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { replayPlan } from '../../src/replay/replay-plan.ts';
import { anExchange } from './support/an-exchange.ts';
import { type Answer, answerJson, type LoggingServer } from './support/logging-server.ts';
import { allOf, requestTo, threeOf, wordOf } from './support/three-instances.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function started(makeService: () => Answer): Promise<readonly LoggingServer[]> {
  const servers = await threeOf(makeService);
  cleanUps.push(...servers.map(({ stop }) => stop));
  return servers;
}

/** A service that makes ids, tokens and codes of its own, as no two instances do alike. */
function shop(): Answer {
  const token = randomUUID();
  const code = randomUUID();
  const answerOrders = ordersOfOneInstance();
  return (asked, body, response) => {
    const { url = '', headers } = asked;
    if (url === '/login') return answerJson(response, 200, { token });
    if (url === '/token') return answerJson(response, body.includes(`code=${code}`) ? 200 : 400, {});
    if (url.startsWith('/authorize')) {
      return response.writeHead(302, { Location: `https://app.test/cb?code=${code}` }).end();
    }
    if (headers.authorization !== `Bearer ${token}`) return answerJson(response, 401, {});
    return answerOrders(asked, body, response);
  };
}

function ordersOfOneInstance(): Answer {
  const orders = new Map<string, string>();
  const first = 5000 + Math.floor(Math.random() * 1000);
  return ({ method, url = '' }, body, response) => {
    const orderId = /^\/orders\/(\d+)$/.exec(url)?.[1] ?? String(first + orders.size);
    if (method === 'POST') orders.set(orderId, body);
    const isKnown = orders.has(orderId);
    if (method === 'DELETE') orders.delete(orderId);
    return answerJson(response, isKnown ? (method === 'POST' ? 201 : 200) : 404, { id: Number(orderId) });
  };
}

test('tokens, codes and ids that each instance issues are carried to its own later requests', async () => {
  const servers = await started(shop);
  const token = 'sg_AbCdEfGhIjKlMnOpQrStUv';
  const code = 'd0c0ffee-9f6f-4a52-9f5e-3d2a1b0c9d8e';
  const auth = [
    ['Host', 'shop.test'],
    ['Authorization', `Bearer ${token}`],
    ['Content-Type', 'application/json'],
  ] as const;
  const recorded = [
    anExchange({
      session: 'c1',
      method: 'POST',
      target: '/login',
      requestBody: '{}',
      responseBody: `{"token":"${token}"}`,
    }),
    anExchange({
      session: 'a',
      method: 'POST',
      target: '/orders',
      requestHeaders: auth,
      requestBody: '{"sku":"x"}',
      status: 201,
      responseBody: '{"id":17}',
    }),
    anExchange({ session: 'a', target: '/orders/17', requestHeaders: auth }),
    anExchange({
      session: 'b',
      target: '/authorize?response_type=code',
      status: 302,
      responseHeaders: [['Location', `https://app.test/cb?code=${code}`]],
    }),
    anExchange({
      session: 'c',
      method: 'POST',
      target: '/token',
      requestHeaders: [['Content-Type', 'application/x-www-form-urlencoded']],
      requestBody: `code=${code}`,
    }),
    anExchange({ session: 'a', method: 'DELETE', target: '/orders/17', requestHeaders: auth }),
    anExchange({ session: 'a', target: '/orders/17', requestHeaders: auth }),
  ];
  const observed = await allOf(replayPlan(await requestTo(servers, recorded)));
  expect(observed.map(wordOf)).toEqual(['200', '201', '200', '302', '200', '200', '404']);
  for (const { baseline, secondary } of observed) expect(secondary?.outcome.kind).toBe(baseline.outcome.kind);
  expect(observed[2]?.candidate.substitutions.map(({ place, recorded: from }) => [place, from])).toEqual([
    ['path/2', '17'],
    ['header.authorization', token],
  ]);
});

test('a read waits for the read that issues what it carries', async () => {
  const nonce = 'd0c0ffee-9f6f-4a52-9f5e-3d2a1b0c9d8e';
  const servers = await started(() => {
    const own = randomUUID();
    return ({ url = '' }, _body, response) => {
      if (url === '/nonce') setImmediate(() => answerJson(response, 200, { nonce: own }));
      else answerJson(response, url.endsWith(own) ? 200 : 409, {});
    };
  });
  const recorded = [
    anExchange({ session: 'a', target: '/nonce', responseBody: `{"nonce":"${nonce}"}` }),
    anExchange({ session: 'b', target: `/use?nonce=${nonce}` }),
  ];
  expect((await allOf(replayPlan(await requestTo(servers, recorded)))).map(wordOf)).toEqual(['200', '200']);
});
