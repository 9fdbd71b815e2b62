'use strict';

const http = require('node:http');
const intrinsics = require('../intrinsics.cjs');

const RealDate = Date;
const realNow = Date.now;
const parse = Date.parse;
const toUtc = Function.prototype.call.bind(RealDate.prototype.toUTCString);
const lineStart = '\r\nDate: ';
const textLength = 29;
/** Node keeps the text of a second for that second. */
const closeMs = 2_000;
/** What was read and written last, since to read or write a date takes longer than all else that is done here. */
const last = { written: '', writtenMs: 0, shownMs: Number.NaN, shown: '' };

/**
 * Node writes the Date header from a clock of its own. Where it did, and not the service, the header gets the time that the
 * service sees: the two of one answer must not tell different days. Does nothing where Node keeps its headers otherwise.
 */
function replaceDateHeader(clock) {
  const prototype = http.ServerResponse.prototype;
  const store = prototype._storeHeader;
  if (typeof store !== 'function') return;
  intrinsics.defineProperty(prototype, '_storeHeader', {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function _storeHeader(firstLine, headers) {
      const result = intrinsics.apply(store, this, [firstLine, headers]);
      try {
        if (typeof this._header === 'string') this._header = withTime(this._header, clock);
      } catch {
        // The header then stays as Node wrote it.
      }
      return result;
    },
  });
}

function withTime(header, clock) {
  const start = intrinsics.stringIndexOf(header, lineStart);
  if (start === -1) return header;
  const from = start + lineStart.length;
  const distance = realNow() - msOf(intrinsics.stringSlice(header, from, from + textLength));
  if (!(distance > -closeMs && distance < closeMs)) return header;
  const text = textOf(clock.now());
  return intrinsics.stringSlice(header, 0, from) + text + intrinsics.stringSlice(header, from + textLength);
}

function msOf(written) {
  if (written !== last.written) {
    last.writtenMs = parse(written);
    last.written = written;
  }
  return last.writtenMs;
}

function textOf(shownMs) {
  if (shownMs !== last.shownMs) {
    last.shown = toUtc(new RealDate(shownMs));
    last.shownMs = shownMs;
  }
  return last.shown;
}

module.exports = { replaceDateHeader };
