'use strict';

const intrinsics = require('../intrinsics.cjs');
const { captureCollection, isCollection } = require('./capture-collection.cjs');
const { classOf, fieldOf, isHeavy, nameOf, ownData, uncomputed } = require('./inspect-object.cjs');
const { createDigest } = require('./digest.cjs');

const { types } = intrinsics;

/**
 * Makes the function that turns a value of the service into plain data without running any code of the service:
 * no getter, no proxy trap, no `toJSON`, no `valueOf`, no iterator. What is cut carries its size and a keyed digest.
 */
function createCapture({ limits, redactor }) {
  const digestOf = createDigest({ limits, redactor });
  return function captureValue(value, name, taints) {
    const walk = { limits, redactor, digestOf, taints, nodes: 0, ancestors: [], visit };
    return visit(walk, value, { path: name, depth: 0, secret: redactor.isSecretName(name) });
  };
}

function record(fields) {
  const plain = new intrinsics.Bare();
  for (const key in fields) if (fields[key] !== undefined) plain[key] = fields[key];
  return plain;
}

/** The same for what nearly all values are: to copy it out of a literal takes several times as long. */
function plainValue(type, text) {
  const plain = new intrinsics.Bare();
  plain.type = type;
  if (text !== undefined) plain.text = text;
  return plain;
}

function visit(walk, value, at) {
  walk.nodes += 1;
  if (walk.nodes > walk.limits.nodes) return record({ type: 'not-captured', reason: 'budget' });
  switch (typeof value) {
    case 'undefined':
      return plainValue('undefined');
    case 'string':
      return visitString(walk, value, at);
    case 'boolean':
      return at.secret ? record({ type: 'boolean', reason: 'redacted' }) : plainValue('boolean', `${value}`);
    case 'number':
      return visitNumber(walk, 'number', intrinsics.objectIs(value, -0) ? '-0' : `${value}`, at);
    case 'bigint':
      return visitNumber(walk, 'bigint', `${value}`, at);
    case 'symbol':
      return record({ type: 'symbol', text: cutText(walk, intrinsics.symbolDescription(value) ?? '') });
    default:
      return value === null ? plainValue('null') : visitObject(walk, value, at);
  }
}

function visitNumber(walk, type, text, at) {
  if (!at.secret) return plainValue(type, text);
  return record({ type, digest: walk.redactor.digest(text), reason: 'redacted' });
}

function visitString(walk, text, at) {
  const { length } = text;
  if (at.secret || walk.redactor.isSecretText(text, walk.taints)) {
    return record({ type: 'string', length, digest: walk.redactor.digest(text), reason: 'redacted' });
  }
  if (length <= walk.limits.string) {
    const whole = plainValue('string', text);
    whole.length = length;
    return whole;
  }
  const head = intrinsics.stringSlice(text, 0, walk.limits.string);
  return record({ type: 'string', text: head, length, digest: walk.redactor.digest(text), reason: 'length' });
}

function cutText(walk, text) {
  // Cut twice: half a secret at the end would not be known for one.
  const clean = walk.redactor.redactText(
    intrinsics.stringSlice(text, 0, 16 * walk.limits.string),
    walk.taints,
  );
  return intrinsics.stringSlice(clean, 0, walk.limits.string);
}

function visitObject(walk, value, at) {
  if (types.isProxy(value)) return record({ type: 'not-captured', reason: 'proxy' });
  if (value === uncomputed) return record({ type: 'not-captured', reason: 'getter' });
  if (typeof value === 'function') return record({ type: 'function', text: nameOf(value) });
  for (let index = 0; index < walk.ancestors.length; index += 1) {
    if (walk.ancestors[index].value === value)
      return record({ type: 'reference', text: walk.ancestors[index].path });
  }
  const special = visitSpecial(walk, value);
  if (special !== null) return special;
  const type = typeOf(value);
  const className = type === 'object' || type === 'error' ? tellingClass(value) : undefined;
  if (type === 'object' && isHeavy(value, className ?? '')) {
    return record({ type, class: className, reason: 'heavy-class' });
  }
  if (at.depth >= walk.limits.depth)
    return beyondDepth(walk, value, { type, class: className, secret: at.secret });
  walk.ancestors[walk.ancestors.length] = { value, path: at.path };
  const captured = isCollection(type)
    ? captureCollection(walk, value, { ...at, type })
    : visitFields(walk, value, { ...at, type, class: className });
  walk.ancestors.length -= 1;
  return captured;
}

/** Name of a class, unless it says nothing. */
function tellingClass(value) {
  const name = classOf(value);
  return name === '' || name === 'Object' ? undefined : name;
}

function typeOf(value) {
  if (intrinsics.arrayIsArray(value)) return 'array';
  if (types.isMap(value)) return 'map';
  if (types.isSet(value)) return 'set';
  return types.isNativeError(value) ? 'error' : 'object';
}

/** Objects whose content is not in their fields. Bytes show nothing but their size and digest: they may hold anything. */
function visitSpecial(walk, value) {
  if (types.isDate(value)) {
    const time = intrinsics.dateGetTime(value);
    return record({
      type: 'date',
      text: intrinsics.objectIs(time, Number.NaN) ? 'Invalid Date' : intrinsics.dateToIso(value),
    });
  }
  if (types.isRegExp(value)) {
    return record({ type: 'object', class: 'RegExp', text: cutText(walk, intrinsics.regExpSource(value)) });
  }
  if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) {
    const { length, digest } = walk.digestOf.bytes(value);
    return record({ type: 'bytes', class: classOf(value) || undefined, length, digest, reason: 'length' });
  }
  return null;
}

function beyondDepth(walk, value, known) {
  const { digest, size } = walk.digestOf.structure(value, walk.taints);
  const reason = known.secret ? 'redacted' : 'depth';
  return record({
    type: known.type,
    class: known.class,
    length: size,
    digest,
    reason: digest === undefined ? 'budget' : reason,
  });
}

function visitFields(walk, object, at) {
  const { fields, enumerable, shown } = collectFields(walk, object, at);
  const isCut = enumerable > shown;
  const captured = plainValue(at.type);
  if (at.class !== undefined) captured.class = at.class;
  if (at.type === 'error') captured.text = messageOf(walk, object);
  if (isCut) {
    const { digest } = walk.digestOf.structure(object, walk.taints);
    captured.length = enumerable;
    if (digest !== undefined) captured.digest = digest;
    captured.reason = digest === undefined ? 'budget' : 'fields';
  }
  captured.fields = fields;
  return captured;
}

/** The first fields, and how many there are; of an object that is too large to be digested all keys are counted. */
function collectFields(walk, object, at) {
  const keys = intrinsics.ownKeys(object);
  const fields = new intrinsics.Bare();
  const hidden = isSecretPair(walk, object) ? { ...at, secret: true } : at;
  let shown = 0;
  let enumerable = 0;
  for (let index = 0; index < keys.length; index += 1) {
    if (shown >= walk.limits.fields && index >= walk.limits.digestNodes)
      return { fields, enumerable: keys.length, shown };
    const descriptor = fieldOf(object, keys[index]);
    if (descriptor === undefined) continue;
    enumerable += 1;
    if (shown >= walk.limits.fields) continue;
    const name = fieldName(walk, keys[index]);
    fields[name] = visitField(walk, descriptor, { name, at: name === 'value' ? hidden : at });
    shown += 1;
  }
  return { fields, enumerable, shown };
}

/** A name may itself be a secret, as a session in a table of sessions is. */
function fieldName(walk, key) {
  const name = typeof key === 'symbol' ? `[${intrinsics.symbolDescription(key) ?? ''}]` : key;
  return walk.redactor.isSecretText(name, walk.taints) ? cutText(walk, name) : name;
}

/** Whether an object is a pair such as `{ name: 'password', value }`. */
function isSecretPair(walk, object) {
  return namesSecret(walk, object, 'name') || namesSecret(walk, object, 'key');
}

function namesSecret(walk, object, key) {
  const name = ownData(object, key);
  return name !== null && typeof name.value === 'string' && walk.redactor.isSecretName(name.value);
}

function visitField(walk, descriptor, { name, at }) {
  if (!('value' in descriptor)) return record({ type: 'not-captured', reason: 'getter' });
  return walk.visit(walk, descriptor.value, {
    path: `${at.path}.${name}`,
    depth: at.depth + 1,
    secret: at.secret || walk.redactor.isSecretName(name),
  });
}

function messageOf(walk, error) {
  const message = ownData(error, 'message');
  return message !== null && typeof message.value === 'string' ? cutText(walk, message.value) : '';
}

module.exports = { createCapture, record };
