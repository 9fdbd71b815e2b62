'use strict';

const intrinsics = require('../intrinsics.cjs');

const uncurry = Function.prototype.bind.bind(Function.prototype.call);
const utf8Slice = uncurry(Buffer.prototype.utf8Slice);
const hexSlice = uncurry(Buffer.prototype.hexSlice);
const setBytes = uncurry(intrinsics.getPrototypeOf(Uint8Array.prototype).set);
const toBuffer = Buffer.from.bind(Buffer);
const { Uint8Array: Bytes, typedArrayBuffer, typedArrayByteLength, typedArrayByteOffset } = intrinsics;

/** Length in bytes. All of this file is used on bytes that the service wrote: nothing of it calls a method they bear. */
const lengthOf = typedArrayByteLength;

/** What was written, as bytes; null for what is neither text nor bytes. */
function bytesOf(chunk, encoding) {
  if (typeof chunk === 'string') return toBuffer(chunk, typeof encoding === 'string' ? encoding : 'utf8');
  return intrinsics.types.isUint8Array(chunk) ? chunk : null;
}

/** A view, without a copy. */
function part(bytes, from, to) {
  const end = intrinsics.mathMin(to, lengthOf(bytes));
  const start = intrinsics.mathMin(from, end);
  return new Bytes(typedArrayBuffer(bytes), typedArrayByteOffset(bytes) + start, end - start);
}

/** A copy of both, one behind the other: what the service wrote may be used again by it. */
function join(first, second) {
  const joined = new Bytes(lengthOf(first) + lengthOf(second));
  setBytes(joined, first, 0);
  setBytes(joined, second, lengthOf(first));
  return joined;
}

const textOf = (bytes, from, to) => utf8Slice(bytes, from, intrinsics.mathMin(to, lengthOf(bytes)));
const hexOf = (bytes, from, to) => hexSlice(bytes, from, intrinsics.mathMin(to, lengthOf(bytes)));

const bigEndian16 = (bytes, at) => bytes[at] * 0x100 + bytes[at + 1];
const bigEndian32 = (bytes, at) => bigEndian16(bytes, at) * 0x1_0000 + bigEndian16(bytes, at + 2);
const littleEndian16 = (bytes, at) => bytes[at] + bytes[at + 1] * 0x100;
const littleEndian24 = (bytes, at) => littleEndian16(bytes, at) + bytes[at + 2] * 0x1_0000;
const littleEndian32 = (bytes, at) => littleEndian24(bytes, at) + bytes[at + 3] * 0x100_0000;

const toBigInt = BigInt;

/** A whole number of so many bytes, little end first, as text; with a sign when its highest bit says so. */
function integerText(bytes, at, size, signed = true) {
  let value = 0n;
  for (let index = size - 1; index >= 0; index -= 1) value = value * 256n + toBigInt(bytes[at + index]);
  const bound = 1n << toBigInt(size * 8 - 1);
  return `${signed && value >= bound ? value - bound * 2n : value}`;
}

const viewDouble = uncurry(DataView.prototype.getFloat64);
const DoubleView = DataView;

/** A double, little end first, as text. */
function doubleText(bytes, at) {
  const view = new DoubleView(typedArrayBuffer(bytes), typedArrayByteOffset(bytes), lengthOf(bytes));
  return `${viewDouble(view, at, true)}`;
}

/** Where a zero byte stands from there on; the end when there is none. */
function zeroFrom(bytes, from) {
  const end = lengthOf(bytes);
  let at = from;
  while (at < end && bytes[at] !== 0) at += 1;
  return at;
}

module.exports = {
  ...{ bigEndian16, bigEndian32, bytesOf, doubleText, hexOf, integerText, join, lengthOf },
  ...{ littleEndian16, littleEndian24, littleEndian32, part, textOf, zeroFrom },
};
