'use strict';

const intrinsics = require('../intrinsics.cjs');
const { bigEndian16, bigEndian32, hexOf, integerText, lengthOf, textOf, zeroFrom } = require('./bytes.cjs');
const { createFramer } = require('./framer.cjs');

const requestCodes = new Set([80_877_102, 80_877_103, 80_877_104]);
const mostStatements = 1_000;
const mostArguments = 100;
const [bind, parse, query] = ['B', 'P', 'Q'].map((letter) => letter.charCodeAt(0));

/** Whether a connection begins as one to PostgreSQL does: with its version, or asking for encryption. */
function isPostgres(bytes) {
  if (lengthOf(bytes) < 8) return false;
  const length = bigEndian32(bytes, 0);
  return length >= 8 && length <= 10_000 && isStart(bigEndian32(bytes, 4));
}

function isStart(code) {
  return code === 0x3_0000 || code === 0x3_0002 || intrinsics.setHas(requestCodes, code);
}

/**
 * Reads the queries that a client sends by the protocol of PostgreSQL, version 3: simple ones, and prepared ones as they are bound.
 * `onQuery` gets the text and the arguments, in the order of their numbers.
 */
function createPostgresReader(onQuery) {
  let isStarted = false;
  const statements = new intrinsics.SafeMap();
  return createFramer({
    headLength: 5,
    totalOf: (bytes) => (isStarted ? 1 + bigEndian32(bytes, 1) : bigEndian32(bytes, 0)),
    onMessage(bytes, isCut) {
      if (!isStarted) isStarted = lengthOf(bytes) >= 8 && bigEndian32(bytes, 4) >>> 16 === 3;
      else if (bytes[0] === query) onQuery({ text: textOf(bytes, 5, zeroFrom(bytes, 5)), given: [], isCut });
      else if (bytes[0] === parse) keep(statements, bytes, isCut);
      else if (bytes[0] === bind) onBind({ bytes, isCut, statements, onQuery });
    },
  });
}

/** The statement without a name is replaced by the next; drivers name the others as they like. */
function keep(statements, bytes, isCut) {
  const nameEnd = zeroFrom(bytes, 5);
  const text = textOf(bytes, nameEnd + 1, zeroFrom(bytes, nameEnd + 1));
  if (intrinsics.mapSize(statements) < mostStatements)
    intrinsics.mapSet(statements, textOf(bytes, 5, nameEnd), { text, isCut });
}

function onBind({ bytes, isCut, statements, onQuery }) {
  const nameStart = zeroFrom(bytes, 5) + 1;
  const nameEnd = zeroFrom(bytes, nameStart);
  const statement = intrinsics.mapGet(statements, textOf(bytes, nameStart, nameEnd));
  if (statement === undefined) return;
  const given = readValues(bytes, nameEnd + 1);
  onQuery({ text: statement.text, given, isCut: isCut || statement.isCut });
}

function readValues(bytes, from) {
  const formats = bigEndian16(bytes, from);
  const isBinary = (index) => {
    if (formats === 0) return false;
    return bigEndian16(bytes, from + 2 + 2 * (formats === 1 ? 0 : index)) === 1;
  };
  let at = from + 2 + 2 * formats;
  const count = intrinsics.mathMin(bigEndian16(bytes, at), mostArguments);
  at += 2;
  const values = [];
  for (let index = 0; index < count && at + 4 <= lengthOf(bytes); index += 1) {
    const length = bigEndian32(bytes, at);
    at += 4;
    const isNull = length === 0xffff_ffff;
    values[index] = isNull ? null : valueText(bytes, at, { length, isBinary: isBinary(index) });
    at += isNull ? 0 : length;
  }
  return values;
}

function valueText(bytes, at, { length, isBinary }) {
  if (!isBinary) return textOf(bytes, at, at + length);
  return length <= 8 ? bigEndianText(bytes, at, length) : `\\x${hexOf(bytes, at, at + length)}`;
}

/** The sort of a binary value is known to the server alone: a short one is shown as the number it would be. */
function bigEndianText(bytes, at, length) {
  const turned = new intrinsics.Uint8Array(length);
  for (let index = 0; index < length; index += 1) turned[index] = bytes[at + length - 1 - index];
  return length === 0 ? '' : integerText(turned, 0, length);
}

module.exports = { createPostgresReader, isPostgres };
