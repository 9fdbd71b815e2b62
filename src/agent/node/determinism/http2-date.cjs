'use strict';

const intrinsics = require('../intrinsics.cjs');

const RealDate = Date;
const toUtc = Function.prototype.call.bind(RealDate.prototype.toUTCString);
const assign = Object.assign;

/**
 * Node adds a Date header of a clock of its own to answers over HTTP/2 that have none. This one is there before and tells the
 * time that the service sees. `streams` is the prototype of the streams of a server; where the service says that it wants no
 * Date, it gets none.
 */
function replaceHttp2Date(streams, clock) {
  const { respond } = streams;
  for (const [name, position] of [
    ['respond', 0],
    ['respondWithFD', 1],
    ['respondWithFile', 1],
  ]) {
    if (typeof streams[name] === 'function') dateHeaders({ owner: streams, name, position, clock });
  }
  // Node answers under a name of its own where the service writes without having answered.
  for (const key of intrinsics.ownKeys(streams)) {
    if (typeof key === 'symbol' && streams[key] === respond) streams[key] = streams.respond;
  }
}

function dateHeaders({ owner, name, position, clock }) {
  const respond = owner[name];
  const dated = function (...given) {
    try {
      if (given[position + 1]?.sendDate ?? true) given[position] = withDate(given[position], clock);
    } catch {
      // The header is then the one that Node writes.
    }
    return intrinsics.apply(respond, this, given);
  };
  intrinsics.defineProperty(dated, 'name', { configurable: true, value: name });
  intrinsics.defineProperty(dated, 'length', { configurable: true, value: respond.length });
  intrinsics.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: dated,
  });
}

/** What the service gave stays as it is: an object by name or, in later Nodes, names and values by turns. */
function withDate(headers, clock) {
  if (headers !== undefined && (headers === null || typeof headers !== 'object')) return headers;
  const isList = intrinsics.arrayIsArray(headers);
  const dated = assign(isList ? [] : { __proto__: null }, headers);
  if (isList ? isListed(headers) : dated.date !== undefined && dated.date !== null) return headers;
  const text = toUtc(new RealDate(clock.now()));
  if (isList) {
    dated[dated.length] = 'date';
    dated[dated.length] = text;
  } else dated.date = text;
  return dated;
}

function isListed(headers) {
  for (let at = 0; at < headers.length; at += 2) {
    if (intrinsics.stringToLowerCase(headers[at]) === 'date') return true;
  }
  return false;
}

module.exports = { replaceHttp2Date };
