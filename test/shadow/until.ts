import { setTimeout as wait } from 'node:timers/promises';

/** Waits for something that another process brings about; fails after a while instead of hanging. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  { patienceMs = 10_000, pauseMs = 10 }: { readonly patienceMs?: number; readonly pauseMs?: number } = {},
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Not so within ${patienceMs} ms: ${isSo}`);
    await wait(pauseMs);
  }
}
