'use strict';

const intrinsics = require('../intrinsics.cjs');
const { emitWithin, replaceEmit } = require('./emit-within.cjs');
const { takeTagOfViews } = require('./exchange-headers.cjs');

let isWatched = false;

/**
 * Puts every tagged stream of HTTP/2 into the context of its exchange, from the first session that a server of this process has:
 * only then is there a prototype to stand in front of, and a service without HTTP/2 never loads it. The session says
 * `stream` before its server does, and the server's `request` comes from within that, so that one place serves all three.
 * `onStreams` runs once, with the prototype of the streams, before any of them is answered.
 */
function watchSession({ session, context, onStart, onEnd, onStreams }) {
  const prototype = intrinsics.getPrototypeOf(session);
  if (isWatched || prototype?.constructor?.name !== 'ServerHttp2Session') return;
  isWatched = true;
  const { emit } = prototype;
  let streams = null;
  replaceEmit(prototype, function emitStream(event, stream, headers, _flags, raw) {
    // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    const given = arguments;
    if (event !== 'stream') return intrinsics.apply(emit, this, given);
    if (streams === null) {
      streams = intrinsics.getPrototypeOf(stream);
      onStreams(streams);
    }
    const exchange = begin(headers, raw, onStart);
    if (exchange === null) return intrinsics.apply(emit, this, given);
    emitWithin({ emitter: stream, context, exchange, onEnd });
    return context.within(exchange, () => intrinsics.apply(emit, this, given));
  });
}

function begin(headers, raw, onStart) {
  try {
    const exchange = takeTagOfViews(headers, raw);
    if (exchange === null) return null;
    exchange.begin(headers);
    onStart(exchange);
    return exchange;
  } catch {
    return null;
  }
}

module.exports = { watchSession };
