'use strict';

const intrinsics = require('../intrinsics.cjs');
const { guarded } = require('../flow/wrap-method.cjs');
const { replaceEmit } = require('./emit-within.cjs');
const { isWithParser } = require('./entered-callbacks.cjs');
const { noteOf, noteOn } = require('./emitter-notes.cjs');

/**
 * Stands in front of `emit` on prototypes of Node, once, so that the events of a marked emitter happen in its exchange. Node emits them
 * from the context of the parser or of the connection, which began before the exchange did. `mark` takes an emitter, its exchange, and what
 * is to run once when it says that it is closed, or null; it gives the note of the emitter.
 */
function markEmitters(prototypes, context) {
  for (const prototype of prototypes) {
    const { emit } = prototype;
    replaceEmit(prototype, function emitInExchange(event) {
      const isHeard = hasListener(this, event);
      const isClose = event === 'close';
      // Node would look for one, too, and find none.
      if (!isHeard && !isClose && event !== 'error') return false;
      const note = noteOf(this);
      // biome-ignore-start lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
      if (note === null || note.exchange === null) return intrinsics.apply(emit, this, arguments);
      const isThere = !isHeard || isWithin(context, note, event);
      const result = isThere
        ? intrinsics.apply(emit, this, arguments)
        : context.within(note.exchange, intrinsics.apply, emit, this, arguments);
      // biome-ignore-end lint/complexity/noArguments: as above.
      if (isClose) close(note);
      return result;
    });
  }
  return (emitter, exchange, onClose) => {
    const note = noteOn(emitter);
    note.exchange = exchange;
    note.onClose = onClose;
    return note;
  };
}

/** What the parser hands over of a body the service may hear at once, in a callback that is for this request alone and need not be left. */
function isWithin(context, note, event) {
  if (note.exchange === context.current()) return true;
  return event === 'data' && isWithParser(note) && context.enter(note.exchange);
}

function close(note) {
  const { exchange, onClose } = note;
  note.onClose = null;
  if (onClose !== null) guarded(onClose, exchange);
}

/** Most events have none, and to enter a context is what costs. Where Node keeps its listeners otherwise, there may be one. */
function hasListener(emitter, event) {
  const listeners = emitter._events;
  return typeof listeners !== 'object' || listeners === null || listeners[event] !== undefined;
}

module.exports = { markEmitters };
