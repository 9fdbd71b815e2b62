import { expect, test } from '@jest/globals';
import { createRequestTiming } from '../../../src/replay/order/request-timing.ts';
import { anExchange } from '../support/an-exchange.ts';

const planned = { exchangeId: 'x', session: 's', route: 'GET /', writes: true, reason: '' };
const plan = { exchanges: [planned, { ...planned, writes: false }] };
const asFast = { timing: 'as-fast-as-possible', speed: 1, pauseAfterWriteMs: 50 } as const;
const going = () => new AbortController().signal;
const now = () => performance.now();

async function tookMs(work: () => Promise<unknown>): Promise<number> {
  const from = now();
  await work();
  return now() - from;
}

test('what followed a write after a pause follows it after a pause, and that is counted', async () => {
  const timing = createRequestTiming({ plan, settings: asFast }, now);
  const write = anExchange({ session: 's', startedAt: 1000, durationMs: 10 });
  await timing.beforeSending(write, going());
  timing.written(write);
  const read = anExchange({ session: 's', startedAt: 1050 });
  expect(await tookMs(async () => timing.beforeSending(read, going()))).toBeGreaterThanOrEqual(35);
  const { pauses, lag } = timing.report();
  expect(pauses).toMatchObject({ kept: 1, boundMs: 50 });
  expect(pauses.totalMs).toBeGreaterThanOrEqual(35);
  expect(lag.exchanges).toBe(2);
});

test('at recorded timing, what is kept anyway is no pause of its own', async () => {
  // On a clock that stands still, so that the write took no time either.
  const timing = createRequestTiming({ plan, settings: { ...asFast, timing: 'recorded' } }, () => 5);
  const write = anExchange({ session: 's', startedAt: 1000, durationMs: 0 });
  await timing.beforeSending(write, going());
  timing.written(write);
  const read = anExchange({ session: 's', startedAt: 1040 });
  expect(await tookMs(async () => timing.beforeSending(read, going()))).toBeGreaterThanOrEqual(35);
  expect(timing.report().pauses).toMatchObject({ kept: 0, totalMs: 0 });
});

test('the end of the run ends every wait, and what was not sent has no lag', async () => {
  const timing = createRequestTiming({ plan, settings: { ...asFast, timing: 'recorded' } }, now);
  await timing.beforeSending(anExchange({ startedAt: 1000 }), going());
  const ending = new AbortController();
  const waiting = timing.beforeSending(anExchange({ startedAt: 1000 + 3_600_000 }), ending.signal);
  ending.abort('the deadline had passed');
  await waiting;
  expect(timing.report().lag.exchanges).toBe(1);
});
