'use strict';

const intrinsics = require('../intrinsics.cjs');
const { openSession } = require('../probes/inspector-session.cjs');

const now = process.hrtime.bigint;
const { memoryUsage } = process;
const mostClasses = 8;
/** The whole heap is walked for each class: 20 ms for each megabyte. */
const budgetMs = 3_000;
const largestHeap = 134_217_728;
const group = 'shadowgate-instances';
/** Under which the walk finds what it is to hand over, for a moment in which nothing of the service runs. */
const door = Symbol.for('shadowgate.instances');

/**
 * Counts how many instances of some classes are alive: once, when a run is over, since everything stands still for it. Every class of a name
 * counts as one. What did not fit the time is named, and so is all of it where the heap is too large.
 */
function countInstances(names) {
  const began = now();
  const spentMs = () => Number(now() - began) / 1e6;
  const record = intrinsics.objectCreate(null);
  record.kind = 'instances';
  record.exchangeId = '';
  record.counts = intrinsics.objectCreate(null);
  record.notCounted = [];
  const { heapUsed } = memoryUsage();
  const session = heapUsed > largestHeap ? null : openSession();
  const prototypes = session === null ? null : findPrototypes(session, names);
  let longest = spentMs();
  for (let index = 0; index < names.length && index < mostClasses; index += 1) {
    const started = spentMs();
    if (prototypes === null || started + longest > budgetMs) {
      record.notCounted[record.notCounted.length] = names[index];
      continue;
    }
    record.counts[names[index]] = countAll(session, prototypes[names[index]]);
    longest = intrinsics.mathMax(longest, spentMs() - started);
  }
  session?.post('Runtime.releaseObjectGroup', { objectGroup: group });
  record.pauseMs = spentMs();
  return record;
}

/** Classes are in no list, and most are local to a module: they are found among all functions that are alive. */
function findPrototypes(session, names) {
  const found = intrinsics.objectCreate(null);
  for (let index = 0; index < names.length; index += 1) found[names[index]] = [];
  const functions = objectsBelow(session, Function.prototype);
  handOver(session, functions, (all) => {
    for (let index = 0; index < all.length; index += 1) {
      const name = ownValue(all[index], 'name');
      const list = typeof name === 'string' ? found[name] : undefined;
      const prototype = list === undefined ? undefined : ownValue(all[index], 'prototype');
      if (typeof prototype === 'object' && prototype !== null) list[list.length] = prototype;
    }
  });
  return found;
}

function ownValue(owner, key) {
  return intrinsics.types.isProxy(owner) ? undefined : intrinsics.getOwnPropertyDescriptor(owner, key)?.value;
}

function countAll(session, prototypes) {
  let count = 0;
  for (let index = 0; index < prototypes.length; index += 1)
    handOver(session, objectsBelow(session, prototypes[index]), (all) => {
      count += all.length;
    });
  return count;
}

/** Everything that has it in its chain of prototypes, as V8 names a list of it. */
function objectsBelow(session, prototype) {
  const { result } = throughDoor(
    () => prototype,
    (expression) => session.post('Runtime.evaluate', { expression: `${expression}()`, objectGroup: group }),
  );
  const query = { prototypeObjectId: result.objectId, objectGroup: group };
  return session.post('Runtime.queryObjects', query).objects.objectId;
}

function handOver(session, objectId, take) {
  throughDoor(take, (expression) =>
    session.post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function () { ${expression}(this); }`,
    }),
  );
}

function throughDoor(value, work) {
  if (!intrinsics.defineProperty(globalThis, door, { value, configurable: true }))
    throw new Error('nothing can be handed over');
  try {
    return work("globalThis[Symbol.for('shadowgate.instances')]");
  } finally {
    intrinsics.deleteProperty(globalThis, door);
  }
}

module.exports = { countInstances };
