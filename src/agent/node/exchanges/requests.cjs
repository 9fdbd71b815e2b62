'use strict';

const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const intrinsics = require('../intrinsics.cjs');
const { emitWithin, endOnClose, replaceEmit } = require('./emit-within.cjs');
const { createParserIds, isWithParser } = require('./entered-callbacks.cjs');
const { takeTagsEarly } = require('./early-tags.cjs');
const { beginExchange } = require('./exchange-headers.cjs');
const { noteOf } = require('./emitter-notes.cjs');
const { watchSession } = require('./http2-streams.cjs');
const { guarded, standBefore } = require('../flow/wrap-method.cjs');
const { markEmitters } = require('./marked-emitters.cjs');

const eventsWithRequest = new Set(['request', 'checkContinue', 'checkExpectation', 'upgrade', 'connect']);
/** Servers of HTTP/2 are told by name: their module is not loaded for it. */
const http2Servers = new Set(['Http2Server', 'Http2SecureServer']);

/**
 * Puts every tagged request into the context of its exchange, by standing in front of `emit` of the servers of HTTP/1.1 and HTTP/2.
 * `onListening` runs once a server of this process accepts connections, `onStart` before a handler, `onEnd` when the
 * response is closed, or the connection that it turned into; `onStreams` once, with the prototype of the streams of HTTP/2.
 */
function watchRequests({ context, onListening, onStart, onEnd, onStreams }) {
  const { emit } = net.Server.prototype;
  const mark = markEmitters([http.IncomingMessage.prototype, http.ServerResponse.prototype], context);
  const tagOf = takeTagsEarly(http.IncomingMessage.prototype);
  const parserIdOf = createParserIds();
  if (context.mayEnter) enterAtEnd(http.IncomingMessage.prototype, context);
  replaceEmit(net.Server.prototype, function emitRequest(event, request, response) {
    if (event === 'listening' && answersHttp(this)) guarded(onListening);
    if (event === 'session')
      guarded(() => watchSession({ session: request, context, onStart, onEnd, onStreams }));
    const exchange = intrinsics.setHas(eventsWithRequest, event) ? begin(request, tagOf, onStart) : null;
    // biome-ignore-start lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    if (exchange === null) return intrinsics.apply(emit, this, arguments);
    const parserId = context.mayEnter ? parserIdOf(request) : 0;
    follow({ context, exchange, request, response, onEnd, mark, parserId });
    if (parserId !== 0 && context.enter(exchange)) return intrinsics.apply(emit, this, arguments);
    return context.within(exchange, intrinsics.apply, emit, this, arguments);
    // biome-ignore-end lint/complexity/noArguments: as above.
  });
}

/** The parser tells of the end of a body in a callback of its own, and Node has the service hear of it later, in the context of that callback. */
function enterAtEnd(prototype, context) {
  const enter = (request) => {
    const note = noteOf(request);
    if (note !== null && isWithParser(note)) context.enter(note.exchange);
  };
  standBefore(prototype, 'push', (push) => {
    return function (chunk) {
      if (chunk === null) guarded(enter, this);
      // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
      return intrinsics.apply(push, this, arguments);
    };
  });
}

function answersHttp(server) {
  if (server instanceof http.Server || server instanceof https.Server) return true;
  return intrinsics.setHas(http2Servers, intrinsics.getPrototypeOf(server)?.constructor?.name);
}

function begin(request, tagOf, onStart) {
  try {
    const tag = request instanceof http.IncomingMessage ? tagOf(request) : null;
    if (tag === null) return null;
    const exchange = beginExchange(tag, request.headers);
    onStart(exchange);
    return exchange;
  } catch {
    return null;
  }
}

/** The answer is a response, or the bare connection where HTTP ends: what is said on it then belongs to the exchange too. */
function follow({ context, exchange, request, response, onEnd, mark, parserId }) {
  mark(request, exchange, null).parserId = parserId;
  if (response instanceof http.ServerResponse) mark(response, exchange, onEnd);
  else if (response instanceof net.Socket)
    emitWithin({ emitter: response, context, exchange, watch: endOnClose(exchange, onEnd) });
}

module.exports = { watchRequests };
