'use strict';

const intrinsics = require('../intrinsics.cjs');
const { takeTag, takeTagOfViews } = require('./exchange-headers.cjs');
const { noteOf, noteOn } = require('./emitter-notes.cjs');

/**
 * Takes our headers out of the raw lines of a request before Node makes anything of them, so that no view ever has them and none has to
 * be made or changed for it. Gives a function that tells the tag that was taken from a request, or null. Where Node hands the lines over
 * otherwise, they are taken out of all views when that function is asked.
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
  return tagOf;
}

function tagOf(request) {
  const note = noteOf(request);
  return note === null ? null : note.tag;
}

function takeTagLate(request) {
  // Made before the raw lines shrink: it is read from them by a count taken when the request came in.
  const distinct = request.headersDistinct;
  const tag = takeTagOfViews(request.headers, request.rawHeaders);
  if (distinct !== undefined) takeTagOfViews(distinct, undefined);
  return tag;
}

/** Trailers come this way too, once all else of the request is there; they bear no tag. */
function take(request, lines) {
  try {
    if (request.complete || !intrinsics.arrayIsArray(lines)) return false;
    const tag = takeTag(lines);
    if (tag !== null) noteOn(request).tag = tag;
    return tag !== null;
  } catch {
    return false;
  }
}

module.exports = { takeTagsEarly };
