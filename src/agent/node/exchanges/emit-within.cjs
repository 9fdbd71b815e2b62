'use strict';

const { guarded } = require('../flow/wrap-method.cjs');
const intrinsics = require('../intrinsics.cjs');

/**
 * Events of a request, of its response and of its connection happen in the exchange too. Node emits them from the context of the
 * parser or of the session, which began before the exchange did, so each gets an `emit` of its own. `onEnd` is told once it is closed.
 */
function emitWithin({ emitter, context, exchange, onEnd }) {
  const { emit } = emitter;
  replaceEmit(emitter, function emitInExchange(event) {
    // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    const given = arguments;
    const result = context.within(exchange, () => intrinsics.apply(emit, this, given));
    if (event === 'close') endExchange(exchange, onEnd);
    return result;
  });
}

/** Tells once that an exchange is over. */
function endExchange(exchange, onEnd) {
  if (exchange.isOver) return;
  exchange.isOver = true;
  guarded(onEnd, exchange);
}

/** Puts an `emit` where nobody who lists the properties of an object sees it. */
function replaceEmit(owner, value) {
  intrinsics.defineProperty(owner, 'emit', { configurable: true, writable: true, enumerable: false, value });
}

module.exports = { emitWithin, endExchange, replaceEmit };
