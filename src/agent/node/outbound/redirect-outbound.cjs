'use strict';

const diagnostics = require('node:diagnostics_channel');
const { readFileSync } = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const tls = require('node:tls');
const intrinsics = require('../intrinsics.cjs');

/** Header by which the stand-in knows the exchange of a call; it takes the header off again. */
const tagHeader = 'x-shadowgate-exchange';
const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0|\[?::\]?)$/i;

/**
 * Leads the HTTP calls of the service to the upstream stand-in: whenever one of Node's own clients or undici (which is also
 * `fetch`) connects to another host, the connection goes to the stand-in's door instead. The service sees the host, the
 * headers and the certificate check that it would see otherwise. Loopback passes, except for the side-cars in `locals`;
 * connections that no HTTP client makes pass too, and end where the network ends.
 *
 * Where there is no stand-in, nothing is touched. `door` is `host:port`; `locals` are such too, separated by commas;
 * `authority` is a file with what is to be trusted.
 */
function redirectOutbound(context, environment) {
  const { SHADOWGATE_OUTBOUND: door, SHADOWGATE_OUTBOUND_LOCAL: locals = '' } = environment;
  const authority = environment.NODE_EXTRA_CA_CERTS;
  if (!door) return;
  const [doorHost, doorPort] = splitAddress(door);
  const sideCars = new Set(locals.split(',').filter((each) => each !== ''));
  /** Where the HTTP client that runs here and now is about to connect; null outside of such a moment. */
  let expected = null;

  const isElsewhere = (host, port) =>
    typeof host === 'string' &&
    host !== '' &&
    (intrinsics.regExpExec(loopback, host) === null || intrinsics.setHas(sideCars, `${host}:${port}`));
  const during = (target, work) => {
    const before = expected;
    expected = target;
    try {
      return work();
    } finally {
      expected = before;
    }
  };

  redirectSockets(doorHost, doorPort, (options) => {
    if (expected === null || !isPlain(options) || options.socketPath) return false;
    if (options.host !== expected.host) return false;
    expected = null;
    return true;
  });
  for (const prototype of [http.Agent.prototype, https.Agent.prototype]) {
    wrap(prototype, 'createConnection', (original, self, given) => {
      const target = targetOf(given[0], isElsewhere);
      return during(target, () => intrinsics.apply(original, self, given));
    });
  }
  wrap(http2, 'connect', (original, self, given) => {
    const target = addressTarget(`${given[0]}`, isElsewhere);
    return during(target, () => intrinsics.apply(original, self, given));
  });
  if (authority) trustAuthority(authority, isElsewhere);
  watchUndici({
    isElsewhere,
    context,
    expect: (target) => {
      expected = target;
      // The connection is begun before this runs; should it not be, the moment is over all the same.
      queueMicrotask(() => {
        if (expected === target) expected = null;
      });
    },
  });
  tagClientRequests(context, isElsewhere);
  syncBuiltinESMExports();
}

/** Every connection of every client is begun here. */
function redirectSockets(host, port, isRedirected) {
  wrap(net.Socket.prototype, 'connect', (original, self, given) => {
    const [first] = given;
    const options = intrinsics.arrayIsArray(first) ? first[0] : first;
    if (!isRedirected(options)) return intrinsics.apply(original, self, given);
    const elsewhere = {
      ...options,
      host,
      port,
      lookup: undefined,
      family: undefined,
      localAddress: undefined,
    };
    if (intrinsics.arrayIsArray(first)) first[0] = elsewhere;
    else given[0] = elsewhere;
    return intrinsics.apply(original, self, given);
  });
}

/** Who names their own authorities means those of production; here only ours answers. */
function trustAuthority(file, isElsewhere) {
  const certificate = readFileSync(file, 'utf8');
  wrap(tls, 'connect', (original, self, given) => {
    const [options] = given;
    if (
      isPlain(options) &&
      options.ca !== undefined &&
      isElsewhere(options.servername || options.host, options.port)
    ) {
      const named = intrinsics.arrayIsArray(options.ca) ? options.ca : [options.ca];
      given[0] = { ...options, ca: [...named, certificate] };
    }
    return intrinsics.apply(original, self, given);
  });
}

/** Said by every undici, that of `fetch` and those that the service installed, right before it connects or sends. */
function watchUndici({ isElsewhere, context, expect }) {
  diagnostics.channel('undici:client:beforeConnect').subscribe((message) => {
    attempt(() => {
      const { hostname, port, protocol } = message.connectParams;
      if (isElsewhere(hostname, portOf(port, protocol))) expect({ host: hostname });
    });
  });
  diagnostics.channel('undici:request:create').subscribe(({ request }) => {
    attempt(() => {
      const { exchangeId } = context.current();
      const address = /^https?:\/\//i.test(request.path) ? request.path : `${request.origin}`;
      if (exchangeId === '' || addressTarget(address, isElsewhere) === null) return;
      request.addHeader(tagHeader, exchangeId);
    });
  });
}

/** The header is written behind the request line, so that no view of the request's headers shows it. */
function tagClientRequests(context, isElsewhere) {
  wrap(http.ClientRequest.prototype, '_storeHeader', (original, self, given) => {
    attempt(() => {
      const { exchangeId } = context.current();
      if (exchangeId === '' || self.socketPath || !isElsewhere(self.host, portOfHeader(self))) return;
      if (typeof given[0] === 'string') given[0] = `${given[0]}${tagHeader}: ${exchangeId}\r\n`;
    });
    return intrinsics.apply(original, self, given);
  });
}

function targetOf(options, isElsewhere) {
  if (!isPlain(options) || options.socketPath) return null;
  return isElsewhere(options.host, options.port) ? { host: options.host } : null;
}

function addressTarget(address, isElsewhere) {
  try {
    const { hostname, port, protocol } = new URL(address);
    return isElsewhere(hostname, portOf(port, protocol)) ? { host: hostname } : null;
  } catch {
    return null;
  }
}

function portOf(port, protocol) {
  if (port) return port;
  return protocol === 'https:' ? '443' : '80';
}

function portOfHeader(request) {
  const header = request.getHeader('host');
  const [, port] = typeof header === 'string' ? splitAddress(header) : [];
  return portOf(port, request.protocol);
}

function splitAddress(address) {
  const at = address.lastIndexOf(':');
  return at === -1
    ? [address, '']
    : [intrinsics.stringSlice(address, 0, at), intrinsics.stringSlice(address, at + 1)];
}

function isPlain(value) {
  return typeof value === 'object' && value !== null;
}

/** Puts `around` in the place of a function, under the same name and length. */
function wrap(owner, name, around) {
  const original = owner[name];
  const wrapped = {
    [name](...given) {
      return around(original, this, given);
    },
  }[name];
  intrinsics.defineProperty(wrapped, 'length', { value: original.length, configurable: true });
  intrinsics.defineProperty(owner, name, {
    ...intrinsics.getOwnPropertyDescriptor(owner, name),
    configurable: true,
    writable: true,
    enumerable: intrinsics.getOwnPropertyDescriptor(owner, name)?.enumerable ?? false,
    value: wrapped,
  });
}

function attempt(work) {
  try {
    work();
  } catch {
    // A call that cannot be tagged is tied by other means; the service must not notice.
  }
}

module.exports = { redirectOutbound };
