'use strict';

const intrinsics = require('../intrinsics.cjs');
const { doubleText, hexOf, integerText, lengthOf, textOf } = require('./bytes.cjs');
const { littleEndian16, littleEndian24, littleEndian32 } = require('./bytes.cjs');
const { createFramer } = require('./framer.cjs');

const speaks41 = 1 << 9;
const queryAttributes = 1 << 27;
const [comQuery, comPrepare, comExecute] = [0x03, 0x16, 0x17];
const mostStatements = 1_000;
const mostArguments = 100;

/** Whether a connection begins as one to MySQL or MariaDB does: the client answers the greeting, with zeros in the middle. */
function isMysql(bytes) {
  if (lengthOf(bytes) < 36 || bytes[3] !== 1 || !(littleEndian32(bytes, 4) & speaks41)) return false;
  for (let at = 13; at < 32; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

/**
 * Reads the queries that a client sends: plain ones, and prepared ones as they are executed. Their numbers are given by the server,
 * counted from 1 on each connection. `onQuery` gets the text and the arguments.
 */
function createMysqlReader(onQuery) {
  const state = { isStarted: false, bearsAttributes: false, statements: [], onQuery };
  return createFramer({
    headLength: 4,
    totalOf: (bytes) => 4 + littleEndian24(bytes, 0),
    onMessage(bytes, isCut) {
      if (!state.isStarted) {
        state.isStarted = true;
        state.bearsAttributes = (littleEndian32(bytes, 4) & queryAttributes) !== 0;
      } else if (bytes[3] === 0) onPacket(state, bytes, isCut);
    },
  });
}

/** Packets that are numbered on belong to a command, or to the login; a command begins with number 0. */
function onPacket(state, bytes, isCut) {
  const { statements, onQuery } = state;
  if (bytes[4] === comPrepare && statements.length < mostStatements) {
    statements[statements.length] = { text: textOf(bytes, 5, lengthOf(bytes)), isCut };
  } else if (bytes[4] === comQuery) {
    const from = queryStart(state, bytes);
    if (from !== -1) onQuery({ text: textOf(bytes, from, lengthOf(bytes)), given: [], isCut });
  } else if (bytes[4] === comExecute && lengthOf(bytes) >= 14) {
    const statement = statements[littleEndian32(bytes, 5) - 1];
    if (statement === undefined) return;
    const values = readValues(state, bytes, statement.text);
    onQuery({
      text: statement.text,
      given: values ?? [],
      isCut: isCut || statement.isCut || values === null,
    });
  }
}

/** What the client offers the server may refuse: a text begins with no number as small as that of its attributes. */
function queryStart({ bearsAttributes }, bytes) {
  if (!bearsAttributes || bytes[5] > 8) return 5;
  return bytes[5] === 0 ? 7 : -1;
}

/** Null where the values do not stand where they usually do. Where attributes are spoken of, each value has a name, mostly empty. */
function readValues({ bearsAttributes }, bytes, text) {
  const isCounted = bearsAttributes && (bytes[9] & 0x08) !== 0;
  const count = isCounted ? bytes[14] : countPlaceholders(text);
  const nulls = isCounted ? 15 : 14;
  const flag = nulls + ((count + 7) >> 3);
  if (count === 0) return [];
  if (count > mostArguments || bytes[flag] !== 1) return null;
  const sorts = [];
  let at = flag + 1;
  for (let index = 0; index < count; index += 1) {
    sorts[index] = bytes[at];
    at += isCounted ? 3 + bytes[at + 2] : 2;
  }
  const values = [];
  for (let index = 0; index < count; index += 1) {
    const isNull = (bytes[nulls + (index >> 3)] >> (index & 7)) & 1;
    const read = isNull ? { text: null, end: at } : readValue(bytes, at, sorts[index]);
    if (read === null) return null;
    values[index] = read.text;
    at = read.end;
  }
  return values;
}

const sizes = { 1: 1, 2: 2, 3: 4, 8: 8, 9: 4, 13: 2 };

/** One value by its sort: numbers as they are, times by their bytes, all else as text with its length before it. */
function readValue(bytes, at, sort) {
  const size = sizes[sort];
  if (size !== undefined) return { text: integerText(bytes, at, size), end: at + size };
  if (sort === 6) return { text: null, end: at };
  if (sort === 5) return { text: doubleText(bytes, at), end: at + 8 };
  if (sort === 7 || sort === 10 || sort === 12) return { text: timeText(bytes, at), end: at + 1 + bytes[at] };
  const length = lengthAt(bytes, at);
  if (length === null) return null;
  return { text: textOf(bytes, length.end, length.end + length.value), end: length.end + length.value };
}

function timeText(bytes, at) {
  if (bytes[at] < 4) return '0';
  const date = [littleEndian16(bytes, at + 1), bytes[at + 3], bytes[at + 4]];
  const rest = bytes[at] > 4 ? ` ${hexOf(bytes, at + 5, at + 1 + bytes[at])}` : '';
  return `${date[0]}-${date[1]}-${date[2]}${rest}`;
}

function lengthAt(bytes, at) {
  const first = bytes[at];
  if (first < 0xfb) return { value: first, end: at + 1 };
  if (first === 0xfc) return { value: littleEndian16(bytes, at + 1), end: at + 3 };
  if (first === 0xfd) return { value: littleEndian24(bytes, at + 1), end: at + 4 };
  return null;
}

const placeholderOrQuoted = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|\?/g;

function countPlaceholders(text) {
  let count = 0;
  placeholderOrQuoted.lastIndex = 0;
  for (
    let found = intrinsics.regExpExec(placeholderOrQuoted, text);
    found !== null;
    found = intrinsics.regExpExec(placeholderOrQuoted, text)
  )
    if (found[0] === '?') count += 1;
  return count;
}

module.exports = { createMysqlReader, isMysql };
