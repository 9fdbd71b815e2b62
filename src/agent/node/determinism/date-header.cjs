'use strict';

const http = require('node:http');
const intrinsics = require('../intrinsics.cjs');

const RealDate = Date;
const realNow = Date.now;
const parse = Date.parse;
const { floor } = Math;
const toUtc = Function.prototype.call.bind(RealDate.prototype.toUTCString);
const lineStart = '\r\nDate: ';
const textLength = 29;
/** Node keeps the text of a second for that second. */
const closeMs = 2_000;
const secondMs = 1_000;
/** What was read and written last, since to read or write a date takes longer than all else that is done here. */
const last = { line: lineStart, writtenMs: Number.NaN, second: Number.NaN, shown: '' };

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
  const start = startOfLine(header);
  if (start === -1) return header;
  const distance = realNow() - last.writtenMs;
  if (!(distance > -closeMs && distance < closeMs)) return header;
  const from = start + lineStart.length;
  const end = from + textLength;
  return intrinsics.stringSlice(header, 0, from) + textOf(clock.now()) + intrinsics.stringSlice(header, end);
}

/** Where the line of the date begins, which is then the last that was read; -1 where there is none. */
function startOfLine(header) {
  const again = intrinsics.stringIndexOf(header, last.line);
  if (again !== -1 && last.line !== lineStart) return again;
  const start = intrinsics.stringIndexOf(header, lineStart);
  if (start === -1) return start;
  last.line = intrinsics.stringSlice(header, start, start + lineStart.length + textLength);
  last.writtenMs = parse(intrinsics.stringSlice(last.line, lineStart.length));
  return start;
}

function textOf(shownMs) {
  const second = floor(shownMs / secondMs);
  if (second !== last.second) {
    last.shown = toUtc(new RealDate(shownMs));
    last.second = second;
  }
  return last.shown;
}

module.exports = { replaceDateHeader };
