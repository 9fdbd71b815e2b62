'use strict';

/** Lets a class put its private field on an object that exists. */
const Given = function returnGiven(object) {
  return object;
};

/**
 * What the agent keeps about a request or a response: `tag` as it was taken off, `exchange` once that began, and `onClose`, which is to
 * run once when it is closed; each null where there is none. `parserId`: see entered-callbacks.cjs. A private field, since any object can have one and no reflection shows it, and
 * since a property hidden by its descriptor, or an entry of a WeakMap, costs more. There is one such field and no second: to look for now
 * this, now that at one place in the code is several times slower, and each event of each request is looked at.
 */
class Holder extends Given {
  #note;

  // The one that a class has without it passes its arguments on by an iterator, which a service may have patched (Node 18).
  // biome-ignore lint/complexity/noUselessConstructor: see above.
  constructor(object) {
    super(object);
  }

  static noteOf(object) {
    return #note in object ? object.#note : null;
  }

  /** The note of an object, which has one from then on. */
  static noteOn(object) {
    if (#note in object) return object.#note;
    new Holder(object);
    object.#note = { tag: null, exchange: null, onClose: null, parserId: 0 };
    return object.#note;
  }
}

const { noteOf, noteOn } = Holder;

module.exports = { noteOf, noteOn };
