'use strict';

const { executionAsyncResource } = require('node:async_hooks');
const intrinsics = require('../intrinsics.cjs');
const { nameOf, ownData } = require('../capture/inspect-object.cjs');

/** What runs in answer to bytes that came in on a connection, and what puts several things into one turn. */
const onBytes = new Set(['TCP', 'Pipe', 'TLSWrap']);
const onTurn = new Set(['Immediate']);

/**
 * Tells to which exchange a thing belongs that was written to a connection. Drivers queue what is asked of them: what goes out when the
 * answer before it came in, or together with what others asked, goes out in the context of whoever opened the connection or came first.
 * Then only an exchange that is alone under way is known to have asked; otherwise each that is under way is told of as unsettled.
 */
function createFlights({ context, limits, send }) {
  const underWay = createUnderWay();
  let events = 0;
  let isEnded = false;
  const tell = (exchangeId) => {
    const record = intrinsics.objectCreate(null);
    record.kind = 'flow-unsettled';
    record.exchangeId = exchangeId;
    record.sequence = context.nextSequence();
    send(record);
  };
  const unsettle = (exchange) => {
    if (exchange.flowUnsettled) return;
    exchange.flowUnsettled = true;
    tell(exchange.exchangeId);
  };
  const unsettleAll = () => {
    for (let exchange = underWay.first(); exchange !== null; exchange = exchange.flowNext) unsettle(exchange);
    return context.background;
  };
  /** What ends the flow of the whole process is said once, under the empty id. */
  const end = () => {
    if (!isEnded) {
      isEnded = true;
      unsettleAll();
      tell('');
    }
    return false;
  };
  return {
    begin: underWay.add,
    end: underWay.remove,
    /** The exchange of what is written to a database here and now. */
    ofWrite() {
      const way = nameOfResource();
      const current = context.current();
      const isLost = intrinsics.setHas(onBytes, way);
      if (!isLost && !intrinsics.setHas(onTurn, way)) return current;
      const first = underWay.first();
      if (first !== null && first.flowNext !== null) return unsettleAll();
      return isLost && first !== null ? first : current;
    },
    /** Whether an exchange may have one more event. */
    hasRoom(exchange) {
      if (isEnded || exchange.exchangeId === '') return false;
      exchange.flowEvents += 1;
      events += 1;
      if (events > limits.flowEvents) return end();
      if (exchange.flowEvents > limits.flowPerExchange) unsettle(exchange);
      return exchange.flowEvents <= limits.flowPerExchange;
    },
  };
}

/** The exchanges under way, in the order in which they began: each knows its neighbours, since each request comes and goes here. */
function createUnderWay() {
  let first = null;
  let last = null;
  return {
    first: () => first,
    add(exchange) {
      exchange.flowPrevious = last;
      if (last === null) first = exchange;
      else last.flowNext = exchange;
      last = exchange;
    },
    /** Does nothing where it was taken out before. */
    remove(exchange) {
      const { flowPrevious: previous, flowNext: next } = exchange;
      if (previous === null && first !== exchange) return;
      if (previous === null) first = next;
      else previous.flowNext = next;
      if (next === null) last = previous;
      else next.flowPrevious = previous;
      exchange.flowPrevious = null;
      exchange.flowNext = null;
    },
  };
}

function nameOfResource() {
  const resource = executionAsyncResource();
  if (typeof resource !== 'object' || resource === null || intrinsics.types.isProxy(resource)) return '';
  const prototype = intrinsics.getPrototypeOf(resource);
  if (prototype === null || intrinsics.types.isProxy(prototype)) return '';
  const owner = ownData(prototype, 'constructor')?.value;
  return typeof owner === 'function' ? nameOf(owner) : '';
}

module.exports = { createFlights };
