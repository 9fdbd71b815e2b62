'use strict';

const { performance } = require('node:perf_hooks');
const intrinsics = require('../intrinsics.cjs');
const { ownerOf, replaceMethod } = require('../replace-method.cjs');
const { passed } = require('./virtual-clock.cjs');

const realTicks = process.hrtime.bigint;
const toBigInt = BigInt;
const toNumber = Number;
const nsPerMs = 1_000_000n;
const nsPerSecond = 1_000_000_000n;

/**
 * What a service measures of itself while it answers (`performance.now()`, `process.hrtime()`) and then tells its client moves in the
 * steps of the exchange too; else no answer that names its own duration could be equal in two instances. Outside exchanges these
 * clocks, and everywhere the timers, stay real.
 */
function replaceDurations(clock) {
  const owner = ownerOf(performance, 'now');
  if (owner !== null) {
    replaceMethod(owner, 'now', (real) => () => {
      const own = clock.ofExchange();
      return own === null ? intrinsics.apply(real, performance, []) : own.beganAt + passed(own);
    });
  }
  replaceMethod(process.hrtime, 'bigint', () => () => ticksOf(clock));
  replaceMethod(process, 'hrtime', (real) => (previous) => {
    // An argument of the wrong shape is refused by the original, in its own words.
    const time = previous === undefined ? real() : real(previous);
    return clock.ofExchange() === null ? time : pairOf(ticksOf(clock), previous);
  });
}

/** Nanoseconds of the monotonic clock, as this exchange sees them. */
function ticksOf(clock) {
  const own = clock.ofExchange();
  if (own === null) return realTicks();
  const elapsed = toBigInt(passed(own)) * nsPerMs;
  own.ticks ??= realTicks() - elapsed;
  return own.ticks + elapsed;
}

function pairOf(ticks, previous) {
  const since = previous === undefined ? 0n : toBigInt(previous[0]) * nsPerSecond + toBigInt(previous[1]);
  const ns = ticks - since;
  return [toNumber(ns / nsPerSecond), toNumber(ns % nsPerSecond)];
}

module.exports = { replaceDurations };
