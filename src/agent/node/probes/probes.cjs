'use strict';

const intrinsics = require('../intrinsics.cjs');
const { record } = require('../capture/capture.cjs');
const { createBreakpoints } = require('./breakpoints.cjs');
const { buildCondition, expressionTools, reasonOf } = require('./probe-conditions.cjs');

/**
 * Arms the probes of the plan. Each is a breakpoint whose condition hands variables to the hook below and is false.
 * Hits are chosen by their index, never by the clock, so that two builds choose the same ones.
 */
function startProbes({ plan, session, context, captureValue, send }) {
  const hookName = `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}`;
  const places = groupByPlace(plan.probes).map((probes, index) => {
    const { condition, slots } = buildCondition(hookName, index, probes);
    const counters = probes.map((probe, at) => ({
      ...{ probe, slots: slots[at], hits: 0 },
      ...{ control: 0, suspect: 0, background: 0, disarmed: false },
    }));
    return { ...probes[0], condition, probes: counters, idleThisTurn: 0 };
  });
  const breakpoints = createBreakpoints({ session, plan });
  const state = {
    plan,
    context,
    captureValue,
    send,
    places,
    breakpoints,
    suspectsInFlight: 0,
    sweeping: false,
  };
  installHook(hookName, state);
  for (const place of places) breakpoints.arm(place);
  return {
    onStart: (exchange) => onStart(state, exchange),
    onEnd(exchange) {
      if (!isSuspect(state, exchange)) return;
      state.suspectsInFlight -= 1;
      sweepSoon(state);
    },
    states: () =>
      places.flatMap((place) =>
        place.probes.map((counter) => stateOf(counter, breakpoints.bindingOf(place))),
      ),
    stop() {
      for (const place of places) breakpoints.rest(place);
    },
  };
}

/** V8 keeps one breakpoint per place: probes that share a place share its condition. */
function groupByPlace(probes) {
  const groups = new Map();
  for (const probe of probes) {
    const key = `${probe.file}:${probe.line}:${probe.column}`;
    groups.set(key, [...(groups.get(key) ?? []), probe]);
  }
  return [...groups.values()];
}

function installHook(hookName, state) {
  intrinsics.defineProperty(globalThis, hookName, {
    configurable: true,
    enumerable: false,
    value: (index, thunks) => {
      try {
        pass(state, state.places[index], thunks);
      } catch {
        // A hit that cannot be captured is missing from the trace; the service must not notice.
      }
      return false;
    },
  });
}

function pass(state, place, thunks) {
  const exchange = state.context.current();
  let isCaptured = false;
  for (let index = 0; index < place.probes.length; index += 1) {
    const counter = place.probes[index];
    counter.hits += 1;
    const occurrence = state.context.nextOccurrence(exchange, counter.probe.id);
    if (!isWanted(state, { counter, exchange, occurrence })) continue;
    isCaptured = true;
    state.send(captureHit(state, { counter, exchange, occurrence, thunks }));
  }
  sweepSoon(state);
  if (!isCaptured) place.idleThisTurn += 1;
  // A hot loop leaves no turn of the event loop in which to rest the place: it has to happen inside the condition. What is
  // captured does not count, so that exchanges that share a turn take nothing from each other.
  if (place.idleThisTurn >= state.plan.limits.idlePassesPerTurn) {
    place.restedInLoop = true;
    state.breakpoints.rest(place);
  }
}

/** Counts a hit against the budget it belongs to; false when that is used up. */
function isWanted(state, { counter, exchange, occurrence }) {
  const { limits } = state.plan;
  if (counter.disarmed) return false;
  if (exchange.exchangeId === '') return spend(counter, 'background', limits.backgroundHits);
  if (occurrence >= limits.hitsPerExchange) return false;
  if (isSuspect(state, exchange)) return spend(counter, 'suspect', limits.suspectHits);
  return spend(counter, 'control', limits.controlHits);
}

function spend(counter, budget, limit) {
  if (counter[budget] >= limit) return false;
  counter[budget] += 1;
  return true;
}

function isSuspect(state, exchange) {
  return intrinsics.setHas(state.plan.suspects, exchange.exchangeId);
}

function captureHit(state, { counter, exchange, occurrence, thunks }) {
  const values = new intrinsics.Bare();
  for (let index = 0; index < counter.slots.length; index += 1) {
    const { name, slot } = counter.slots[index];
    values[name] = captureThunk(state, { name, thunk: thunks[slot], taints: exchange.taints });
  }
  const { exchangeId } = exchange;
  const sequence = state.context.nextSequence();
  return record({ kind: 'hit', probeId: counter.probe.id, exchangeId, occurrence, sequence, values });
}

function captureThunk(state, { name, thunk, taints }) {
  let value;
  try {
    value = thunk(expressionTools);
  } catch (error) {
    return record({ type: 'not-captured', reason: reasonOf(error) });
  }
  try {
    return state.captureValue(value, name, taints);
  } catch {
    // Out of stack, or something no one thought of: the other variables are captured all the same.
    return record({ type: 'not-captured', reason: 'budget' });
  }
}

function onStart(state, exchange) {
  const suspect = isSuspect(state, exchange);
  if (suspect) state.suspectsInFlight += 1;
  for (let index = 0; index < state.places.length; index += 1) {
    const place = state.places[index];
    if (isNeeded(state, place, suspect)) state.breakpoints.arm(place);
  }
}

/** Whether some probe of a place can still spend a hit on an exchange of that kind. */
function isNeeded(state, place, suspect) {
  const { limits } = state.plan;
  for (let index = 0; index < place.probes.length; index += 1) {
    const { control, suspect: spent, disarmed } = place.probes[index];
    if (!disarmed && (suspect ? spent < limits.suspectHits : control < limits.controlHits)) return true;
  }
  return false;
}

/** Rests places outside any condition, in the next turn of the event loop. */
function sweepSoon(state) {
  if (state.sweeping) return;
  state.sweeping = true;
  state.context.without(() => intrinsics.setImmediate(sweep, state).unref());
}

function sweep(state) {
  state.sweeping = false;
  let isOver = true;
  for (let index = 0; index < state.places.length; index += 1) {
    const place = state.places[index];
    place.idleThisTurn = 0;
    const needed =
      isNeeded(state, place, false) || (state.suspectsInFlight > 0 && isNeeded(state, place, true));
    if (!needed) state.breakpoints.rest(place);
    for (let at = 0; at < place.probes.length; at += 1) {
      markDisarmed(state, place.probes[at]);
      if (!place.probes[at].disarmed) isOver = false;
    }
  }
  if (isOver) state.breakpoints.end();
}

/** With suspects still to come a probe only rests; it is disarmed for good once no budget could be spent on it. */
function markDisarmed(state, counter) {
  const { limits, suspects } = state.plan;
  const spent = counter.control >= limits.controlHits;
  if (suspects.size === 0 ? spent : counter.suspect >= limits.suspectHits) counter.disarmed = true;
}

function stateOf(counter, binding) {
  const { probe, hits } = counter;
  const known = { kind: 'probe', probeId: probe.id, hits };
  if (counter.disarmed) return record({ ...known, state: 'disarmed', note: `after ${hits} hits` });
  return record({ ...known, ...binding });
}

module.exports = { startProbes };
