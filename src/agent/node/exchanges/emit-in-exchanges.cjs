'use strict';

const intrinsics = require('../intrinsics.cjs');
const { replaceEmit } = require('./emit-within.cjs');
const { exchangeOf } = require('./emitter-exchanges.cjs');
const { isWithParser } = require('./entered-callbacks.cjs');

/**
 * Stands in front of `emit` on prototypes of Node, once, so that the events of each of their objects happen in the exchange that it belongs
 * to. Node emits them from the context of the parser or of the connection, which began before the exchange did. `onClose(emitter, exchange)`
 * is run after each event that says that one is closed.
 */
function emitInExchanges({ prototypes, context, onClose }) {
  const made = new intrinsics.SafeMap();
  for (const prototype of prototypes) {
    const { emit } = prototype;
    // V8 puts the original into what stands before it only where that was made once.
    const replacement = intrinsics.mapGet(made, emit) ?? emitBefore(emit, context, onClose);
    intrinsics.mapSet(made, emit, replacement);
    replaceEmit(prototype, replacement);
  }
}

function emitBefore(emit, context, onClose) {
  return function emitInExchange(event) {
    const isHeard = hasListener(this, event);
    const isClose = event === 'close';
    // Node would look for one, too, and find none.
    if (!isHeard && !isClose && event !== 'error') return false;
    const exchange = exchangeOf(this);
    // biome-ignore-start lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    // The answer to a call of the service may bear a tag, too: nothing begins with that.
    if (exchange === null || !exchange.isBegun) return intrinsics.apply(emit, this, arguments);
    const isThere = !isHeard || isWithin(context, exchange, event);
    const result = isThere
      ? intrinsics.apply(emit, this, arguments)
      : context.within(exchange, intrinsics.apply, emit, this, arguments);
    // biome-ignore-end lint/complexity/noArguments: as above.
    if (isClose) onClose(this, exchange);
    return result;
  };
}

/** What the parser hands over of a body the service may hear at once, in a callback that is for this request alone and need not be left. */
function isWithin(context, exchange, event) {
  if (exchange === context.current()) return true;
  return event === 'data' && isWithParser(exchange) && context.enter(exchange);
}

/** Most events have none, and to enter a context is what costs. Where Node keeps its listeners otherwise, there may be one. */
function hasListener(emitter, event) {
  const listeners = emitter._events;
  return typeof listeners !== 'object' || listeners === null || listeners[event] !== undefined;
}

module.exports = { emitInExchanges };
