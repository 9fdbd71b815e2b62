'use strict';

/**
 * Everything of the language that the agent uses while the service runs, taken before the service's first line.
 * A service may patch any prototype later; the agent must neither notice nor call what was put there.
 */

const crypto = require('node:crypto');
const { types } = require('node:util');

/** Turns a method into a function that takes its receiver first, and that no later patch can reach. */
const uncurry = Function.prototype.bind.bind(Function.prototype.call);

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys, apply, defineProperty, deleteProperty } = Reflect;

const getterOf = (prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get);

const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const mapIteratorPrototype = getPrototypeOf(new Map().entries());
const setIteratorPrototype = getPrototypeOf(new Set().values());

/**
 * What an object made of this class has is its own: it inherits nothing, as one made by `Object.create(null)`, which V8 keeps as a table,
 * several times as large and as slow.
 */
function Bare() {}
Bare.prototype = Object.freeze(Object.create(null));

module.exports = Object.freeze({
  apply,
  arrayIsArray: Array.isArray,
  arrayJoin: uncurry(Array.prototype.join),
  arrayPop: uncurry(Array.prototype.pop),
  Bare,
  arrayBufferByteLength: getterOf(ArrayBuffer.prototype, 'byteLength'),
  createHmac: crypto.createHmac,
  hmacUpdate: uncurry(crypto.Hmac.prototype.update),
  hmacDigest: uncurry(crypto.Hmac.prototype.digest),
  construct: Reflect.construct,
  dataViewBuffer: getterOf(DataView.prototype, 'buffer'),
  dataViewByteLength: getterOf(DataView.prototype, 'byteLength'),
  dataViewByteOffset: getterOf(DataView.prototype, 'byteOffset'),
  dateGetTime: uncurry(Date.prototype.getTime),
  dateToIso: uncurry(Date.prototype.toISOString),
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  mapDelete: uncurry(Map.prototype.delete),
  mapEntries: uncurry(Map.prototype.entries),
  mapGet: uncurry(Map.prototype.get),
  mapIteratorNext: uncurry(mapIteratorPrototype.next),
  mapSet: uncurry(Map.prototype.set),
  mapSize: getterOf(Map.prototype, 'size'),
  mathMax: Math.max,
  mathMin: Math.min,
  objectCreate: Object.create,
  objectIs: Object.is,
  ownKeys,
  isEnumerable: uncurry(Object.prototype.propertyIsEnumerable),
  regExpExec: uncurry(RegExp.prototype.exec),
  regExpSource: getterOf(RegExp.prototype, 'source'),
  setHas: uncurry(Set.prototype.has),
  setIteratorNext: uncurry(setIteratorPrototype.next),
  setSize: getterOf(Set.prototype, 'size'),
  setValues: uncurry(Set.prototype.values),
  stringCharCodeAt: uncurry(String.prototype.charCodeAt),
  stringIndexOf: uncurry(String.prototype.indexOf),
  stringSlice: uncurry(String.prototype.slice),
  stringStartsWith: uncurry(String.prototype.startsWith),
  stringToLowerCase: uncurry(String.prototype.toLowerCase),
  symbolDescription: getterOf(Symbol.prototype, 'description'),
  typedArrayBuffer: getterOf(typedArrayPrototype, 'buffer'),
  typedArrayByteLength: getterOf(typedArrayPrototype, 'byteLength'),
  typedArrayByteOffset: getterOf(typedArrayPrototype, 'byteOffset'),
  types: Object.freeze({ ...types }),
  Uint8Array,
  SafeMap: Map,
  SafeWeakMap: WeakMap,
  SafeWeakSet: WeakSet,
  weakMapGet: uncurry(WeakMap.prototype.get),
  weakMapSet: uncurry(WeakMap.prototype.set),
  weakSetAdd: uncurry(WeakSet.prototype.add),
  weakSetHas: uncurry(WeakSet.prototype.has),
  stringify: JSON.stringify,
  parse: JSON.parse,
  setImmediate: globalThis.setImmediate,
});
