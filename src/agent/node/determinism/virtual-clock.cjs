'use strict';

const { performance } = require('node:perf_hooks');
const intrinsics = require('../intrinsics.cjs');

const realTicks = process.hrtime.bigint;
const toNumber = Number;
const nsPerMs = 1e6;
const origin = { ms: performance.now(), ticks: realTicks() };
const realPerformanceNow = performance.now.bind(performance);
const asksHrtime = Number.parseInt(process.versions.node, 10) < 20;
const realNow = Date.now;
const floor = Math.floor;
const zero = 48;

/**
 * How an exchange sees time pass: not at all for a second, then the whole second at once. Two instances of one build differ
 * by milliseconds, seldom by more; with steps that coarse they read the same instant unless a step falls between their two
 * reads. A finer step would show more of what the service waited for, and show the difference between two machines with it.
 */
const stepMs = 1_000;
/**
 * Start-up and timers are not bound to an exchange that begins anew: their clock runs on from the start of the process, where
 * a step may fall anywhere. It gets a coarser one, so that few do.
 */
const backgroundStepMs = 10_000;
/** The last instant that a Date can hold, in milliseconds. */
const latestInstant = 8.64e15;
/** Timers of Node fire up to a millisecond early; a wait of a whole second must be seen as one. */
const earlyMs = 2;
/**
 * Code that reads the clock over and over waits for it to move: each thousand reads move it by a millisecond. So a busy loop ends
 * (sooner than by the wall clock), and by a count, which is the same in every instance.
 */
const readsPerMs = 1_000;

/**
 * The clock that the service sees. In an exchange it starts at the instant at which production got the request; elsewhere at
 * `startsAt`. Both move with real time, in steps, and never back. Null for `startsAt` leaves time outside exchanges real.
 */
function createVirtualClock({ context, startsAt, shiftMs }) {
  const { background } = context;
  const own = startsAt === null ? null : clockFrom(startsAt + shiftMs, background.beganAt, backgroundStepMs);
  const currentClock = () => {
    const exchange = context.current();
    if (exchange.clock === undefined) {
      const instant = readInstant(exchange.instant);
      exchange.clock = instant === null ? own : clockFrom(instant + shiftMs, exchange.beganAt, stepMs);
    }
    return exchange.clock;
  };
  return {
    /** Milliseconds since 1970, whole. */
    now() {
      const clock = currentClock();
      return clock === null ? realNow() : clock.instant + passed(clock);
    },
    /** The clock of this very exchange, for what measures durations; null outside, where they stay real. */
    ofExchange() {
      const clock = currentClock();
      return clock === own ? null : clock;
    },
  };
}

/** Of a text in milliseconds since 1970; null for anything else. */
function readInstant(text) {
  const instant = text === null ? 0 : numberOf(text);
  return instant > 0 && instant <= latestInstant ? floor(instant) : null;
}

/** V8 takes longer for a text of thirteen digits than for all else of a tag. */
function numberOf(text) {
  let number = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = intrinsics.stringCharCodeAt(text, index) - zero;
    if (digit < 0 || digit > 9) return +text;
    number = number * 10 + digit;
  }
  return number;
}

function clockFrom(instant, beganAt, step) {
  return { instant, beganAt, step, reads: 0, ticks: null };
}

/** How much of the time since its beginning this clock shows, in milliseconds; counts as a read of it. */
function passed(clock) {
  clock.reads += 1;
  const real = performanceNow() - clock.beganAt + earlyMs;
  return floor(real / clock.step) * clock.step + floor(clock.reads / readsPerMs);
}

/** What `performance.now()` says of the real clock. That of Node 18 asks `process.hrtime`, which moves in our steps, so it is not asked. */
const performanceNow = asksHrtime
  ? () => origin.ms + toNumber(realTicks() - origin.ticks) / nsPerMs
  : realPerformanceNow;

module.exports = { createVirtualClock, passed, performanceNow };
