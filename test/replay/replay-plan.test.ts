import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ObservedExchange } from '../../src/domain/observation.ts';
import type { ProgressEvent } from '../../src/domain/progress.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { type ReplayRequest, replayPlan } from '../../src/replay/replay-plan.ts';
import { anExchange, asRecording } from './support/an-exchange.ts';
import { type Answer, answerJson, type LoggingServer, startLoggingServer } from './support/logging-server.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const settings = { concurrency: 4, exchangeTimeoutMs: 5000, runTimeoutMs: 60_000, credentials: [] };
const roles = ['baseline', 'secondary', 'candidate'] as const;

/** Three instances of one service, each with state of its own. */
async function threeOf(makeService: () => Answer): Promise<readonly LoggingServer[]> {
  const servers = await Promise.all(roles.map(() => startLoggingServer(makeService())));
  for (const server of servers) cleanUps.push(server.stop);
  return servers;
}

async function request(
  servers: readonly LoggingServer[],
  recorded: readonly Exchange[],
  told: Partial<ReplayRequest> = {},
): Promise<ReplayRequest> {
  return {
    plan: await planReplay(asRecording(recorded)),
    exchanges: () => asRecording(recorded),
    targets: roles.map((role, index) => ({
      role,
      origin: servers[index]?.origin ?? '',
      isAlive: () => true,
    })),
    settings,
    run: 'observe',
    tagExchanges: false,
    onProgress: () => {},
    signal: new AbortController().signal,
    ...told,
  };
}

async function allOf(replaying: AsyncIterable<ObservedExchange>): Promise<readonly ObservedExchange[]> {
  const observed: ObservedExchange[] = [];
  for await (const one of replaying) observed.push(one);
  return observed;
}

const wordOf = ({ candidate: { outcome } }: ObservedExchange) =>
  outcome.kind === 'responded' ? String(outcome.status) : outcome.reason;
/** Answers once as many reads as told have arrived: proves that they run side by side, without a clock. */
function together(count: number): Answer {
  const waiting: (() => void)[] = [];
  return (_request, _body, response) => {
    waiting.push(() => response.end());
    if (waiting.length === count) for (const answer of waiting.splice(0)) answer();
  };
}

describe('order', () => {
  test('writes alone and in order, reads between them side by side, the same for all instances', async () => {
    const servers = await threeOf(() => {
      const reads = together(3);
      return (asked, body, response) =>
        asked.method === 'GET' ? reads(asked, body, response) : response.end();
    });
    const recorded = [
      anExchange({ method: 'PUT', target: '/w1' }),
      ...['/r1', '/r2', '/r3'].map((target) => anExchange({ target })),
      anExchange({ method: 'DELETE', target: '/w2' }),
      anExchange({ method: 'POST', target: '/w3' }),
    ];
    const observed = await allOf(replayPlan(await request(servers, recorded)));
    expect(observed.map(({ exchange }) => exchange.target)).toEqual(recorded.map(({ target }) => target));
    for (const { seen, timeline } of servers) {
      expect(
        seen.filter(({ method }) => method !== 'GET').map(({ target, beside }) => [target, beside]),
      ).toEqual([
        ['/w1', 0],
        ['/w2', 0],
        ['/w3', 0],
      ]);
      expect(timeline.slice(0, 2)).toEqual(['> /w1', '< /w1']);
      expect(timeline.slice(-4)).toEqual(['> /w2', '< /w2', '> /w3', '< /w3']);
    }
  });

  test('exchanges of one session follow each other', async () => {
    const servers = await threeOf(() => (_request, _body, response) => setImmediate(() => response.end()));
    const recorded = Array.from({ length: 12 }, (_none, index) =>
      anExchange({ session: 's', target: `/${index}` }),
    );
    await allOf(replayPlan(await request(servers, recorded)));
    for (const { seen } of servers) {
      expect(seen.map(({ target, beside }) => [target, beside])).toEqual(
        recorded.map(({ target }) => [target, 0]),
      );
    }
  });

  test('never more reads at once than the settings allow', async () => {
    const servers = await threeOf(() => together(2));
    const recorded = Array.from({ length: 20 }, (_none, index) => anExchange({ target: `/${index}` }));
    await allOf(replayPlan(await request(servers, recorded, { settings: { ...settings, concurrency: 2 } })));
    for (const { seen } of servers) expect(Math.max(...seen.map(({ beside }) => beside))).toBe(1);
  });
});

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
  const servers = await threeOf(shop);
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
  const observed = await allOf(replayPlan(await request(servers, recorded)));
  expect(observed.map(wordOf)).toEqual(['200', '201', '200', '302', '200', '200', '404']);
  for (const { baseline, secondary } of observed) expect(secondary?.outcome.kind).toBe(baseline.outcome.kind);
  expect(observed[2]?.candidate.substitutions.map(({ place, recorded: from }) => [place, from])).toEqual([
    ['target', '17'],
    ['header.authorization', token],
  ]);
});

test('a read waits for the read that issues what it carries', async () => {
  const nonce = 'd0c0ffee-9f6f-4a52-9f5e-3d2a1b0c9d8e';
  const servers = await threeOf(() => {
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
  expect((await allOf(replayPlan(await request(servers, recorded)))).map(wordOf)).toEqual(['200', '200']);
});

describe('what cannot be had is told', () => {
  test('an instance that dies costs no time-out per exchange', async () => {
    const servers = await threeOf(() => (_request, _body, response) => response.end());
    let lives = true;
    const told = await request(
      servers,
      Array.from({ length: 30 }, () => anExchange({ method: 'POST' })),
      { settings: { ...settings, concurrency: 1 } },
    );
    const targets = told.targets.map((target) =>
      target.role === 'candidate' ? { ...target, isAlive: () => lives } : target,
    );
    const words: string[] = [];
    for await (const observed of replayPlan({ ...told, targets })) {
      words.push(wordOf(observed));
      expect(observed.baseline.outcome.kind).toBe('responded');
      if (words.length > 1) continue;
      lives = false;
      await servers[2]?.stop();
    }
    expect(words).toHaveLength(30);
    expect(words[0]).toBe('200');
    expect(words.at(-1)).toBe('instance-gone');
  });

  test('after the deadline of the run, every exchange still comes out', async () => {
    const servers = await threeOf(() => (_request, _body, response) => void response);
    const recorded = Array.from({ length: 100 }, () => anExchange());
    const observed = await allOf(
      replayPlan(await request(servers, recorded, { settings: { ...settings, runTimeoutMs: 50 } })),
    );
    expect(observed).toHaveLength(100);
    expect(new Set(observed.map(wordOf))).toEqual(new Set(['timed-out', 'cut-off']));
    expect(observed.at(-1)?.baseline.outcome).toMatchObject({
      detail: "not sent: the run's deadline of 50 ms had passed",
    });
  });

  test('an interrupt ends it with an error', async () => {
    const servers = await threeOf(() => (_request, _body, response) => void response);
    const interrupt = new AbortController();
    const replaying = allOf(
      replayPlan(await request(servers, [anExchange(), anExchange()], { signal: interrupt.signal })),
    );
    setImmediate(() => interrupt.abort());
    await expect(replaying).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('a recording that lacks planned exchanges is an error', async () => {
    const servers = await threeOf(() => (_request, _body, response) => response.end());
    const [kept, lost] = [anExchange(), anExchange({ id: 'x-lost' })];
    const told = await request(servers, [kept, lost], { exchanges: () => asRecording([kept]) });
    await expect(allOf(replayPlan(told))).rejects.toMatchObject({
      code: 'recording-damaged',
      message: expect.stringContaining('x-lost'),
    });
  });
});

test('progress counts every exchange and ends with what could not be followed', async () => {
  const servers = await threeOf(() => (_request, _body, response) => response.end());
  const events: ProgressEvent[] = [];
  const recorded = [
    anExchange(),
    anExchange({ requestHeaders: [['Authorization', 'Bearer sg_AbCdEfGhIjKlMnOpQrStUv']] }),
  ];
  await allOf(replayPlan(await request(servers, recorded, { onProgress: (event) => events.push(event) })));
  expect(events).toEqual([
    { kind: 'replayed', run: 'observe', done: 1, total: 2 },
    { kind: 'replayed', run: 'observe', done: 2, total: 2 },
    { kind: 'note', text: expect.stringContaining('observe run: 1 requests carry in header.authorization') },
  ]);
});

test('reading stops while what was read waits to be taken', async () => {
  const servers = await threeOf(() => (_request, _body, response) => response.end());
  const recorded = Array.from({ length: 500 }, () => anExchange());
  let read = 0;
  async function* counted(): AsyncGenerator<Exchange> {
    for (const exchange of recorded) {
      read += 1;
      yield exchange;
    }
  }
  const replaying = replayPlan(await request(servers, recorded, { exchanges: counted }));
  await replaying.next();
  expect(read).toBeLessThan(100);
  await replaying.return(undefined);
});
