import { afterEach, expect, test } from '@jest/globals';
import { Patience } from '../../../src/replay/sending/patience.ts';

const patience = new Patience();
const { signal } = new AbortController();
afterEach(() => patience.close());

/** What is said when patience ends, and how long that took. */
function endOf(
  timeoutMs: number,
  ending = signal,
): Promise<{ readonly detail: string; readonly ms: number }> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    patience.begin({ timeoutMs, ending }, (detail) => resolve({ detail, ms: performance.now() - startedAt }));
  });
}

test('each request has its whole time, though the timer of an earlier one rings meanwhile', async () => {
  patience.begin({ timeoutMs: 60, ending: signal }, () => undefined);
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    const look = () => (performance.now() - startedAt > 30 ? resolve() : setImmediate(look));
    look();
  });
  patience.end();
  const { detail, ms } = await endOf(60);
  expect(detail).toBe('no whole response within 60 ms');
  expect(ms).toBeGreaterThanOrEqual(59);
});

test('a shorter time is kept while a longer timer runs', async () => {
  patience.begin({ timeoutMs: 60_000, ending: signal }, () => undefined);
  patience.end();
  const { detail, ms } = await endOf(5);
  expect(detail).toBe('no whole response within 5 ms');
  expect(ms).toBeLessThan(30_000);
});

test('the end of the run gives up at once, and says why', async () => {
  const run = new AbortController();
  const ended = endOf(60_000, run.signal);
  run.abort('the run was ended');
  expect((await ended).detail).toBe('the run was ended');
  expect((await endOf(60_000, run.signal)).detail).toBe('the run was ended');
});
