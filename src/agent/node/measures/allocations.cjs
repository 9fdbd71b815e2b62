'use strict';

const { createProfileMeter } = require('./allocation-profile.cjs');
const { createGrowthMeter } = require('./heap-growth.cjs');
const intrinsics = require('../intrinsics.cjs');
const { createDelayWatch } = require('./loop-delay.cjs');
const { countHandles } = require('./open-handles.cjs');

const now = process.hrtime.bigint;
/** By `allocations` of the plan. */
const meters = { __proto__: null, totals: createGrowthMeter, functions: createProfileMeter };

/**
 * Measures single exchanges, which must come one after the other: what each allocates, in all or by function, for how long the event loop was held
 * up, and what is open afterwards. Each is measured by itself, from its start to two turns after its answer, in a run of its own.
 */
function startAllocations({ plan, context, send }) {
  const meter = meters[plan.allocations](plan);
  const delay = createDelayWatch(context);
  let current = null;
  const settle = (one) => {
    if (one !== current) return;
    current = null;
    const record = settled({ one, delay, meter, context });
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
      meter.begin();
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
    /** The gate goes when all was answered: the last exchange may still wait for its turns, or for the close of its response. */
    finish() {
      if (current !== null) settle(current);
    },
  };
}

/** The delay is read first, since ending a profile holds the event loop up itself. */
function settled({ one, delay, meter, context }) {
  const delayMs = delay.longest();
  const began = now();
  const { total, functions } = meter.end();
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
