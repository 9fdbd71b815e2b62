'use strict';

const intrinsics = require('./intrinsics.cjs');
const { createExchange } = require('./context.cjs');

/** Header by which the gate tells which exchange a request is; taken off before the service sees the request. */
const tagHeader = 'x-shadowgate-exchange';
/** Header that tells when production got it, in milliseconds since 1970; taken off likewise. */
const instantHeader = 'x-shadowgate-instant';
const shortestTaint = 8;
/** The last instant that a Date can hold, in milliseconds. */
const latestInstant = 8.64e15;
const floor = Math.floor;

/**
 * The exchange that a request says it belongs to, or null. Takes our headers out of every view of them that it is given: `views` are
 * objects by lower-case name, the first of them with plain texts, and `raw` is names and values by turns.
 */
function takeExchange({ views, raw }) {
  const instant = readInstant(takeHeader(views, raw, instantHeader));
  const exchangeId = takeHeader(views, raw, tagHeader);
  if (exchangeId === null) return null;
  return createExchange({ exchangeId, taints: taintsOf(views[0]), instant });
}

/** Whether there is anything to take off, for what costs to ask of every request. */
function bearsOurs(headers) {
  return headers[tagHeader] !== undefined || headers[instantHeader] !== undefined;
}

function takeHeader(views, raw, name) {
  const value = views[0]?.[name];
  if (typeof value !== 'string' || value.length === 0) return null;
  for (let index = 0; index < views.length; index += 1) {
    if (views[index] !== undefined) delete views[index][name];
  }
  for (let index = (raw?.length ?? 0) - 2; index >= 0; index -= 2) {
    if (intrinsics.stringToLowerCase(raw[index]) === name) intrinsics.arraySplice(raw, index, 2);
  }
  return value;
}

function readInstant(text) {
  const instant = text === null ? 0 : +text;
  return instant > 0 && instant <= latestInstant ? floor(instant) : null;
}

/** Secrets that came with the request itself: they are redacted wherever they turn up during the exchange. */
function taintsOf(headers) {
  const taints = [];
  const { authorization, cookie } = headers;
  if (typeof authorization === 'string') addTaint(taints, authorization, ' ');
  if (typeof cookie === 'string') {
    let rest = cookie;
    for (let end = 0; end !== -1; rest = intrinsics.stringSlice(rest, end + 1)) {
      end = intrinsics.stringIndexOf(rest, ';');
      addTaint(taints, end === -1 ? rest : intrinsics.stringSlice(rest, 0, end), '=');
    }
  }
  return taints;
}

function addTaint(taints, text, separator) {
  const value = intrinsics.stringSlice(text, intrinsics.stringIndexOf(text, separator) + 1);
  if (value.length >= shortestTaint) taints[taints.length] = value;
}

module.exports = { bearsOurs, takeExchange };
