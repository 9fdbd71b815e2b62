'use strict';

const intrinsics = require('../intrinsics.cjs');
const { classOf, fieldOf, isHeavy, nameOf } = require('./inspect-object.cjs');

const { types } = intrinsics;

/**
 * Digests of what a capture leaves out, so that a difference beyond the cut is still seen. They are keyed with the
 * key of the run: a plain hash of a short secret could be guessed from the evidence. Past the budget there is none.
 */
function createDigest({ limits, redactor }) {
  return {
    /** Size in bytes and digest of a buffer; beyond the limit only its head counts, and the length. */
    bytes(value) {
      const { length, head } = headOf(value, limits.bytes);
      return { length, digest: redactor.digest(head) };
    },
    /** Digest of an object with everything below it, and its own number of items or fields. */
    structure(value) {
      const walk = {
        text: '',
        nodes: 0,
        limit: limits.digestNodes,
        ancestors: [],
        size: 0,
        bytes: this.bytes,
      };
      append(walk, value);
      return { size: walk.size, digest: walk.nodes > walk.limit ? undefined : redactor.digest(walk.text) };
    },
  };
}

/** A detached buffer has no bytes, and neither has what looks at it: asking for them throws. */
function headOf(value, most) {
  try {
    const { buffer, offset, length } = viewOf(value);
    return { length, head: new intrinsics.Uint8Array(buffer, offset, intrinsics.mathMin(length, most)) };
  } catch {
    return { length: 0, head: new intrinsics.Uint8Array(0) };
  }
}

/** Where the bytes of a buffer or a view lie, without asking the object itself. */
function viewOf(value) {
  if (types.isAnyArrayBuffer(value)) {
    // A shared buffer has another prototype; its size is read through a view on it.
    const view = new intrinsics.Uint8Array(value);
    return { buffer: value, offset: 0, length: intrinsics.typedArrayByteLength(view) };
  }
  if (types.isTypedArray(value)) {
    return {
      buffer: intrinsics.typedArrayBuffer(value),
      offset: intrinsics.typedArrayByteOffset(value),
      length: intrinsics.typedArrayByteLength(value),
    };
  }
  return {
    buffer: intrinsics.dataViewBuffer(value),
    offset: intrinsics.dataViewByteOffset(value),
    length: intrinsics.dataViewByteLength(value),
  };
}

function append(walk, value) {
  walk.nodes += 1;
  if (walk.nodes > walk.limit) return;
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    appendObject(walk, value);
  } else if (typeof value === 'symbol') {
    walk.text += `y${intrinsics.symbolDescription(value) ?? ''};`;
  } else {
    walk.text += `${(typeof value)[0]}${intrinsics.objectIs(value, -0) ? '-0' : value};`;
  }
}

function appendObject(walk, value) {
  if (types.isProxy(value)) {
    walk.text += 'proxy;';
  } else if (typeof value === 'function') {
    walk.text += `f${nameOf(value)};`;
  } else if (isAncestor(walk, value)) {
    walk.text += 'cycle;';
  } else if (types.isDate(value)) {
    walk.text += `d${intrinsics.dateGetTime(value)};`;
  } else if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) {
    const { length, digest } = walk.bytes(value);
    walk.text += `b${length}:${digest};`;
  } else {
    appendMembers(walk, value);
  }
}

function isAncestor(walk, value) {
  for (let index = 0; index < walk.ancestors.length; index += 1)
    if (walk.ancestors[index] === value) return true;
  return false;
}

function appendMembers(walk, value) {
  const depth = walk.ancestors.length;
  const className = classOf(value);
  walk.text += `${className}{`;
  walk.ancestors[depth] = value;
  if (depth < 64 && !isHeavy(value, className)) {
    const size = appendContent(walk, value);
    if (depth === 0) walk.size = size;
  }
  walk.ancestors.length = depth;
  walk.text += '}';
}

function appendContent(walk, value) {
  if (intrinsics.arrayIsArray(value)) return appendElements(walk, value);
  if (types.isMap(value)) return appendEntries(walk, value);
  if (types.isSet(value)) return appendSetMembers(walk, value);
  return appendFields(walk, value);
}

function appendElements(walk, array) {
  for (let index = 0; index < array.length && walk.nodes <= walk.limit; index += 1) {
    const descriptor = intrinsics.getOwnPropertyDescriptor(array, index);
    append(walk, descriptor !== undefined && 'value' in descriptor ? descriptor.value : undefined);
  }
  return array.length;
}

function appendEntries(walk, map) {
  const iterator = intrinsics.mapEntries(map);
  for (
    let step = intrinsics.mapIteratorNext(iterator);
    !step.done;
    step = intrinsics.mapIteratorNext(iterator)
  ) {
    append(walk, step.value[0]);
    append(walk, step.value[1]);
    if (walk.nodes > walk.limit) break;
  }
  return intrinsics.mapSize(map);
}

function appendSetMembers(walk, set) {
  const iterator = intrinsics.setValues(set);
  for (
    let step = intrinsics.setIteratorNext(iterator);
    !step.done;
    step = intrinsics.setIteratorNext(iterator)
  ) {
    append(walk, step.value);
    if (walk.nodes > walk.limit) break;
  }
  return intrinsics.setSize(set);
}

function appendFields(walk, object) {
  const keys = intrinsics.ownKeys(object);
  let enumerable = 0;
  for (let index = 0; index < keys.length && walk.nodes <= walk.limit; index += 1) {
    if (typeof keys[index] === 'symbol') continue;
    const descriptor = fieldOf(object, keys[index]);
    if (descriptor === undefined) continue;
    enumerable += 1;
    walk.text += `${keys[index]}=`;
    append(walk, 'value' in descriptor ? descriptor.value : undefined);
  }
  return enumerable;
}

module.exports = { createDigest, viewOf };
