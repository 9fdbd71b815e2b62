'use strict';

const intrinsics = require('../intrinsics.cjs');
const { watchDatabaseSockets } = require('./database-sockets.cjs');
const { createDescriber } = require('./describe-query.cjs');
const { watchFiles } = require('./files.cjs');
const { createFlights } = require('./flights.cjs');
const { watchProcesses } = require('./processes.cjs');
const { watchSqlite } = require('./sqlite.cjs');

/**
 * Sees what the service does beside answering, HTTP calls aside: queries, changes to files, programs it starts. Only what belongs to
 * an exchange is told of. `attempt(part, work)` keeps one part that cannot start from the others. `onStart` and `onEnd` are to be told of
 * each exchange.
 */
function watchFlow({ attempt, plan, context, redactor, send }) {
  const describe = createDescriber(redactor);
  const flights = createFlights({ context, limits: plan.limits, send });
  const tell = (kind, exchange, fields) => {
    const record = intrinsics.objectCreate(null);
    record.kind = kind;
    record.exchangeId = exchange.exchangeId;
    record.sequence = context.nextSequence();
    for (const name in fields) record[name] = fields[name];
    send(record);
  };
  const reportQuery = (exchangeOf) => (describeIt) => {
    const exchange = exchangeOf();
    if (!flights.hasRoom(exchange)) return;
    const query = describeIt(describe, exchange.taints);
    if (query !== null) tell('query', exchange, { ...query, cut: query.cut ? true : undefined });
  };
  attempt('queries', () => watchDatabaseSockets({ report: reportQuery(flights.ofWrite) }));
  attempt('queries in the process', () => watchSqlite({ report: reportQuery(context.current) }));
  attempt('files', () =>
    watchFiles({
      root: plan.realRoot,
      report({ operation, path, to }) {
        const exchange = context.current();
        if (isToldTwice(exchange, operation, path) || !flights.hasRoom(exchange)) return;
        const shown = (text) => describe.path(text, exchange.taints);
        tell('file', exchange, {
          operation,
          path: shown(path),
          ...(to === undefined ? {} : { to: shown(to) }),
        });
      },
    }),
  );
  attempt('child processes', () =>
    watchProcesses({
      report({ command, given, shell }) {
        const exchange = context.current();
        if (!flights.hasRoom(exchange)) return;
        const { taints } = exchange;
        const words = describe.words(given, taints);
        tell('process', exchange, { command: describe.path(command, taints), arguments: words, shell });
      },
    }),
  );
  return { onStart: flights.begin, onEnd: flights.end };
}

/** Node removes by one of its functions what another was asked to remove. */
function isToldTwice(exchange, operation, path) {
  const isAgain = operation === 'remove' && exchange.flowRemoved === path;
  exchange.flowRemoved = operation === 'remove' ? path : null;
  return isAgain;
}

module.exports = { watchFlow };
