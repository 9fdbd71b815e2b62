'use strict';

const intrinsics = require('../intrinsics.cjs');
const { record } = require('../capture/capture.cjs');
const {
  describe,
  hasOwnFormatter,
  relativePath,
  shownMessage,
  topFrame,
} = require('../capture/describe-error.cjs');
const { createFrameReader } = require('./throw-frames.cjs');
const { mayBeRead } = require('../capture/readable-error.cjs');

/**
 * Sees every error that is thrown during an exchange, also one that is caught and dropped, with the variables of the frames
 * it was thrown through. V8 tells of a throw only by stopping there: in a session of the same thread it stops for no longer
 * than the handler below takes, about half a millisecond, and goes on by itself. It is not for a run with probes: V8
 * passes over throws of a statement whose breakpoint was false, and older ones ask its condition once more.
 */
function watchThrownErrors(given) {
  const { plan, session, context, redactor, captureValue, send, onEnded, onScript, mayBeSwitched } = given;
  const { limits } = plan;
  const state = {
    ...{ plan, session, context, redactor, send, onEnded, onScript, limits },
    ...{ isOn: false, hasEnded: false, pauses: 0, seen: new intrinsics.SafeWeakSet(), current: undefined },
    scripts: new intrinsics.SafeMap(),
    readFrames: createFrameReader({ plan, session, captureValue }),
    hookName: `__shadowgate_${intrinsics.stringSlice(plan.key, 0, 8)}_thrown`,
  };
  intrinsics.defineProperty(globalThis, state.hookName, {
    configurable: true,
    enumerable: false,
    value: (error) => {
      state.current = error;
    },
  });
  session.on('Debugger.scriptParsed', ({ params }) => noteScript(state, params));
  session.post('Debugger.enable');
  session.on('Debugger.paused', ({ params }) => {
    try {
      if (params.reason === 'exception' || params.reason === 'promiseRejection') stopAt(state, params);
    } catch {
      // A throw that cannot be described is left out; the service must not notice.
    }
  });
  return {
    onStart(exchange) {
      if (state.hasEnded) sayUnwatched(state, exchange);
      else if (!hasOwnFormatter()) end(state, 'Error.prepareStackTrace was replaced', exchange);
      // All who debug a process share one switch: another may have turned it since.
      else if (!state.isOn || mayBeSwitched()) turnOn(state);
    },
    stop: () => turnOff(state),
  };
}

/** A stop names scripts by their numbers alone: those of the service are kept by path. */
function noteScript(state, { scriptId, url }) {
  const file = intrinsics.stringStartsWith(url, 'file://') ? intrinsics.stringSlice(url, 7) : url;
  const path = relativePath(file, state.plan.realRoot);
  if (path === null) return;
  intrinsics.mapSet(state.scripts, scriptId, path);
  state.onScript(path);
}

function turnOn(state) {
  state.isOn = true;
  state.session.post('Debugger.setPauseOnExceptions', { state: 'all' });
}

function turnOff(state) {
  if (state.isOn) state.session.post('Debugger.setPauseOnExceptions', { state: 'none' });
  state.isOn = false;
}

/** From here on throws are not seen any more: said once in words, and for every exchange. */
function end(state, why, exchange) {
  turnOff(state);
  if (state.hasEnded) return;
  state.hasEnded = true;
  state.onEnded(why);
  sayUnwatched(state, exchange);
}

function sayUnwatched(state, { exchangeId }) {
  if (exchangeId === '') return;
  state.send(record({ kind: 'throws-unwatched', exchangeId, sequence: state.context.nextSequence() }));
}

function stopAt(state, params) {
  state.pauses += 1;
  const exchange = state.context.current();
  if (state.pauses >= state.limits.thrownErrors)
    return end(state, `more than ${state.limits.thrownErrors} errors were thrown`, exchange);
  if (exchange.exchangeId === '') return undefined;
  if (!hasOwnFormatter()) return end(state, 'Error.prepareStackTrace was replaced', exchange);
  const error = thrownValue(state, params.data);
  if (!mayBeRead(error)) return end(state, 'an error has accessors that V8 runs when it stops', exchange);
  if (typeof error === 'object' && error !== null) {
    // Thrown on, or rejected with, by one caller after the other: it is one error.
    if (intrinsics.weakSetHas(state.seen, error)) return undefined;
    intrinsics.weakSetAdd(state.seen, error);
  }
  exchange.thrown += 1;
  if (exchange.thrown === state.limits.thrownPerExchange + 1) return sayUnwatched(state, exchange);
  if (exchange.thrown > state.limits.thrownPerExchange) return undefined;
  return state.send(throwRecord(state, { error, exchange, callFrames: params.callFrames }));
}

/** The object itself, which V8 describes but does not hand over: it is passed to a function that keeps it for a moment. */
function thrownValue(state, data) {
  if (data?.objectId === undefined) return data?.value;
  state.current = undefined;
  state.session.post('Runtime.callFunctionOn', {
    objectId: data.objectId,
    functionDeclaration: `function(){${state.hookName}(this)}`,
    silent: true,
    returnByValue: true,
  });
  const error = state.current;
  state.current = undefined;
  return error;
}

function throwRecord(state, { error, exchange, callFrames }) {
  const found = describe(error);
  const inApp = framesInApp(state, callFrames);
  const { at, column } = inApp.length > 0 ? inApp[0] : topFrame(found.stack, state.plan.realRoot);
  return record({
    kind: 'throw',
    exchangeId: exchange.exchangeId,
    sequence: state.context.nextSequence(),
    class: found.class,
    message: shownMessage(found.message, state.redactor, exchange.taints),
    ...{ at, column },
    frames: state.readFrames(inApp, { exchange, site: `${found.class} ${at}` }),
  });
}

function framesInApp({ scripts }, callFrames) {
  const found = [];
  for (let index = 0; index < callFrames.length; index += 1) {
    const frame = callFrames[index];
    const path = intrinsics.mapGet(scripts, frame.location.scriptId);
    if (path === undefined) continue;
    const { lineNumber, columnNumber = 0 } = frame.location;
    found[found.length] = { frame, at: `${path}:${lineNumber + 1}`, column: columnNumber + 1 };
  }
  return found;
}

module.exports = { watchThrownErrors };
