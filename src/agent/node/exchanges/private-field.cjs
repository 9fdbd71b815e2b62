'use strict';

/** Lets a class put its private field on an object that exists. */
const Given = function returnGiven(object) {
  return object;
};

/**
 * Makes a field that any object can have and no reflection shows: `get` gives null where it was not set. Unlike a property hidden by
 * its descriptor, or an entry of a WeakMap, it costs next to nothing, which every replayed request pays.
 */
function createPrivateField() {
  class Holder extends Given {
    #value;

    // The one that a class has without it passes its arguments on by an iterator, which a service may have patched (Node 18).
    // biome-ignore lint/complexity/noUselessConstructor: see above.
    constructor(object) {
      super(object);
    }

    static get(object) {
      return #value in object ? object.#value : null;
    }

    static set(object, value) {
      if (!(#value in object)) new Holder(object);
      object.#value = value;
    }
  }
  return { get: Holder.get, set: Holder.set };
}

module.exports = { createPrivateField };
