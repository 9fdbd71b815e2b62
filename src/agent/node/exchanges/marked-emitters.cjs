'use strict';

const intrinsics = require('../intrinsics.cjs');
const { guarded, replaceEmit } = require('./emit-within.cjs');
const { createPrivateField } = require('./private-field.cjs');

/**
 * Stands in front of `emit` on prototypes of Node, once, so that the events of a marked emitter happen in its exchange. Node emits them
 * from the context of the parser or of the connection, which began before the exchange did. `mark` takes an emitter, its exchange, and what
 * is to run once when it says that it is closed, or null.
 */
function markEmitters(prototypes, context) {
  const marks = createPrivateField();
  for (const prototype of prototypes) {
    const { emit } = prototype;
    replaceEmit(prototype, function emitInExchange(event) {
      // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
      const given = arguments;
      const mark = marks.get(this);
      const isThere = mark === null || mark.exchange === context.current() || !hasListener(this, event);
      const result = isThere
        ? intrinsics.apply(emit, this, given)
        : context.within(mark.exchange, () => intrinsics.apply(emit, this, given));
      if (event === 'close' && mark !== null) guarded(() => close(mark));
      return result;
    });
  }
  return (emitter, exchange, onClose) => marks.set(emitter, { exchange, onClose });
}

function close(mark) {
  const { exchange, onClose } = mark;
  mark.onClose = null;
  if (onClose !== null) onClose(exchange);
}

/** Most events have none, and to enter a context is what costs. Where Node keeps its listeners otherwise, there may be one. */
function hasListener(emitter, event) {
  const listeners = emitter._events;
  return typeof listeners !== 'object' || listeners === null || listeners[event] !== undefined;
}

module.exports = { markEmitters };
