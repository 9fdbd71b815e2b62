import { afterEach, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/domain/recording.ts';
import type { ReplaySettings } from '../../src/domain/service.ts';
import { replayPlan, type SentReport } from '../../src/replay/replay-plan.ts';
import { anExchange } from './support/an-exchange.ts';
import type { Answer } from './support/logging-server.ts';
import { allOf, requestTo, settings, threeOf, wordOf } from './support/three-instances.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function replayed(
  makeService: () => Answer,
  recorded: readonly Exchange[],
  told: Partial<ReplaySettings>,
) {
  const servers = await threeOf(makeService);
  cleanUps.push(...servers.map(({ stop }) => stop));
  const reports: SentReport[] = [];
  const onReport = (report: SentReport) => reports.push(report);
  const request = await requestTo(servers, recorded, { settings: { ...settings, ...told }, onReport });
  const startedAt = performance.now();
  const observed = await allOf(replayPlan(request));
  return { words: observed.map(wordOf), tookMs: performance.now() - startedAt, report: reports[0], servers };
}

/** A service that goes on deleting for a while after it has said so. */
function tables(): Answer {
  let isThere = true;
  return ({ method }, _body, response) => {
    if (method === 'DELETE')
      setTimeout(() => {
        isThere = false;
      }, 15);
    response.writeHead(isThere ? 200 : 404).end();
  };
}

describe('a service that goes on after it has answered', () => {
  const at = 1_700_000_000_000;
  const session = 'one client';
  const recorded = [
    anExchange({ session, method: 'DELETE', startedAt: at, durationMs: 2 }),
    anExchange({ session, startedAt: at + 60_000, status: 404 }),
  ];

  test('is asked no sooner than in production, up to the bound', async () => {
    const { words, report } = await replayed(tables, recorded, { pauseAfterWriteMs: 50 });
    expect(words).toEqual(['200', '404']);
    expect(report?.pauses).toMatchObject({ kept: 1, boundMs: 50 });
  });

  test('is not waited for where the settings say so', async () => {
    const { report } = await replayed(tables, recorded, { pauseAfterWriteMs: 0 });
    expect(report?.pauses).toEqual({ kept: 0, totalMs: 0, boundMs: 0 });
  });
});

describe('recorded timing', () => {
  const answering = (): Answer => (_request, _body, response) => response.end();
  const every = (gapMs: number) =>
    Array.from({ length: 7 }, (_, index) => anExchange({ startedAt: 1_700_000_000_000 + index * gapMs }));

  test('keeps the distances, divided by the speed', async () => {
    const { tookMs, report } = await replayed(answering, every(40), { timing: 'recorded', speed: 2 });
    expect(tookMs).toBeGreaterThanOrEqual(119);
    expect(report).toMatchObject({ timing: 'recorded', speed: 2, concurrency: 4, seed: 1 });
    expect(report?.lag.exchanges).toBe(7);
  });

  test('says how far behind it was where the service is slower than the recording', async () => {
    const slow = (): Answer => (_request, _body, response) => setTimeout(() => response.end(), 30);
    const { report } = await replayed(slow, every(1), { timing: 'recorded', concurrency: 1 });
    expect(report?.lag.maxMs).toBeGreaterThanOrEqual(150);
    expect(report?.lag.shareOver).toBeGreaterThan(0.2);
  });

  test('as fast as possible, distances are not kept', async () => {
    const { tookMs } = await replayed(answering, every(5000), {});
    expect(tookMs).toBeLessThan(10_000);
  });
});

test('each instance is asked first equally often, and the report counts it', async () => {
  const recorded = Array.from({ length: 12 }, () => anExchange());
  const { report } = await replayed(() => (_request, _body, response) => response.end(), recorded, {});
  expect(report?.askedFirst).toEqual({ baseline: 4, secondary: 4, candidate: 4 });
});
