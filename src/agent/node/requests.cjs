'use strict';

const http = require('node:http');
const https = require('node:https');
const intrinsics = require('./intrinsics.cjs');
const { createExchange } = require('./context.cjs');

/** Header by which the gate tells which exchange a request is; taken off before the service sees the request. */
const tagHeader = 'x-shadowgate-exchange';
/** Header that tells when production got it, in milliseconds since 1970; taken off likewise. */
const instantHeader = 'x-shadowgate-instant';
const eventsWithRequest = new Set(['request', 'checkContinue', 'checkExpectation', 'upgrade', 'connect']);
const shortestTaint = 8;
/** The last instant that a Date can hold, in milliseconds. */
const latestInstant = 8.64e15;
const floor = Math.floor;

/**
 * Puts every tagged request into the context of its exchange, by standing in front of `emit` of the HTTP servers.
 * `onListening` runs once a server of this process accepts connections, `onStart` before a handler, `onEnd` when the
 * response is closed.
 */
function watchRequests({ context, onListening, onStart, onEnd }) {
  for (const prototype of [http.Server.prototype, https.Server.prototype]) {
    const emit = prototype.emit;
    intrinsics.defineProperty(prototype, 'emit', {
      configurable: true,
      writable: true,
      enumerable: false,
      value: function emitRequest(event, request, response) {
        if (event === 'listening') guarded(onListening);
        const exchange = intrinsics.setHas(eventsWithRequest, event) ? begin(request, onStart) : null;
        // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
        const given = arguments;
        if (exchange === null) return intrinsics.apply(emit, this, given);
        follow({ context, exchange, request, response, onEnd });
        return context.within(exchange, () => intrinsics.apply(emit, this, given));
      },
    });
  }
}

function begin(request, onStart) {
  try {
    const instant = readInstant(takeHeader(request, instantHeader));
    const exchangeId = takeHeader(request, tagHeader);
    if (exchangeId === null) return null;
    const exchange = createExchange({ exchangeId, taints: taintsOf(request.headers), instant });
    onStart(exchange);
    return exchange;
  } catch {
    return null;
  }
}

/** Reads a header of ours and removes every trace of it from the request; null when there is none. */
function takeHeader(request, name) {
  const value = request?.headers?.[name];
  if (typeof value !== 'string' || value.length === 0) return null;
  // Both views must be built before the raw lines shrink: they are read by a count taken when the request came in.
  const distinct = request.headersDistinct;
  delete request.headers[name];
  if (distinct !== undefined) delete distinct[name];
  const raw = request.rawHeaders;
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    if (intrinsics.stringToLowerCase(raw[index]) === name) intrinsics.arraySplice(raw, index, 2);
  }
  return value;
}

function readInstant(text) {
  const instant = text === null ? 0 : +text;
  return instant > 0 && instant <= latestInstant ? floor(instant) : null;
}

/** Secrets that came with the request itself: they are redacted wherever they turn up during the exchange. */
function taintsOf(headers) {
  const taints = [];
  const { authorization, cookie } = headers;
  if (typeof authorization === 'string') addTaint(taints, authorization, ' ');
  if (typeof cookie === 'string') {
    let rest = cookie;
    for (let end = 0; end !== -1; rest = intrinsics.stringSlice(rest, end + 1)) {
      end = intrinsics.stringIndexOf(rest, ';');
      addTaint(taints, end === -1 ? rest : intrinsics.stringSlice(rest, 0, end), '=');
    }
  }
  return taints;
}

function addTaint(taints, text, separator) {
  const value = intrinsics.stringSlice(text, intrinsics.stringIndexOf(text, separator) + 1);
  if (value.length >= shortestTaint) taints[taints.length] = value;
}

/**
 * Events of the request and of its response happen in the exchange too. Node emits them from the parser's context,
 * which began before the exchange did, so each gets an `emit` of its own.
 */
function follow({ context, exchange, request, response, onEnd }) {
  let ended = false;
  emitWithin(request, context, exchange, null);
  if (!(response instanceof http.ServerResponse)) return;
  emitWithin(response, context, exchange, (event) => {
    if (event !== 'close' || ended) return;
    ended = true;
    guarded(() => onEnd(exchange));
  });
}

function emitWithin(emitter, context, exchange, watch) {
  const { emit } = emitter;
  intrinsics.defineProperty(emitter, 'emit', {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function emitInExchange(event) {
      // biome-ignore lint/complexity/noArguments: as above.
      const given = arguments;
      const result = context.within(exchange, () => intrinsics.apply(emit, this, given));
      if (watch !== null) watch(event);
      return result;
    },
  });
}

function guarded(work) {
  try {
    work();
  } catch {
    // The agent may lose a sample; the service must not notice.
  }
}

module.exports = { watchRequests };
