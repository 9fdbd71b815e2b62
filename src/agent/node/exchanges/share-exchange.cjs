'use strict';

const threads = require('node:worker_threads');
const intrinsics = require('../intrinsics.cjs');
const { record } = require('../capture/capture.cjs');
const { Exchange } = require('./exchange.cjs');
const { encode } = require('../capture/encode.cjs');

/** Under this name a thread finds the memory. */
const key = 'shadowgate.exchange';
const roomBytes = 65_536;
const headBytes = 8;

/**
 * Lets threads know which exchange is being answered, where exchanges come one after the other: Node does not carry the
 * context of a request along with `postMessage`. The thread that answers requests writes it into memory that it shares
 * with all it starts; what they run while it stands there belongs to that exchange.
 */
function shareExchange(context) {
  const memory = threads.isMainThread
    ? new SharedArrayBuffer(headBytes + roomBytes)
    : threads.getEnvironmentData(key);
  if (memory === undefined) return { onStart() {}, onEnd() {} };
  const head = new Int32Array(memory, 0, 2);
  const room = new Uint8Array(memory, headBytes);
  if (threads.isMainThread) threads.setEnvironmentData(key, memory);
  else context.carry(() => readExchange(head, room));
  return { onStart: (exchange) => write(head, room, exchange), onEnd: () => write(head, room, null) };
}

/** The version is odd while it is written. */
function write(head, room, exchange) {
  const text = exchange === null ? '' : encode(sharedPart(exchange));
  const bytes = Buffer.from(text, 'utf8');
  Atomics.add(head, 0, 1);
  // One that bears more secrets than there is room for stays unknown: without them it would not be redacted.
  const length = bytes.length > roomBytes ? 0 : bytes.length;
  for (let index = 0; index < length; index += 1) room[index] = bytes[index];
  head[1] = length;
  Atomics.add(head, 0, 1);
}

function sharedPart({ exchangeId, instant, taints }) {
  return record({ exchangeId, instant, taints });
}

const known = { version: -1, exchange: null };

/** Null between exchanges. One exchange stays one object, since it counts what it has seen. */
function readExchange(head, room) {
  const version = Atomics.load(head, 0);
  if (version === known.version) return known.exchange;
  if (version % 2 === 1) return null;
  const text = Buffer.from(room.slice(0, head[1])).toString('utf8');
  if (Atomics.load(head, 0) !== version) return null;
  known.version = version;
  known.exchange = text === '' ? null : exchangeOf(intrinsics.parse(text));
  return known.exchange;
}

function exchangeOf({ exchangeId, instant, taints }) {
  const exchange = new Exchange(exchangeId, instant);
  exchange.knownTaints = taints;
  return exchange;
}

module.exports = { shareExchange };
