'use strict';

const { createProfileReader } = require('./allocation-profile.cjs');
const intrinsics = require('../intrinsics.cjs');
const { createDelayWatch } = require('./loop-delay.cjs');
const { countHandles } = require('./open-handles.cjs');

const now = process.hrtime.bigint;
const major = Number.parseInt(process.versions.node, 10);
/** Node 18 takes the parameters below and does not heed them. */
const collectedFrom = 20;
const parameters = Object.freeze({
  samplingInterval: 4096,
  // Without these only what is still alive at the end would be told, and most of what a request allocates is garbage by then.
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
});

/**
 * Measures single exchanges, which must come one after the other: what each function allocates, for how long the event loop was held up, and
 * what is open afterwards. Each has a profile of its own, begun as it starts and ended two turns after its answer. V8 collects garbage for
 * each profile, which costs milliseconds: that is why this is done in a run of its own.
 */
function startAllocations({ session, plan, context, send }) {
  if (major < collectedFrom) throw new Error('V8 of this Node tells only of what is still alive');
  const read = createProfileReader({ root: plan.root, realRoot: plan.realRoot });
  const delay = createDelayWatch(context);
  let current = null;
  const settle = (one) => {
    if (one !== current) return;
    current = null;
    const record = settled({ one, delay, session, read, context });
    // Of what ran beside another exchange nobody can say whose it is.
    if (one.isAlone) send(record);
  };
  return {
    onStart(exchange) {
      if (current?.hasEnded) settle(current);
      if (current !== null) {
        current.isAlone = false;
        return;
      }
      const began = now();
      session.post('HeapProfiler.startSampling', parameters);
      current = { exchange, hasEnded: false, isAlone: true, spent: now() - began };
      delay.begin();
    },
    onEnd(exchange) {
      const one = current;
      if (one === null || one.exchange !== exchange) return;
      one.hasEnded = true;
      const turn = (work) => intrinsics.setImmediate(work).unref();
      context.without(turn, () => turn(() => settle(one)));
    },
    /** What has been answered and waits for its second turn is told before the gate goes. */
    finish() {
      if (current?.hasEnded) settle(current);
    },
  };
}

/** The delay is read first, since ending the profile holds the event loop up itself. */
function settled({ one, delay, session, read, context }) {
  const delayMs = delay.longest();
  const began = now();
  const { total, functions } = read(session.post('HeapProfiler.stopSampling').profile);
  const record = intrinsics.objectCreate(null);
  record.kind = 'allocation';
  record.exchangeId = one.exchange.exchangeId;
  record.sequence = context.nextSequence();
  record.total = total;
  record.functions = functions;
  record.delayMs = delayMs;
  record.handles = countHandles();
  record.spentMs = Number(one.spent + now() - began) / 1e6;
  return record;
}

module.exports = { startAllocations };
