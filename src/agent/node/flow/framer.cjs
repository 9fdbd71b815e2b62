'use strict';

const intrinsics = require('../intrinsics.cjs');
const { join, lengthOf, part } = require('./bytes.cjs');

/** Of one message so much is looked at; the rest is passed over. */
const mostBytes = 65_536;

/**
 * Cuts what a service writes into the messages of a protocol. `totalOf(bytes)` reads the length of the message that begins there out
 * of its first `headLength` bytes; `onMessage(bytes, isCut)` gets each, its head included. The function it returns takes what was written
 * and says whether it still makes sense.
 */
function createFramer({ headLength, totalOf, onMessage }) {
  let held = null;
  let passing = 0;
  const pass = (bytes) => {
    const passed = intrinsics.mathMin(passing, lengthOf(bytes));
    passing -= passed;
    return passed === 0 ? bytes : part(bytes, passed, lengthOf(bytes));
  };
  return (written) => {
    let bytes = pass(held === null ? written : join(held, written));
    held = null;
    while (lengthOf(bytes) >= headLength) {
      const total = totalOf(bytes);
      if (total < headLength) return false;
      const taken = intrinsics.mathMin(total, mostBytes);
      if (lengthOf(bytes) < taken) break;
      onMessage(part(bytes, 0, taken), taken < total);
      passing = total - taken;
      bytes = pass(part(bytes, taken, lengthOf(bytes)));
    }
    if (lengthOf(bytes) > 0) held = join(bytes, part(bytes, 0, 0));
    return true;
  };
}

module.exports = { createFramer };
