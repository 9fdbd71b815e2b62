'use strict';

const intrinsics = require('./intrinsics.cjs');

const memoryUsage = process.memoryUsage;
const now = process.hrtime.bigint;

/** Samples memory at the end of an exchange, at most once per interval: reading it is not free. */
function createMemorySampler({ context, intervalMs, send }) {
  const interval = BigInt(intervalMs) * 1_000_000n;
  let last = 0n;
  return {
    sample(exchange, force = false) {
      const time = now();
      if (!force && time - last < interval) return;
      last = time;
      const { heapUsed, rss } = memoryUsage();
      const record = intrinsics.objectCreate(null);
      record.kind = 'memory';
      record.exchangeId = exchange.exchangeId;
      record.sequence = context.nextSequence();
      record.heapUsed = heapUsed;
      record.rss = rss;
      send(record);
    },
  };
}

module.exports = { createMemorySampler };
