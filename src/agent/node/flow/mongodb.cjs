'use strict';

const intrinsics = require('../intrinsics.cjs');
const {
  doubleText,
  hexOf,
  integerText,
  lengthOf,
  littleEndian32,
  part,
  textOf,
  zeroFrom,
} = require('./bytes.cjs');
const { createFramer } = require('./framer.cjs');

const [opQuery, opCompressed, opMessage] = [2004, 2012, 2013];
const mostArguments = 100;
const deepest = 6;
const mostMembers = 40;
/** Of the connection, of its session, or of how a result is fetched: not what is asked for. */
const connectionCommands = new Set([
  ...['hello', 'isMaster', 'ismaster', 'ping', 'buildInfo', 'saslStart', 'saslContinue', 'endSessions'],
  ...['killCursors', 'getMore', 'connectionStatus', 'abortTransaction', 'commitTransaction', 'authenticate'],
]);
const sessionMembers = new Set([
  ...['lsid', '$db', 'txnNumber', '$clusterTime', '$readPreference', 'apiVersion', 'apiStrict', 'maxTimeMS'],
  ...['cursor', 'batchSize', 'singleBatch', 'autocommit', 'startTransaction', 'readConcern', 'writeConcern'],
  ...['apiDeprecationErrors', 'comment', 'ordered'],
]);

/** Whether a connection begins as one to MongoDB does: a head of 16 bytes with a known operation. */
function isMongodb(bytes) {
  if (lengthOf(bytes) < 16 || littleEndian32(bytes, 8) !== 0) return false;
  const operation = littleEndian32(bytes, 12);
  return operation === opQuery || operation === opCompressed || operation === opMessage;
}

/** Reads the commands that a driver sends by OP_MSG; compressed ones cannot be read. `onQuery` gets a shape and what stands for each `?`. */
function createMongodbReader(onQuery) {
  return createFramer({
    headLength: 16,
    totalOf: (bytes) => littleEndian32(bytes, 0),
    onMessage(bytes, isCut) {
      if (littleEndian32(bytes, 12) === opMessage) readMessage(bytes, { onQuery, isCut });
    },
  });
}

/** Sections: one document that is the command, and lists of documents that belong to it. */
function readMessage(bytes, { onQuery, isCut }) {
  const end = lengthOf(bytes);
  const query = { text: '', given: [], isCut };
  for (let at = 20; at + 5 <= end; ) {
    const size = littleEndian32(bytes, at + 1);
    if (size < 5) return;
    if (bytes[at] === 0) {
      if (!describeCommand(bytes, at + 1, query)) return;
    } else if (bytes[at] === 1) describeList(bytes, at + 1, query);
    else break;
    at += 1 + size;
  }
  if (query.text !== '') onQuery(query);
}

function describeCommand(bytes, from, query) {
  let isFirst = true;
  let text = '';
  eachMember(bytes, from, (name, sort, at) => {
    if (isFirst) {
      isFirst = false;
      if (intrinsics.setHas(connectionCommands, name)) return false;
      text = sort === 0x02 ? `${name} ${stringAt(bytes, at)}` : name;
    } else if (!intrinsics.setHas(sessionMembers, name))
      text += ` ${name}: ${shapeOf(bytes, at, { sort, query, depth: 1 })}`;
    return true;
  });
  query.text = text + query.text;
  return text !== '';
}

/** Documents of one list are mostly of one shape, and stand as the first with its number. */
function describeList(bytes, from, query) {
  const end = intrinsics.mathMin(from + littleEndian32(bytes, from), lengthOf(bytes));
  const nameEnd = zeroFrom(bytes, from + 4);
  let first = '';
  let count = 0;
  for (let at = nameEnd + 1; at + 5 <= end; ) {
    const size = littleEndian32(bytes, at);
    if (size < 5) break;
    const shape = shapeOf(bytes, at, { sort: 0x03, query, depth: 1 });
    if (count === 0) first = shape;
    count += 1;
    at += size;
  }
  query.text += ` ${textOf(bytes, from + 4, nameEnd)}: [${first}]${count > 1 ? ` × ${count}` : ''}`;
}

/** Walks the members of a document. `visit` returns false to end it. */
function eachMember(bytes, from, visit) {
  const end = intrinsics.mathMin(from + littleEndian32(bytes, from), lengthOf(bytes)) - 1;
  let at = from + 4;
  while (at < end) {
    const sort = bytes[at];
    const nameEnd = zeroFrom(bytes, at + 1);
    const valueAt = nameEnd + 1;
    const size = sizeOf(bytes, valueAt, sort);
    if (size === -1 || valueAt + size > end) return;
    if (visit(textOf(bytes, at + 1, nameEnd), sort, valueAt) === false) return;
    at = valueAt + size;
  }
}

const fixedSizes = { 1: 8, 6: 0, 7: 12, 8: 1, 9: 8, 10: 0, 16: 4, 17: 8, 18: 8, 19: 16, 255: 0, 127: 0 };

function sizeOf(bytes, at, sort) {
  if (fixedSizes[sort] !== undefined) return fixedSizes[sort];
  if (sort === 0x02 || sort === 0x0d || sort === 0x0e) return 4 + littleEndian32(bytes, at);
  if (sort === 0x03 || sort === 0x04) return littleEndian32(bytes, at);
  if (sort === 0x05) return 5 + littleEndian32(bytes, at);
  if (sort === 0x0b) return zeroFrom(bytes, zeroFrom(bytes, at) + 1) + 1 - at;
  return -1;
}

/** What kind of thing it is, with `?` for every value; the values go to `query.given`. */
function shapeOf(bytes, at, { sort, query, depth, name = '' }) {
  const isList = sort === 0x04;
  if ((sort !== 0x03 && !isList) || depth > deepest) return take(bytes, at, { sort, query, name });
  let text = '';
  let members = 0;
  eachMember(bytes, at, (member, itsSort, itsAt) => {
    members += 1;
    if (members > mostMembers) return false;
    const inner = { sort: itsSort, query, depth: depth + 1, name: isList ? name : member };
    const value = shapeOf(bytes, itsAt, inner);
    text += `${text === '' ? '' : ', '}${isList ? '' : `${member}: `}${value}`;
    return true;
  });
  return isList ? `[${text}]` : `{${text}}`;
}

function take(bytes, at, { sort, query, name }) {
  if (query.given.length < mostArguments)
    query.given[query.given.length] = { name, value: valueText(bytes, at, sort) };
  else query.isCut = true;
  return '?';
}

function valueText(bytes, at, sort) {
  if (sort === 0x01) return doubleText(bytes, at);
  if (sort === 0x02) return stringAt(bytes, at);
  if (sort === 0x07) return hexOf(bytes, at, at + 12);
  if (sort === 0x08) return bytes[at] === 1 ? 'true' : 'false';
  if (sort === 0x09 || sort === 0x12) return integerText(bytes, at, 8);
  if (sort === 0x10) return integerText(bytes, at, 4);
  if (sort === 0x0a) return null;
  const size = sizeOf(bytes, at, sort);
  return size === -1 ? null : `\\x${hexOf(part(bytes, at, at + size), 0, 64)}`;
}

function stringAt(bytes, at) {
  return textOf(bytes, at + 4, at + 4 + littleEndian32(bytes, at) - 1);
}

module.exports = { createMongodbReader, isMongodb };
