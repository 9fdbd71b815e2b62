'use strict';

const intrinsics = require('../intrinsics.cjs');

const now = process.hrtime.bigint;
const { setInterval } = globalThis;
/** A stall is seen from this length on. */
const intervalMs = 2;

/**
 * Tells for how long the event loop was held up at most since `begin`. By a timer of its own, because the histogram of
 * `perf_hooks` forgets the stall that begins right after it was reset; on the real clock, whatever the service sees.
 */
function createDelayWatch(context) {
  let last = 0n;
  let longest = 0n;
  let timer = null;
  const tick = () => {
    const time = now();
    if (time - last > longest) longest = time - last;
    last = time;
  };
  return {
    begin() {
      if (timer === null) timer = context.without(() => setInterval(tick, intervalMs).unref());
      last = now();
      longest = 0n;
    },
    /** In milliseconds, beyond what a timer waits anyway. */
    longest() {
      tick();
      return intrinsics.mathMax(0, Number(longest) / 1e6 - intervalMs);
    },
  };
}

module.exports = { createDelayWatch };
