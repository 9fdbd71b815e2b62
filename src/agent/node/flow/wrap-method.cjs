'use strict';

const intrinsics = require('../intrinsics.cjs');

/**
 * Puts a function in front of a method, on the object that has it or inherits it: `before(receiver, given)` is run first, whatever it throws,
 * and then the method as if nothing stood there, with the same name, length and further properties. False when there is no such method or
 * nobody may replace it (frozen intrinsics).
 */
function watchMethod(owner, name, before) {
  return wrapMethod(owner, name, (original, receiver, given) => {
    guarded(before, receiver, given);
    return intrinsics.apply(original, receiver, given);
  });
}

/** The same where what is done around the call matters. `around(original, receiver, given)` is run in its place. */
function wrapMethod(owner, name, around) {
  return standBefore(owner, name, (original) => {
    return function () {
      // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
      return around(original, this, arguments);
    };
  });
}

/**
 * The same for a method that every request runs: `build(original)` makes what is run in its place, and V8 puts the original into that, as it
 * cannot where one piece of code stands before many methods.
 */
function standBefore(owner, name, build) {
  const descriptor = inheritedDescriptor(owner, name);
  if (typeof descriptor?.value !== 'function') return false;
  const original = descriptor.value;
  const wrapped = build(original);
  const keys = intrinsics.ownKeys(original);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    if (key === 'prototype' || key === 'arguments' || key === 'caller') continue;
    intrinsics.defineProperty(wrapped, key, intrinsics.getOwnPropertyDescriptor(original, key));
  }
  return intrinsics.defineProperty(owner, name, { ...descriptor, value: wrapped });
}

function inheritedDescriptor(owner, name) {
  for (
    let object = owner;
    object !== null && object !== undefined;
    object = intrinsics.getPrototypeOf(object)
  ) {
    const descriptor = intrinsics.getOwnPropertyDescriptor(object, name);
    if (descriptor === undefined) continue;
    if (object !== owner) return { ...descriptor, configurable: true, writable: true };
    return descriptor.configurable || descriptor.writable ? descriptor : undefined;
  }
  return undefined;
}

/** What cannot be seen or described is left out; the service must not notice. */
function guarded(work, first, second, third) {
  try {
    work(first, second, third);
  } catch {
    // Nothing is told of it.
  }
}

module.exports = { guarded, standBefore, watchMethod, wrapMethod };
