'use strict';

const { syncBuiltinESMExports } = require('node:module');
const { replaceDateHeader } = require('./date-header.cjs');
const { replaceHttp2Date } = require('./http2-date.cjs');
const { replaceRandom } = require('./seeded-random.cjs');
const { createVirtualClock } = require('./virtual-clock.cjs');
const { replaceDate, replaceTemporalNow } = require('./virtual-date.cjs');
const { replaceDurations } = require('./virtual-durations.cjs');

/**
 * Takes from the service what differs from one run to the next: the clock, the durations it measures of itself, chance. Runs last of
 * all parts of the agent, which have taken the real ones by then. A part that cannot be replaced stays real and is named.
 */
function startDeterminism(parts) {
  const { attempt, plan, context } = parts;
  const { seed, clock: clockKind, durations, random, startsAt, shiftMs } = plan.determinism;
  const clock = createVirtualClock({ context, startsAt, shiftMs });
  if (clockKind === 'recorded') {
    attempt('clock', () => replaceDate(clock));
    attempt('clock of Temporal', () => replaceTemporalNow(clock));
    attempt('date header', () => replaceDateHeader(clock));
    parts.dateStreams = (streams) => attempt('date header of HTTP/2', () => replaceHttp2Date(streams, clock));
  }
  if (durations === 'coarse') attempt('durations', () => replaceDurations(clock));
  if (random === 'seeded') attempt('randomness', () => replaceRandom({ context, seed, root: plan.root }));
  attempt('named imports', () => syncBuiltinESMExports());
}

module.exports = { startDeterminism };
