'use strict';

const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const intrinsics = require('../intrinsics.cjs');
const { emitInExchanges } = require('./emit-in-exchanges.cjs');
const { emitWithin, endExchange, replaceEmit } = require('./emit-within.cjs');
const { exchangeOf, setExchange } = require('./emitter-exchanges.cjs');
const { createParserIds, isWithParser } = require('./entered-callbacks.cjs');
const { takeTagsEarly } = require('./early-tags.cjs');
const { watchSession } = require('./http2-streams.cjs');
const { guarded, standBefore } = require('../flow/wrap-method.cjs');

/** Beside `request`, which is asked for first: each has it. */
const rareEventsWithRequest = new Set(['checkContinue', 'checkExpectation', 'upgrade', 'connect']);
/** Servers of HTTP/2 are told by name: their module is not loaded for it. */
const http2Servers = new Set(['Http2Server', 'Http2SecureServer']);

/**
 * Puts every tagged request into the context of its exchange, by standing in front of `emit` of the servers of HTTP/1.1 and HTTP/2.
 * `onListening` runs once a server of this process accepts connections, `onStart` before a handler, `onEnd` when the
 * response is closed, or the connection that it turned into; `onStreams` once, with the prototype of the streams of HTTP/2.
 */
function watchRequests({ context, onListening, onStart, onEnd, onStreams }) {
  const { emit } = net.Server.prototype;
  emitInExchanges({
    prototypes: [http.IncomingMessage.prototype, http.ServerResponse.prototype],
    context,
    onClose: (emitter, exchange) => emitter instanceof http.ServerResponse && endExchange(exchange, onEnd),
  });
  const tagged = takeTagsEarly(http.IncomingMessage.prototype);
  const parserIdOf = createParserIds();
  if (context.mayEnter) enterAtEnd(http.IncomingMessage.prototype, context);
  const watchServer = (server, event, session) => {
    if (event === 'listening' && answersHttp(server)) guarded(onListening);
    if (event === 'session') guarded(watchSession, { session, context, onStart, onEnd, onStreams });
  };
  replaceEmit(net.Server.prototype, function emitRequest(event, request, response) {
    const bearsRequest = event === 'request' || intrinsics.setHas(rareEventsWithRequest, event);
    if (!bearsRequest) watchServer(this, event, request);
    const exchange = bearsRequest ? begin(request, tagged, onStart) : null;
    // biome-ignore-start lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    if (exchange === null) return intrinsics.apply(emit, this, arguments);
    if (context.mayEnter) exchange.parserId = parserIdOf(request);
    follow({ context, exchange, response, onEnd });
    if (exchange.parserId !== 0 && context.enter(exchange)) return intrinsics.apply(emit, this, arguments);
    return context.within(exchange, intrinsics.apply, emit, this, arguments);
    // biome-ignore-end lint/complexity/noArguments: as above.
  });
}

/** The parser tells of the end of a body in a callback of its own, and Node has the service hear of it later, in the context of that callback. */
function enterAtEnd(prototype, context) {
  const enter = (request) => {
    const exchange = exchangeOf(request);
    if (exchange !== null && isWithParser(exchange)) context.enter(exchange);
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

/** The exchange of a request that is tagged. It begins once, though a service may hand its request on to another server. */
function begin(request, tagged, onStart) {
  try {
    const exchange = request instanceof http.IncomingMessage ? tagged(request) : null;
    if (exchange === null || exchange.isBegun) return exchange;
    exchange.begin(request.headers);
    onStart(exchange);
    return exchange;
  } catch {
    return null;
  }
}

/** The answer is a response, or the bare connection where HTTP ends: what is said on it then belongs to the exchange too. */
function follow({ context, exchange, response, onEnd }) {
  if (response instanceof http.ServerResponse) setExchange(response, exchange);
  else if (response instanceof net.Socket) emitWithin({ emitter: response, context, exchange, onEnd });
}

module.exports = { watchRequests };
