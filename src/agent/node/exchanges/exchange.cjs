'use strict';

const intrinsics = require('../intrinsics.cjs');
const { performanceNow } = require('../determinism/virtual-clock.cjs');

const shortestTaint = 8;

/**
 * One exchange as the agent carries it along: its id, when production got it (as it was sent; null when that was not), the secrets that
 * came with it, how far it got, and its counters, clock and random streams. Each request makes one: what few of them need is found when it
 * is asked for.
 */
class Exchange {
  constructor(exchangeId, instant) {
    this.exchangeId = exchangeId;
    this.instant = instant;
    this.beganAt = performanceNow();
    this.authorization = undefined;
    this.cookie = undefined;
    this.knownTaints = null;
    this.isBegun = false;
    this.isOver = false;
    /** See entered-callbacks.cjs. */
    this.parserId = 0;
    this.occurrences = null;
    this.clock = undefined;
    this.streams = null;
    this.thrown = 0;
    this.flowEvents = 0;
    this.flowUnsettled = false;
    this.flowRemoved = null;
    this.flowPrevious = null;
    this.flowNext = null;
  }

  /** `headers` by lower-case name, plain texts; kept as they are now, since the service may change them. */
  begin({ authorization, cookie }) {
    this.authorization = authorization;
    this.cookie = cookie;
    this.isBegun = true;
  }

  /** Secrets that came with the request itself, as texts: they are redacted wherever they turn up during the exchange. */
  get taints() {
    this.knownTaints ??= taintsOf(this.authorization, this.cookie);
    return this.knownTaints;
  }
}

// A service may put a setter of any name on the prototype of all objects: what is assigned here is not to find it.
Object.setPrototypeOf(Exchange.prototype, null);

function taintsOf(authorization, cookie) {
  const taints = [];
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

module.exports = { Exchange };
