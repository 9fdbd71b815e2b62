'use strict';

const intrinsics = require('../intrinsics.cjs');
const { takeTag, takeTagOfViews } = require('./exchange-headers.cjs');
const { exchangeOf, setExchange } = require('./emitter-exchanges.cjs');

/**
 * Takes our headers out of the raw lines of a request before Node makes anything of them, so that no view ever has them and none has to
 * be made or changed for it. Gives a function that tells the exchange of a request, or null. Where Node hands the lines over otherwise,
 * they are taken out of all views when that function is asked.
 */
function takeTagsEarly(prototype) {
  const add = prototype._addHeaderLines;
  if (typeof add !== 'function') return takeTagLate;
  intrinsics.defineProperty(prototype, '_addHeaderLines', {
    configurable: true,
    enumerable: intrinsics.getOwnPropertyDescriptor(prototype, '_addHeaderLines')?.enumerable ?? true,
    writable: true,
    value: function _addHeaderLines(lines, count) {
      const left = take(this, lines) ? intrinsics.mathMin(count, lines.length) : count;
      return intrinsics.apply(add, this, [lines, left]);
    },
  });
  return exchangeOf;
}

function takeTagLate(request) {
  const known = exchangeOf(request);
  if (known !== null) return known;
  // Made before the raw lines shrink: it is read from them by a count taken when the request came in.
  const distinct = request.headersDistinct;
  const exchange = takeTagOfViews(request.headers, request.rawHeaders);
  if (distinct !== undefined) takeTagOfViews(distinct, undefined);
  if (exchange !== null) setExchange(request, exchange);
  return exchange;
}

/** Trailers come this way too, once all else of the request is there; they bear no tag. */
function take(request, lines) {
  try {
    if (request.complete || !intrinsics.arrayIsArray(lines)) return false;
    const exchange = takeTag(lines);
    if (exchange !== null) setExchange(request, exchange);
    return exchange !== null;
  } catch {
    return false;
  }
}

module.exports = { takeTagsEarly };
