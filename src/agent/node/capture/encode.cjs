'use strict';

const { arrayIsArray, stringify } = require('../intrinsics.cjs');

/**
 * One record of the agent as JSON text. Used in place of JSON.stringify, which would call a `toJSON` that the service
 * hung on Object.prototype or Array.prototype. Records hold only primitives, arrays and objects without a prototype.
 */
function encode(value) {
  if (typeof value === 'object' && value !== null) {
    return arrayIsArray(value) ? encodeArray(value) : encodeObject(value);
  }
  return stringify(value === undefined ? null : value);
}

function encodeArray(items) {
  let text = '[';
  for (let index = 0; index < items.length; index += 1)
    text += (index === 0 ? '' : ',') + encode(items[index]);
  return `${text}]`;
}

function encodeObject(record) {
  let text = '{';
  for (const key in record) {
    if (record[key] === undefined) continue;
    text += `${(text === '{' ? '' : ',') + stringify(key)}:${encode(record[key])}`;
  }
  return `${text}}`;
}

module.exports = { encode };
