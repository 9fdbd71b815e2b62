'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const intrinsics = require('../intrinsics.cjs');
const { isLeftByItself } = require('./entered-callbacks.cjs');
const { Exchange } = require('./exchange.cjs');

/**
 * Which exchange the running code belongs to, and the order of everything the agent sees. One per process; work
 * outside any exchange (start-up, timers) belongs to the exchange with the empty id.
 */
function createContext() {
  const storage = new AsyncLocalStorage();
  const getStore = storage.getStore.bind(storage);
  const run = storage.run.bind(storage);
  const exit = storage.exit.bind(storage);
  const enterWith = storage.enterWith.bind(storage);
  const mayEnter = isLeftByItself(storage);
  let sequence = 0;
  const background = new Exchange('', null);
  let carried = () => null;
  return {
    /** What belongs to no exchange. */
    background,
    /** The exchange that is being answered here and now. */
    current: () => getStore() ?? carried() ?? background,
    /** Says what work belongs to that no request of this thread began. */
    carry(exchangeOfOthers) {
      carried = exchangeOfOthers;
    },
    /** Runs the handler of one exchange; everything it starts belongs to that exchange too. */
    within: run,
    /**
     * Enters an exchange until the callback of Node that runs here and now is over, and tells whether it did; to be used where that callback is for
     * this exchange alone. To leave a context is what costs: Node copies the table of all contexts for it, one by one.
     */
    enter(exchange) {
      if (!mayEnter || getStore() !== undefined) return false;
      enterWith(exchange);
      return true;
    },
    mayEnter,
    /** Runs work of the agent's own, so that it never keeps an exchange alive. */
    without: exit,
    /** Order among all hits and events of this process. */
    nextSequence() {
      sequence += 1;
      return sequence - 1;
    },
    /** How often a probe was passed before in an exchange; counts this pass. */
    nextOccurrence(exchange, probeId) {
      exchange.occurrences ??= new intrinsics.SafeMap();
      const before = intrinsics.mapGet(exchange.occurrences, probeId) ?? 0;
      intrinsics.mapSet(exchange.occurrences, probeId, before + 1);
      return before;
    },
  };
}

module.exports = { createContext };
