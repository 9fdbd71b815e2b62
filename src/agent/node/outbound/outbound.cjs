'use strict';

const diagnostics = require('node:diagnostics_channel');
const http = require('node:http');
const intrinsics = require('../intrinsics.cjs');
const { readData } = require('../capture/inspect-object.cjs');
const { redactUrl } = require('../capture/redact-url.cjs');

/** Calls that wait for an answer at the same time; more of them are not followed. */
const maximumPending = 10_000;

/**
 * Records calls that leave the service over HTTP, from the diagnostics channels of Node's client and of undici (which
 * is also the global `fetch`). Each call is one record, sent when it is answered or fails; `flush` sends the unanswered.
 */
function watchOutbound({ context, redactor, send }) {
  const pending = new intrinsics.SafeMap();
  const start = (request, target) => {
    if (intrinsics.mapSize(pending) >= maximumPending) return;
    const exchange = context.current();
    intrinsics.mapSet(pending, request, {
      exchangeId: exchange.exchangeId,
      sequence: context.nextSequence(),
      method: target.method,
      url: redactUrl({ origin: target.origin, path: target.path, redactor, taints: exchange.taints }),
    });
  };
  const finish = (request, status) => {
    const call = intrinsics.mapGet(pending, request);
    if (call === undefined) return;
    intrinsics.mapDelete(pending, request);
    send(outboundRecord(call, status));
  };
  const subscribe = (name, listener) =>
    diagnostics.channel(name).subscribe((message) => attempt(listener, message));
  subscribe('http.client.request.start', ({ request }) => start(request, clientTarget(request)));
  subscribe('http.client.response.finish', ({ request, response }) => finish(request, response.statusCode));
  subscribe('http.client.request.error', ({ request }) => finish(request, undefined));
  subscribe('undici:request:create', ({ request }) => start(request, undiciTarget(request)));
  subscribe('undici:request:headers', ({ request, response }) => finish(request, response.statusCode));
  subscribe('undici:request:error', ({ request }) => finish(request, undefined));
  return {
    flush() {
      for (const request of [...pending.keys()]) finish(request, undefined);
    },
  };
}

/** Node's own client: an OutgoingMessage whose fields are plain data. */
function clientTarget(request) {
  const protocol = readData(request, 'protocol') ?? 'http:';
  return {
    method: `${readData(request, 'method') ?? 'GET'}`,
    origin: `${protocol}//${hostOf(request)}`,
    path: `${clientPath(request)}`,
  };
}

const pathGetter = intrinsics.getOwnPropertyDescriptor(http.ClientRequest.prototype, 'path')?.get;

/** Plain data up to Node 22; later an accessor of Node's own. */
function clientPath(request) {
  if (pathGetter !== undefined) return intrinsics.apply(pathGetter, request, []);
  return readData(request, 'path') ?? '/';
}

/** The Host header names host and port as the service meant them. */
function hostOf(request) {
  const header = request.getHeader('host');
  return typeof header === 'string' ? header : `${readData(request, 'host') ?? ''}`;
}

function undiciTarget(request) {
  return {
    method: `${readData(request, 'method') ?? 'GET'}`,
    origin: `${request.origin ?? ''}`,
    path: `${readData(request, 'path') ?? '/'}`,
  };
}

function outboundRecord(call, status) {
  const record = new intrinsics.Bare();
  record.kind = 'outbound-call';
  record.exchangeId = call.exchangeId;
  record.sequence = call.sequence;
  record.method = call.method;
  record.url = call.url;
  if (typeof status === 'number') record.status = status;
  return record;
}

function attempt(listener, message) {
  try {
    listener(message);
  } catch {
    // A call that cannot be described is left out; the service must not notice.
  }
}

module.exports = { watchOutbound };
