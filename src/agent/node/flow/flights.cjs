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
  const underWay = new intrinsics.SafeMap();
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
    const entries = intrinsics.mapEntries(underWay);
    const next = () => intrinsics.mapIteratorNext(entries);
    for (let entry = next(); !entry.done; entry = next()) unsettle(entry.value[1]);
    return context.background;
  };
  const onlyOne = () => intrinsics.mapIteratorNext(intrinsics.mapEntries(underWay)).value[1];
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
    begin: (exchange) => intrinsics.mapSet(underWay, exchange, exchange),
    end: (exchange) => intrinsics.mapDelete(underWay, exchange),
    /** The exchange of what is written to a database here and now. */
    ofWrite() {
      const way = nameOfResource();
      const current = context.current();
      const isLost = intrinsics.setHas(onBytes, way);
      if (!isLost && !intrinsics.setHas(onTurn, way)) return current;
      const count = intrinsics.mapSize(underWay);
      if (count > 1) return unsettleAll();
      return isLost && count === 1 ? onlyOne() : current;
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

function nameOfResource() {
  const resource = executionAsyncResource();
  if (typeof resource !== 'object' || resource === null || intrinsics.types.isProxy(resource)) return '';
  const prototype = intrinsics.getPrototypeOf(resource);
  if (prototype === null || intrinsics.types.isProxy(prototype)) return '';
  const owner = ownData(prototype, 'constructor')?.value;
  return typeof owner === 'function' ? nameOf(owner) : '';
}

module.exports = { createFlights };
