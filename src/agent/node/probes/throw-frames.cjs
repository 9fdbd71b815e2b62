'use strict';

const intrinsics = require('../intrinsics.cjs');
const { record } = require('../capture/capture.cjs');
const { namesBefore } = require('./frame-names.cjs');

const now = process.hrtime.bigint;
const maximumSources = 50;
const longestSource = 2_000_000;

/**
 * Reads the variables of the frames of the service through which an error is thrown, while V8 stands there: of suspects
 * always, of other exchanges for the first few errors of each sort.
 */
function createFrameReader({ plan, session, captureValue }) {
  const { limits } = plan;
  const budget = BigInt(limits.throwBudgetMs) * 1_000_000n;
  const hookName = `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}_frame`;
  const state = { session, captureValue, hookName, sources: new intrinsics.SafeMap(), thunks: [] };
  const bySite = new intrinsics.SafeMap();
  intrinsics.defineProperty(globalThis, hookName, {
    configurable: true,
    enumerable: false,
    value: (thunks) => {
      state.thunks = thunks;
      captureThunks(state);
      return false;
    },
  });
  let suspectThrows = 0;
  const isWanted = (exchangeId, site) => {
    if (intrinsics.setHas(plan.suspects, exchangeId)) {
      suspectThrows += 1;
      return suspectThrows <= limits.suspectHits;
    }
    const before = intrinsics.mapGet(bySite, site) ?? 0;
    intrinsics.mapSet(bySite, site, before + 1);
    return before < limits.thrownPerSite;
  };
  return (inApp, { exchange, site }) => {
    const frames = [];
    if (!isWanted(exchange.exchangeId, site)) return frames;
    const began = now();
    for (let index = 0; index < inApp.length && index < limits.frames; index += 1) {
      const isLate = now() - began > budget;
      frames[index] = record({
        at: inApp[index].at,
        column: inApp[index].column,
        function: intrinsics.stringSlice(inApp[index].frame.functionName, 0, 100),
        values: isLate ? new intrinsics.Bare() : readFrame(state, inApp[index].frame, exchange.taints),
        reason: isLate ? 'budget' : undefined,
      });
    }
    return frames;
  };
}

function readFrame(state, frame, taints) {
  state.names = namesOf(state, frame);
  state.taints = taints;
  state.values = new intrinsics.Bare();
  let thunks = '';
  for (let index = 0; index < state.names.length; index += 1) thunks += `()=>${state.names[index]},`;
  try {
    state.session.post('Debugger.evaluateOnCallFrame', {
      callFrameId: frame.callFrameId,
      expression: `${state.hookName}([${thunks}])`,
      silent: true,
      returnByValue: true,
    });
  } catch {
    // A frame that cannot be evaluated shows no variables.
  }
  return state.values;
}

/** Words of the source that turn out to be no variables, or not yet, are left out; so are functions. */
function captureThunks(state) {
  for (let index = 0; index < state.names.length; index += 1) {
    let value;
    try {
      value = state.thunks[index]();
    } catch {
      continue;
    }
    if (typeof value === 'function') continue;
    state.values[state.names[index]] = capture(state, value, state.names[index]);
  }
}

function capture({ captureValue, taints }, value, name) {
  try {
    return captureValue(value, name, taints);
  } catch {
    return record({ type: 'not-captured', reason: 'budget' });
  }
}

function namesOf(state, { location, functionLocation }) {
  const source = sourceOf(state, location.scriptId);
  if (source === '' || functionLocation === undefined) return [];
  return namesBefore(source, functionLocation, location);
}

function sourceOf(state, scriptId) {
  const known = intrinsics.mapGet(state.sources, scriptId);
  if (known !== undefined) return known;
  const { scriptSource } = state.session.post('Debugger.getScriptSource', { scriptId });
  const source = scriptSource.length > longestSource ? '' : scriptSource;
  if (intrinsics.mapSize(state.sources) < maximumSources) intrinsics.mapSet(state.sources, scriptId, source);
  return source;
}

module.exports = { createFrameReader };
