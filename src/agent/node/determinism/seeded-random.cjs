'use strict';

const crypto = require('node:crypto');
const { syncBuiltinESMExports } = require('node:module');
const intrinsics = require('../intrinsics.cjs');
const { viewOf } = require('../capture/digest.cjs');
const { replaceMethod } = require('../replace-method.cjs');
const { createStreams, fillBytes, nextUnit } = require('./seeded-streams.cjs');

const { apply, types } = intrinsics;
const typedArrayLength = intrinsics.getOwnPropertyDescriptor(
  intrinsics.getPrototypeOf(intrinsics.Uint8Array.prototype),
  'length',
).get;
const floor = Math.floor;

/**
 * Puts seeded streams behind `Math.random` and what `node:crypto` and WebCrypto give out as random: ids, bytes, integers. Each
 * original runs first and refuses what it refuses; only the random part of what it gave is replaced. Keys, salts of TLS and all that
 * OpenSSL draws by itself stay truly random.
 */
function replaceRandom({ context, seed, root }) {
  const streams = createStreams({ context, seed, root });
  replaceMethod(Math, 'random', () => () => nextUnit(streams.of('unit')));
  replaceBytes(streams);
  replaceIntegers(streams);
  const uuid = (original) =>
    function randomUUID(options) {
      if (options !== undefined) apply(original, this, [options]);
      return uuidFrom(streams.of('uuid'));
    };
  replaceMethod(crypto, 'randomUUID', uuid);
  replaceWebCrypto(streams, uuid);
  syncBuiltinESMExports();
}

/** Overwrites with seeded bytes what the original has just filled; what cannot be overwritten stays as it is. */
function overwrite(streams, buffer, start, count) {
  try {
    const { buffer: memory, offset } = viewOf(buffer);
    fillBytes(streams.ofBytes(count), new intrinsics.Uint8Array(memory, offset + start, count), count);
  } catch {
    // As random as the original made it.
  }
}

function replaceBytes(streams) {
  const isAlias = crypto.pseudoRandomBytes === crypto.randomBytes;
  const bytes = (original) => (size, callback) => {
    if (typeof callback !== 'function') {
      const buffer = original(size, callback);
      overwrite(streams, buffer, 0, buffer.length);
      return buffer;
    }
    const drawn = { bytes: null };
    original(size, (error, buffer) => {
      if (!error && drawn.bytes !== null) copy(drawn.bytes, buffer, 0);
      callback(error, buffer);
    });
    // Drawn now and delivered later: the order of asking is that of the code, the order of answering is not.
    drawn.bytes = draw(streams, size);
    return undefined;
  };
  replaceMethod(crypto, 'randomBytes', bytes);
  if (isAlias) replaceMethod(crypto, 'pseudoRandomBytes', () => crypto.randomBytes);
  replaceMethod(crypto, 'randomFillSync', (original) => (buffer, offset, size) => {
    const result = original(buffer, offset, size);
    const { start, count } = rangeOf(buffer, offset, size);
    overwrite(streams, buffer, start, count);
    return result;
  });
  replaceMethod(crypto, 'randomFill', (original) => (buffer, offset, size, callback) => {
    const asked = fillArguments(offset, size, callback);
    if (typeof asked.callback !== 'function') return original(buffer, offset, size, callback);
    const drawn = { bytes: null, start: 0 };
    const filled = (error, given) => {
      if (!error && drawn.bytes !== null) copy(drawn.bytes, buffer, drawn.start);
      asked.callback(error, given);
    };
    // As many arguments as were given: what the original takes for granted depends on it.
    if (typeof offset === 'function') original(buffer, filled);
    else if (typeof size === 'function') original(buffer, offset, filled);
    else original(buffer, offset, size, filled);
    const { start, count } = rangeOf(buffer, asked.offset, asked.size);
    drawn.start = start;
    drawn.bytes = draw(streams, count);
    return undefined;
  });
}

/** `randomFill(buffer[, offset][, size], callback)`: the callback stands where the optional ones end. */
function fillArguments(offset, size, callback) {
  if (typeof offset === 'function') return { offset: 0, size: undefined, callback: offset };
  if (typeof size === 'function') return { offset, size: undefined, callback: size };
  return { offset, size, callback };
}

/** Null when there is no room for them: what the original gives is then kept. */
function draw(streams, count) {
  try {
    return fillBytes(streams.ofBytes(count), new intrinsics.Uint8Array(count), count);
  } catch {
    return null;
  }
}

function copy(bytes, buffer, start) {
  const { buffer: memory, offset } = viewOf(buffer);
  const view = new intrinsics.Uint8Array(memory, offset + start, bytes.length);
  for (let index = 0; index < bytes.length; index += 1) view[index] = bytes[index];
}

/** Offset and size are counted in elements, the range in bytes. */
function rangeOf(buffer, offset, size) {
  const { length } = viewOf(buffer);
  const elements = types.isTypedArray(buffer) ? apply(typedArrayLength, buffer, []) : length;
  const width = elements === 0 ? 1 : length / elements;
  const start = (offset ?? 0) * width;
  return { start, count: size === undefined ? length - start : size * width };
}

/** `randomInt([min,] max[, callback])` */
function replaceIntegers(streams) {
  const between = (min, max) => min + floor(nextUnit(streams.of('integer')) * (max - min));
  replaceMethod(crypto, 'randomInt', (original) => (first, second, third) => {
    const hasMinimum = second !== undefined && typeof second !== 'function';
    const min = hasMinimum ? first : 0;
    const max = hasMinimum ? second : first;
    const callback = hasMinimum ? third : second;
    if (typeof callback !== 'function') {
      original(min, max, callback);
      return between(min, max);
    }
    const drawn = { value: undefined };
    original(min, max, (error, value) => callback(error, error ? value : drawn.value));
    drawn.value = between(min, max);
    return undefined;
  });
}

/** Node's own `crypto.getRandomValues` asks this prototype too. */
function replaceWebCrypto(streams, uuid) {
  const prototype = intrinsics.getPrototypeOf(crypto.webcrypto);
  replaceMethod(
    prototype,
    'randomUUID',
    (original) => (options) => apply(uuid(original), crypto.webcrypto, [options]),
  );
  replaceMethod(prototype, 'getRandomValues', (original) => (array) => {
    const result = apply(original, crypto.webcrypto, [array]);
    overwrite(streams, array, 0, viewOf(array).length);
    return result;
  });
}

const hex = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));
const dashBefore = new Set([4, 6, 8, 10]);

/** Version 4 of RFC 9562, as the original gives. */
function uuidFrom(stream) {
  const bytes = fillBytes(stream, new intrinsics.Uint8Array(16), 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    if (intrinsics.setHas(dashBefore, index)) text += '-';
    text += hex[bytes[index]];
  }
  return text;
}

module.exports = { replaceRandom };
