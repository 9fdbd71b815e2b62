'use strict';

const v8 = require('node:v8');
const vm = require('node:vm');
const intrinsics = require('../intrinsics.cjs');
const { openSession } = require('../probes/inspector-session.cjs');
const { performanceNow } = require('../determinism/virtual-clock.cjs');
const { countHandles } = require('./open-handles.cjs');

const memoryUsage = process.memoryUsage;
const setFlags = v8.setFlagsFromString;
const runInNewContext = vm.runInNewContext;

/**
 * Tells how much memory the process uses: at the end of an exchange, at most once per interval, since reading it is not
 * free; and what is left when garbage was collected, when the gate asks. Both go out as `memory` records.
 */
function createMemorySampler({ context, intervalMs, send, flush }) {
  let last = Number.NEGATIVE_INFINITY;
  let collect;
  return {
    sample(exchange, force = false) {
      const time = performanceNow();
      if (!force && time - last < intervalMs) return;
      last = time;
      send(usageRecord(context, exchange.exchangeId));
    },
    /** Collects twice with a turn between, so that what the first one let go of by finalizers is gone as well. */
    measure(point) {
      collect ??= findCollector();
      const turn = (work) => intrinsics.setImmediate(work);
      context.without(turn, () => {
        collect();
        turn(() => {
          const collected = collect();
          const record = usageRecord(context, '');
          record.point = point;
          record.collected = collected;
          record.handles = countHandles();
          send(record);
          // An idle process has no next turn in which the queue would be written.
          flush();
        });
      });
    },
  };
}

function usageRecord(context, exchangeId) {
  const { heapUsed, external, rss } = memoryUsage();
  const record = new intrinsics.Bare();
  record.kind = 'memory';
  record.exchangeId = exchangeId;
  record.sequence = context.nextSequence();
  record.heapUsed = heapUsed;
  record.external = external;
  record.rss = rss;
  return record;
}

/**
 * A function that collects garbage and tells whether it could. V8 gives its collector to contexts that are made while a flag is set, so
 * that the service itself never sees it; where that is closed, an inspector session in this thread can do the same.
 */
function findCollector() {
  for (const find of [fromNewContext, fromInspector]) {
    try {
      const collect = find();
      collect();
      return () => {
        collect();
        return true;
      };
    } catch {
      // The next way is tried; without any, what is measured includes garbage, and the record says so.
    }
  }
  return () => false;
}

function fromNewContext() {
  setFlags('--expose-gc');
  try {
    return runInNewContext('gc');
  } finally {
    setFlags('--no-expose-gc');
  }
}

function fromInspector() {
  const session = openSession();
  return () => session.post('HeapProfiler.collectGarbage');
}

module.exports = { createMemorySampler };
