'use strict';

const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const intrinsics = require('./intrinsics.cjs');
const { emitWithin, endOnClose, guarded, replaceEmit } = require('./emit-within.cjs');
const { bearsOurs, takeExchange } = require('./exchange-headers.cjs');
const { watchSession } = require('./http2-streams.cjs');

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
  replaceEmit(net.Server.prototype, function emitRequest(event, request, response) {
    if (event === 'listening' && answersHttp(this)) guarded(onListening);
    if (event === 'session')
      guarded(() => watchSession({ session: request, context, onStart, onEnd, onStreams }));
    const exchange = intrinsics.setHas(eventsWithRequest, event) ? begin(request, onStart) : null;
    // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    const given = arguments;
    if (exchange === null) return intrinsics.apply(emit, this, given);
    follow({ context, exchange, request, response, onEnd });
    return context.within(exchange, () => intrinsics.apply(emit, this, given));
  });
}

function answersHttp(server) {
  if (server instanceof http.Server || server instanceof https.Server) return true;
  return intrinsics.setHas(http2Servers, intrinsics.getPrototypeOf(server)?.constructor?.name);
}

function begin(request, onStart) {
  try {
    if (!(request instanceof http.IncomingMessage) || !bearsOurs(request.headers)) return null;
    // Both views must be built before the raw lines shrink: they are read by a count taken when the request came in.
    const exchange = takeExchange({
      views: [request.headers, request.headersDistinct],
      raw: request.rawHeaders,
    });
    if (exchange !== null) onStart(exchange);
    return exchange;
  } catch {
    return null;
  }
}

/** The answer is a response, or the bare connection where HTTP ends: what is said on it then belongs to the exchange too. */
function follow({ context, exchange, request, response, onEnd }) {
  emitWithin({ emitter: request, context, exchange, watch: null });
  if (!(response instanceof http.ServerResponse || response instanceof net.Socket)) return;
  emitWithin({ emitter: response, context, exchange, watch: endOnClose(exchange, onEnd) });
}

module.exports = { watchRequests };
