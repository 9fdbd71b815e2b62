'use strict';

const net = require('node:net');
const intrinsics = require('../intrinsics.cjs');
const { bytesOf, lengthOf } = require('./bytes.cjs');
const { createMongodbReader, isMongodb } = require('./mongodb.cjs');
const { createMysqlReader, isMysql } = require('./mysql.cjs');
const { createPostgresReader, isPostgres } = require('./postgres.cjs');
const { createRedisReader, isRedis } = require('./redis.cjs');
const { redisQuery } = require('./redis-query.cjs');
const { guarded, standBefore, watchMethod } = require('./wrap-method.cjs');

/** Longest beginning of a text that is looked at to tell its protocol. */
const firstCharacters = 64;
const undecided = () => true;
const [getReader, setReader, forgetReader] = ['get', 'set', 'delete'].map((name) =>
  WeakMap.prototype[name].call.bind(WeakMap.prototype[name]),
);

/**
 * Sees the queries of any driver, by reading what the service writes to connections that it opened, when the first bytes are those of
 * a database protocol it knows. Nothing is held back or changed. `report(describeIt)` gets each; `describeIt(describe, taints)` tells it as
 * text and arguments. What goes through TLS is not seen, and neither is what a native driver sends by itself.
 */
function watchDatabaseSockets({ report }) {
  const readers = new WeakMap();
  watchMethod(net.Socket.prototype, 'connect', (socket) => setReader(readers, socket, undecided));
  const readerOf = (socket, chunk, encoding) => {
    const known = getReader(readers, socket);
    if (known !== undecided) return known;
    const head = bytesOf(headOf(chunk), encoding);
    if (head === null || lengthOf(head) === 0) return undefined;
    const chosen = chooseReader(head, report);
    if (chosen === null) forgetReader(readers, socket);
    else setReader(readers, socket, chosen);
    return chosen ?? undefined;
  };
  const look = (socket, chunk, encoding) => {
    const reader = readerOf(socket, chunk, encoding);
    const bytes = reader === undefined ? null : bytesOf(chunk, encoding);
    if (bytes !== null && !reader(bytes)) forgetReader(readers, socket);
  };
  standBefore(net.Socket.prototype, 'write', (write) => {
    return function (chunk, encoding) {
      guarded(look, this, chunk, encoding);
      // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
      return intrinsics.apply(write, this, arguments);
    };
  });
}

/** Of a long text, such as the body of a call, no more is looked at than tells the protocol. */
function headOf(chunk) {
  const isLong = typeof chunk === 'string' && chunk.length > firstCharacters;
  return isLong ? intrinsics.stringSlice(chunk, 0, firstCharacters) : chunk;
}

/** Null for what is no database that is known. */
function chooseReader(bytes, report) {
  const sql = (system) => (query) => report((describe, taints) => describe.sql({ system, ...query }, taints));
  if (isPostgres(bytes)) return createPostgresReader(sql('postgresql'));
  if (isRedis(bytes))
    return createRedisReader((words) => report((describe, taints) => redisQuery(words, describe, taints)));
  if (isMysql(bytes)) return createMysqlReader(sql('mysql'));
  if (!isMongodb(bytes)) return null;
  return createMongodbReader(({ text, given, isCut }) =>
    report((describe, taints) => ({
      ...{ system: 'mongodb', text: describe.text(text, taints), cut: isCut },
      arguments: describe.values(given, taints),
    })),
  );
}

module.exports = { watchDatabaseSockets };
