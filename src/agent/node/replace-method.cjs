'use strict';

const intrinsics = require('./intrinsics.cjs');

const bind = Function.prototype.bind.call.bind(Function.prototype.bind);

/**
 * Puts `build(original)` where a method of the platform stands, so that a service does not notice: same descriptor, name,
 * length and further properties, and its text is that of native code, as a bound function's is. False when the owner
 * has no such method or lets nobody replace it (frozen intrinsics): everything then stays as it was.
 */
function replaceMethod(owner, name, build) {
  const descriptor = intrinsics.getOwnPropertyDescriptor(owner, name);
  if (typeof descriptor?.value !== 'function' || !(descriptor.configurable || descriptor.writable))
    return false;
  descriptor.value = disguise(build(descriptor.value), descriptor.value);
  return intrinsics.defineProperty(owner, name, descriptor);
}

/** For methods that may be anywhere on the way up from an object: the one that owns it, or null. */
function ownerOf(object, name) {
  for (let owner = object; owner !== null && owner !== undefined; owner = intrinsics.getPrototypeOf(owner)) {
    if (intrinsics.getOwnPropertyDescriptor(owner, name) !== undefined) return owner;
  }
  return null;
}

function disguise(replacement, original) {
  const disguised = bind(replacement, undefined);
  for (const key of intrinsics.ownKeys(original)) {
    if (key === 'prototype' || key === 'arguments' || key === 'caller') continue;
    intrinsics.defineProperty(disguised, key, intrinsics.getOwnPropertyDescriptor(original, key));
  }
  return disguised;
}

module.exports = { ownerOf, replaceMethod };
