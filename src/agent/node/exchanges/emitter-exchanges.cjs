'use strict';

/** Lets a class put its private field on an object that exists. */
const Given = function returnGiven(object) {
  return object;
};

/**
 * To which exchange a request or a response belongs. A private field, since any object can have one and no reflection shows it, and
 * since a property hidden by its descriptor, or an entry of a WeakMap, costs more. There is one such field and no second: to look for now
 * this, now that at one place in the code is several times slower, and each event of each request is looked at.
 */
class Holder extends Given {
  #exchange;

  // The one that a class has without it passes its arguments on by an iterator, which a service may have patched (Node 18).
  // biome-ignore lint/complexity/noUselessConstructor: see above.
  constructor(object) {
    super(object);
  }

  /** Null where it belongs to none. */
  static exchangeOf(object) {
    return #exchange in object ? object.#exchange : null;
  }

  static setExchange(object, exchange) {
    if (!(#exchange in object)) new Holder(object);
    object.#exchange = exchange;
  }
}

const { exchangeOf, setExchange } = Holder;

module.exports = { exchangeOf, setExchange };
