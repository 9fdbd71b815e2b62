import { afterEach, expect, test } from '@jest/globals';
import type { InstanceRole } from '../../src/domain/observation.ts';
import { createObserver, type Observer, type ReplayTarget } from '../../src/replay/observe-exchange.ts';
import { createRequestTiming } from '../../src/replay/order/request-timing.ts';
import { createValueCarrier } from '../../src/replay/values/carry-values.ts';
import { anExchange } from './support/an-exchange.ts';
import { answerBytes, startByteServer } from './support/byte-server.ts';
import { type LoggingServer, startLoggingServer } from './support/logging-server.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const settings = {
  concurrency: 2,
  timing: 'as-fast-as-possible' as const,
  speed: 1,
  pauseAfterWriteMs: 0,
  exchangeTimeoutMs: 5000,
  runTimeoutMs: 60_000,
  credentials: [],
  jwt: [],
  login: [],
};

type Overrides = Partial<Record<InstanceRole, Partial<ReplayTarget>>>;

/** Baseline, secondary and candidate, all the same server; each may be told to be otherwise. */
async function observing(
  overrides: Overrides = {},
  tagExchanges = false,
): Promise<{ server: LoggingServer; observer: Observer; ending: AbortController }> {
  const server = await startLoggingServer((_request, _body, response) => response.end('ok'));
  const ending = new AbortController();
  const targets = (['baseline', 'secondary', 'candidate'] as const).map((role) => ({
    role,
    origin: server.origin,
    isAlive: () => true,
    ...overrides[role],
  }));
  const timing = createRequestTiming({ plan: { exchanges: [] }, settings }, () => performance.now());
  const observer = createObserver(
    { targets, settings, tagExchanges, seed: 1 },
    { carrier: createValueCarrier([]), timing, ending: ending.signal },
  );
  cleanUps.push(server.stop, observer.close);
  return { server, observer, ending };
}

function observe(observer: Observer, exchange = anExchange()) {
  const planned = { exchangeId: exchange.id, session: '', route: 'GET /', writes: false, reason: '' };
  return observer.admit(planned, exchange, 0).observe();
}

test('one observation a role, beside what production answered', async () => {
  const { observer } = await observing();
  const exchange = anExchange();
  const observed = await observe(observer, exchange);
  expect(observed).toMatchObject({ exchange, route: 'GET /' });
  expect(
    [observed.baseline, observed.secondary, observed.candidate].map((one) => [
      one?.role,
      one?.exchangeId,
      one?.outcome.kind,
    ]),
  ).toEqual([
    ['baseline', exchange.id, 'responded'],
    ['secondary', exchange.id, 'responded'],
    ['candidate', exchange.id, 'responded'],
  ]);
});

test('the exchange is named only where an agent waits for its name', async () => {
  const tagged = await observing({}, true);
  await observe(tagged.observer, anExchange({ id: 'x-tag' }));
  expect(tagged.server.seen.every(({ headers }) => headers.includes('x-tag'))).toBe(true);
  const plain = await observing();
  await observe(plain.observer, anExchange({ id: 'x-tag' }));
  expect(plain.server.seen.some(({ headers }) => headers.includes('x-tag'))).toBe(false);
});

test('an instance that has ended is not asked', async () => {
  const { server, observer } = await observing({ candidate: { isAlive: () => false } });
  const { baseline, candidate } = await observe(observer);
  expect(baseline.outcome.kind).toBe('responded');
  expect(candidate.outcome).toMatchObject({ reason: 'instance-gone', durationMs: 0 });
  expect(server.seen).toHaveLength(2);
});

test('a refused connection of an ended instance is its end', async () => {
  const closed = await startLoggingServer(() => {});
  await closed.stop();
  let asked = 0;
  const isAlive = () => asked++ === 0;
  const { observer } = await observing({ candidate: { origin: closed.origin, isAlive } });
  expect((await observe(observer)).candidate.outcome).toMatchObject({ reason: 'instance-gone' });
});

test('after the end of the run nothing is sent, and the reason is told', async () => {
  const { server, observer, ending } = await observing();
  ending.abort('the deadline had passed');
  expect((await observe(observer)).baseline.outcome).toMatchObject({
    reason: 'cut-off',
    detail: 'not sent: the deadline had passed',
  });
  expect(server.seen).toEqual([]);
});

test('what an idle connection lost is sent again, and the reader is told of it', async () => {
  const closing = await startByteServer(({ socket, nth }) => {
    if (nth === 1) answerBytes(socket);
    else socket.destroy();
  });
  cleanUps.push(closing.stop);
  const { observer } = await observing({ candidate: { origin: closing.origin } });
  await observe(observer);
  expect(observer.notes()).toEqual([]);
  expect((await observe(observer)).candidate.outcome.kind).toBe('responded');
  expect(observer.notes()).toEqual([
    '1 requests were sent again to the candidate, which had closed an idle connection just as they left',
  ]);
});
