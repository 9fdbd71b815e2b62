'use strict';

const { arrayIsArray, getOwnPropertyDescriptor, getPrototypeOf, stringify } = require('../intrinsics.cjs');

const arrayPrototype = Array.prototype;
const objectPrototype = Object.prototype;

/**
 * One record of the agent as JSON text. JSON.stringify would call a `toJSON` that the service hung on Object.prototype or Array.prototype: where there
 * may be one, the text is put together in parts that have none. Records hold only primitives, arrays and objects without a prototype.
 */
function encode(value) {
  return mayHaveToJson() ? encodeInParts(value) : stringify(value === undefined ? null : value);
}

/** Asked each time, since the service may put one there at any moment. An array inherits from these two and from nothing else. */
function mayHaveToJson() {
  return (
    getOwnPropertyDescriptor(objectPrototype, 'toJSON') !== undefined ||
    getOwnPropertyDescriptor(arrayPrototype, 'toJSON') !== undefined ||
    getPrototypeOf(arrayPrototype) !== objectPrototype
  );
}

function encodeInParts(value) {
  if (typeof value === 'object' && value !== null) {
    return arrayIsArray(value) ? encodeArray(value) : encodeObject(value);
  }
  return stringify(value === undefined ? null : value);
}

function encodeArray(items) {
  let text = '[';
  for (let index = 0; index < items.length; index += 1)
    text += (index === 0 ? '' : ',') + encodeInParts(items[index]);
  return `${text}]`;
}

function encodeObject(record) {
  let text = '{';
  for (const key in record) {
    if (record[key] === undefined) continue;
    text += `${(text === '{' ? '' : ',') + stringify(key)}:${encodeInParts(record[key])}`;
  }
  return `${text}}`;
}

module.exports = { encode };
