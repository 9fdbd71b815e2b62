'use strict';

const intrinsics = require('../intrinsics.cjs');
const { encode } = require('./encode.cjs');

/** Characters of a text that are left of it at least, and what a cut part takes beside them and the name of its class. */
const shortestHead = 64;
const cutCharacters = 140;

/**
 * Used on a hit, or a throw, that is too large to be sent: the gate would refuse it whole. What is small stays as it is, and what is large is
 * cut from the inside, so that all of it fits; each cut part says how large it was, and a keyed digest still tells whether it changed.
 */
function createBound({ limits, redactor }) {
  return function cutToBound(record) {
    const members = [];
    if (record.values !== undefined) weighFields(record.values, members);
    for (let index = 0; index < (record.frames?.length ?? 0); index += 1)
      weighFields(record.frames[index].values, members);
    const around = encode(record).length - sumOf(members, (node) => node.size);
    share({ members, room: limits.snapshotCharacters - around, redactor });
    return record;
  };
}

function weighFields(fields, members) {
  for (const key in fields) members[members.length] = weigh(fields, key);
}

/** How many characters a value takes, at least once it is cut, and what inside it can be cut by itself. */
function weigh(holder, key) {
  const value = holder[key];
  const members = [];
  if (value.type === 'map') weighEntries(value.items ?? [], members);
  // Members of a set are known by what they hold: it is cut as a whole, or not at all.
  else if (value.type !== 'set') {
    if (value.fields !== undefined) weighFields(value.fields, members);
    for (let index = 0; index < (value.items?.length ?? 0); index += 1)
      members[members.length] = weigh(value.items, index);
  }
  const inside = sumOf(members, (node) => node.size);
  const size = members.length === 0 ? encode(value).length : inside + shellSize(value);
  return {
    holder,
    key,
    size,
    members,
    around: size - inside,
    least: intrinsics.mathMin(size, leastOf(value)),
  };
}

/** The keys of a map tell its entries apart, and are left alone. */
function weighEntries(items, members) {
  for (let index = 0; index < items.length; index += 1) {
    const entry = items[index].items;
    if (entry !== undefined && entry.length === 2) members[members.length] = weigh(entry, 1);
  }
}

/** All of a container but its members. */
function shellSize(value) {
  let size = 40;
  for (const key in value)
    if (key !== 'fields' && key !== 'items') size += encode(value[key]).length + key.length + 4;
  for (const name in value.fields) size += encode(name).length + 2;
  for (let index = 0; index < (value.items?.length ?? 0); index += 1)
    size += value.type === 'map' ? entrySize(value.items[index]) : 1;
  return size;
}

function entrySize({ items = [] }) {
  return 48 + (items.length === 2 ? encode(items[0]).length : 0);
}

function leastOf(value) {
  const head =
    value.type === 'string' ? intrinsics.stringSlice(value.text ?? '', 0, shortestHead) : value.text;
  return cutCharacters + encode(head ?? '').length + (value.class?.length ?? 0);
}

/** Gives every member what it takes up to one line, the highest at which all of them fit. */
function share({ members, room, redactor }) {
  const taken = (line) => sumOf(members, (node) => granted(node, line));
  let low = 0;
  let high = intrinsics.mathMax(room, 0);
  while (low < high) {
    const middle = high - ((high - low) >> 1);
    if (taken(middle) <= room) low = middle;
    else high = middle - 1;
  }
  for (let index = 0; index < members.length; index += 1) {
    const node = members[index];
    if (node.size > granted(node, low)) cut(node, granted(node, low), redactor);
  }
}

function granted({ least, size }, line) {
  return intrinsics.mathMax(least, intrinsics.mathMin(size, line));
}

function cut(node, room, redactor) {
  const { holder, key, members, around } = node;
  const value = holder[key];
  const inside = room - around;
  if (members.length > 0 && sumOf(members, (member) => member.least) <= inside)
    share({ members, room: inside, redactor });
  else holder[key] = value.type === 'string' ? cutText(value, room, redactor) : cutWhole(value, redactor);
}

function cutText(value, room, redactor) {
  let length = intrinsics.mathMax(shortestHead, room - cutCharacters);
  // A control character takes six.
  while (
    length > shortestHead &&
    encode(intrinsics.stringSlice(value.text, 0, length)).length > room - cutCharacters
  )
    length = intrinsics.mathMax(shortestHead, length >> 1);
  const text = intrinsics.stringSlice(value.text, 0, length);
  return told({ ...value, text, digest: value.digest ?? redactor.digest(value.text), reason: 'size' });
}

function cutWhole(value, redactor) {
  const { type, class: name, text } = value;
  let length = value.length;
  if (length === undefined && value.fields !== undefined) {
    length = 0;
    for (const _ in value.fields) length += 1;
  }
  return told({ type, class: name, text, length, digest: redactor.digest(encode(value)), reason: 'size' });
}

function told(fields) {
  const plain = new intrinsics.Bare();
  for (const key in fields) if (fields[key] !== undefined) plain[key] = fields[key];
  return plain;
}

function sumOf(members, sizeOf) {
  let sum = 0;
  for (let index = 0; index < members.length; index += 1) sum += sizeOf(members[index]);
  return sum;
}

module.exports = { createBound };
