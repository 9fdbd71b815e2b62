'use strict';

const Module = require('node:module');
const intrinsics = require('../intrinsics.cjs');
const { ownData } = require('../capture/inspect-object.cjs');
const { guarded, watchMethod, wrapMethod } = require('./wrap-method.cjs');

const runs = ['run', 'get', 'all', 'iterate'];
const betterSqlite = /better-sqlite3(?:[\\/]lib[\\/]index\.js)?$/;
const [getText, setText] = ['get', 'set'].map((name) =>
  WeakMap.prototype[name].call.bind(WeakMap.prototype[name]),
);
const mostNames = 100;

/** Sees the queries to databases inside the process: of `node:sqlite`, and of better-sqlite3 when it is loaded. */
function watchSqlite({ report }) {
  const watch = createWatcher(report);
  const own = loadQuietly();
  if (own !== null) {
    watch.database(own.DatabaseSync.prototype);
    watch.statement(own.StatementSync.prototype);
  }
  wrapMethod(Module, '_load', (load, receiver, given) => {
    const loaded = intrinsics.apply(load, receiver, given);
    const isIt = typeof given[0] === 'string' && intrinsics.regExpExec(betterSqlite, given[0]) !== null;
    if (isIt) guarded(() => watch.database(loaded.prototype));
    return loaded;
  });
}

/** Before Node 24 a warning is printed with the first use; that of the service would then be the second, and the agent's own is kept back. */
function loadQuietly() {
  const { emitWarning } = process;
  try {
    process.emitWarning = () => {};
    const sqlite = process.getBuiltinModule?.('node:sqlite') ?? null;
    return typeof sqlite?.StatementSync?.prototype === 'object' ? sqlite : null;
  } catch {
    return null;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function createWatcher(report) {
  const texts = new WeakMap();
  const watched = new WeakSet();
  const once = (prototype) => {
    if (intrinsics.weakSetHas(watched, prototype)) return false;
    intrinsics.weakSetAdd(watched, prototype);
    return true;
  };
  const watchStatement = (prototype) => {
    if (!once(prototype)) return;
    for (let index = 0; index < runs.length; index += 1)
      watchMethod(prototype, runs[index], (statement, given) =>
        reportRun(getText(texts, statement), given, report),
      );
  };
  const prepared = (statement, text) => {
    if (typeof statement !== 'object' || statement === null || typeof text !== 'string') return;
    setText(texts, statement, text);
    watchStatement(intrinsics.getPrototypeOf(statement));
  };
  return {
    statement: watchStatement,
    database(prototype) {
      if (!once(prototype)) return;
      wrapMethod(prototype, 'prepare', (prepare, database, given) => {
        const statement = intrinsics.apply(prepare, database, given);
        guarded(prepared, statement, given[0]);
        return statement;
      });
      watchMethod(prototype, 'exec', (_, given) => reportRun(given[0], [], report));
    },
  };
}

/** Values come by position, in one array, or by name in the first argument. */
function reportRun(text, given, report) {
  if (typeof text !== 'string') return;
  const first = given[0];
  const isNamed = isPlainObject(first);
  const values = isPlainArray(first) ? first : given;
  const positional = [];
  const from = isNamed ? 1 : 0;
  for (let index = from; index < values.length && index < from + mostNames; index += 1)
    positional[index - from] = ownData(values, `${index}`)?.value;
  const named = isNamed ? (name) => valueNamed(first, name) : null;
  report((describe, taints) => describe.sql({ system: 'sqlite', text, given: positional, named }, taints));
}

function valueNamed(object, name) {
  const own = (prefix) => ownData(object, `${prefix}${name}`);
  return (own('') ?? own(':') ?? own('@') ?? own('$'))?.value;
}

function isPlainArray(value) {
  return !intrinsics.types.isProxy(value) && intrinsics.arrayIsArray(value);
}

function isPlainObject(value) {
  if (typeof value !== 'object' || value === null || intrinsics.types.isProxy(value)) return false;
  return (
    !intrinsics.arrayIsArray(value) &&
    !intrinsics.types.isUint8Array(value) &&
    !intrinsics.types.isDate(value)
  );
}

module.exports = { watchSqlite };
