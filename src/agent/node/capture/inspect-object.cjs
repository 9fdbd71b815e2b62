'use strict';

const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const stream = require('node:stream');
const intrinsics = require('../intrinsics.cjs');

const { types } = intrinsics;

/** Prototypes whose instances are summarised: walking a socket or a response drags in half of the runtime. */
const heavyPrototypes = new Set(
  [
    http.IncomingMessage,
    http.OutgoingMessage,
    http.Agent,
    https.Agent,
    net.Socket,
    net.Server,
    stream.Readable,
    stream.Writable,
    stream.Stream,
  ].map((heavy) => heavy.prototype),
);

/** Classes of database clients and the like, known by name because the agent must not load them. */
const heavyClasses = new Set([
  ...['DatabaseSync', 'StatementSync', 'Database', 'Statement', 'Client', 'Pool', 'PoolClient', 'Connection'],
  ...['MongoClient', 'Db', 'Collection', 'Sequelize', 'PrismaClient', 'Redis', 'RedisClient', 'DataSource'],
  ...[
    'EntityManager',
    'Promise',
    'Worker',
    'MessagePort',
    'AbortSignal',
    'AbortController',
    'FastifyRequest',
  ],
  ...[
    'FastifyReply',
    'ReadableStream',
    'WritableStream',
    'TransformStream',
    'Request',
    'Response',
    'Headers',
  ],
]);

const maximumPrototypes = 12;

/** Stands for a part of an expression that could not be computed without running code of the service. */
const uncomputed = Object.freeze(Object.create(null));

/** The own data of one property, without running a getter: `{ value }`, or null for an accessor or nothing. */
function ownData(object, key) {
  const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined || !('value' in descriptor)) return null;
  return descriptor;
}

/**
 * Descriptor of a field that counts as one; undefined for others. Up to Node 20 the stack of an error looks like plain data, and reading even
 * its descriptor runs what the service put at `Error.prepareStackTrace`: it is asked about first.
 */
function fieldOf(object, key) {
  if (key === 'stack' && !intrinsics.isEnumerable(object, key)) return undefined;
  const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
  return descriptor?.enumerable === true ? descriptor : undefined;
}

/** Name of the class of an object, read from `constructor.name` where both are plain data; empty when unknown. */
function classOf(object) {
  let prototype = intrinsics.getPrototypeOf(object);
  for (let step = 0; prototype !== null && step < maximumPrototypes; step += 1) {
    if (types.isProxy(prototype)) return '';
    const owner = ownData(prototype, 'constructor');
    if (owner !== null && typeof owner.value === 'function' && !types.isProxy(owner.value)) {
      return nameOf(owner.value);
    }
    prototype = intrinsics.getPrototypeOf(prototype);
  }
  return '';
}

/** Name of a function as plain data, cut; empty when it is an accessor or not a string. */
function nameOf(callable) {
  const name = ownData(callable, 'name');
  return name !== null && typeof name.value === 'string' ? intrinsics.stringSlice(name.value, 0, 100) : '';
}

/** Whether an object is to be summarised rather than walked. */
function isHeavy(object, className) {
  if (intrinsics.setHas(heavyClasses, className)) return true;
  let prototype = intrinsics.getPrototypeOf(object);
  for (let step = 0; prototype !== null && step < maximumPrototypes; step += 1) {
    if (types.isProxy(prototype)) return true;
    if (intrinsics.setHas(heavyPrototypes, prototype)) return true;
    prototype = intrinsics.getPrototypeOf(prototype);
  }
  return false;
}

/** A property as plain data, own or inherited. Throws rather than run a getter or a proxy trap. */
function readData(holder, key) {
  if (typeof holder === 'string' && key === 'length') return holder.length;
  if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null) {
    throw new TypeError('not an object');
  }
  let object = holder;
  for (let step = 0; object !== null && step < maximumPrototypes; step += 1) {
    if (types.isProxy(object)) throw new TypeError('proxy');
    const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
    if (descriptor !== undefined) {
      if ('value' in descriptor) return descriptor.value;
      throw new TypeError('getter');
    }
    object = intrinsics.getPrototypeOf(object);
  }
  return undefined;
}

module.exports = { classOf, fieldOf, isHeavy, nameOf, ownData, readData, uncomputed };
