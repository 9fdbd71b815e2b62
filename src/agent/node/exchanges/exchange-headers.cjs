'use strict';

const intrinsics = require('../intrinsics.cjs');
const { Exchange } = require('./exchange.cjs');

/** Header by which the gate tells which exchange a request is; taken off before the service sees the request. */
const tagHeader = 'x-shadowgate-exchange';
/** Header that tells when production got it, in milliseconds since 1970; taken off likewise. */
const instantHeader = 'x-shadowgate-instant';

/**
 * Takes our headers out of the raw lines of a request, names and values by turns, and gives the exchange that they tell of. Null where it
 * is not tagged; the instant of an untagged one is taken off all the same.
 */
function takeTag(raw) {
  let instant = null;
  let exchangeId = null;
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    const name = ownNameOf(raw[index]);
    if (name === null) continue;
    // Read from the end: of several the first counts.
    if (name === tagHeader) exchangeId = raw[index + 1];
    else instant = raw[index + 1];
    takeOut(raw, index);
  }
  return exchangeId === null || exchangeId === '' ? null : new Exchange(exchangeId, instant);
}

/** Asked of every line of every request: the lengths tell nearly all other names apart. */
function ownNameOf(name) {
  if (name.length !== tagHeader.length && name.length !== instantHeader.length) return null;
  if (name === tagHeader || name === instantHeader) return name;
  const lower = intrinsics.stringToLowerCase(name);
  return lower === tagHeader || lower === instantHeader ? lower : null;
}

/** A name and its value, most often the last ones: `splice` would make an array of them, and to set the length of one takes longer. */
function takeOut(raw, index) {
  for (let at = index + 2; at < raw.length; at += 1) raw[at - 2] = raw[at];
  intrinsics.arrayPop(raw);
  intrinsics.arrayPop(raw);
}

/** The same, out of a view by lower-case name as well: for a request that was read before we were asked. */
function takeTagOfViews(view, raw) {
  const instant = takeEntry(view, instantHeader);
  const exchangeId = takeEntry(view, tagHeader);
  if (raw !== undefined) takeTag(raw);
  return exchangeId === null ? null : new Exchange(exchangeId, instant);
}

function takeEntry(view, name) {
  const value = view[name];
  if (value === undefined) return null;
  delete view[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

module.exports = { takeTag, takeTagOfViews };
