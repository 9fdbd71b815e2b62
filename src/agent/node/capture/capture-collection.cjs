'use strict';

const intrinsics = require('../intrinsics.cjs');

function isCollection(type) {
  return type === 'array' || type === 'map' || type === 'set';
}

/**
 * Arrays, maps and sets: the first items, the whole size, and a digest when some were left out. They are read by index
 * or by the intrinsic iterators, so that an overridden iterator of a subclass is never run.
 */
function captureCollection(walk, value, at) {
  const length = sizeOf(value, at.type);
  const shown = intrinsics.mathMin(length, walk.limits.items);
  const captured = new intrinsics.Bare();
  captured.type = at.type;
  captured.length = length;
  captured.items = captureItems(walk, value, { ...at, shown });
  if (shown < length) {
    const { digest } = walk.digestOf.structure(value, walk.taints);
    captured.reason = digest === undefined ? 'budget' : 'items';
    if (digest !== undefined) captured.digest = digest;
  }
  return captured;
}

function sizeOf(value, type) {
  if (type === 'array') return value.length;
  return type === 'map' ? intrinsics.mapSize(value) : intrinsics.setSize(value);
}

function captureItems(walk, value, at) {
  if (at.type === 'array') return captureElements(walk, value, at);
  return at.type === 'map' ? captureEntries(walk, value, at) : captureMembers(walk, value, at);
}

function captureElements(walk, array, at) {
  const items = [];
  // Raw headers and entries put a value behind its name.
  let isNamed = false;
  for (let index = 0; index < at.shown; index += 1) {
    const descriptor = intrinsics.getOwnPropertyDescriptor(array, index);
    const secret = at.secret || isNamed;
    isNamed = typeof descriptor?.value === 'string' && walk.redactor.isSecretName(descriptor.value);
    items[index] =
      descriptor !== undefined && !('value' in descriptor)
        ? notCaptured('getter')
        : walk.visit(walk, descriptor?.value, below(at, `${at.path}[${index}]`, secret));
  }
  return items;
}

/** A map's items are its entries, each an array of key and value; a secret-like key hides its value. */
function captureEntries(walk, map, at) {
  const iterator = intrinsics.mapEntries(map);
  const items = [];
  for (let index = 0; index < at.shown; index += 1) {
    const step = intrinsics.mapIteratorNext(iterator);
    if (step.done) break;
    const key = step.value[0];
    const secret = at.secret || (typeof key === 'string' && walk.redactor.isSecretName(key));
    const isShown = typeof key === 'string' && !walk.redactor.isSecretText(key, walk.taints);
    const path = `${at.path}[${isShown ? key : index}]`;
    const entry = new intrinsics.Bare();
    entry.type = 'array';
    entry.length = 2;
    entry.items = [
      walk.visit(walk, key, below(at, `${path}.key`, at.secret)),
      walk.visit(walk, step.value[1], below(at, path, secret)),
    ];
    items[items.length] = entry;
  }
  return items;
}

function captureMembers(walk, set, at) {
  const iterator = intrinsics.setValues(set);
  const items = [];
  for (let index = 0; index < at.shown; index += 1) {
    const step = intrinsics.setIteratorNext(iterator);
    if (step.done) break;
    items[index] = walk.visit(walk, step.value, below(at, `${at.path}[${index}]`, at.secret));
  }
  return items;
}

function below(at, path, secret) {
  return { path, depth: at.depth + 1, secret };
}

function notCaptured(reason) {
  const captured = new intrinsics.Bare();
  captured.type = 'not-captured';
  captured.reason = reason;
  return captured;
}

module.exports = { captureCollection, isCollection };
