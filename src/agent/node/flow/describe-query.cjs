'use strict';

const intrinsics = require('../intrinsics.cjs');
const { takeLiterals } = require('./literals.cjs');

const mostCharacters = 8_000;
const mostOfArgument = 200;
const mostArguments = 100;
const mostTexts = 2_000;
/** What needs no look at its shape. */
const plainNumber = /^-?\d{1,12}(?:\.\d{1,6})?$/;

/**
 * Describes queries and arguments without their secrets, as captured values are: by the name they go under, by their shape, and by
 * what came with the request. A secret becomes a keyed token, so that a change of it is still seen.
 */
function createDescriber(redactor) {
  const texts = new intrinsics.SafeMap();
  const shortened = (text, most) =>
    text.length > most ? `${intrinsics.stringSlice(text, 0, most)}…<${redactor.digest(text)}>` : text;
  const describe = {
    /** One argument as text. `name` is what it goes under, empty where that is not known. */
    argument(value, { taints, name = '' }) {
      const text = primitiveText(value);
      if (text === '' || intrinsics.regExpExec(plainNumber, text) !== null)
        return name !== '' && redactor.isSecretName(name) ? `<redacted ${redactor.digest(text)}>` : text;
      if (name !== '' && redactor.isSecretName(name)) return `<redacted ${redactor.digest(text)}>`;
      if (text.length <= mostOfArgument) return shortened(redactor.redactText(text, taints), 380);
      // What is cut could be the half of a secret, whose shape is then not known.
      return redactor.isSecretText(text, taints)
        ? `<redacted ${redactor.digest(text)}>`
        : shortened(text, mostOfArgument);
    },
    /** A text in which values may stand. */
    text: (text, taints) => shortened(redactor.redactText(text, taints), mostCharacters),
    /** A path, or a line for a shell. */
    path: (text, taints) => shortened(redactor.redactText(text, taints), 4_000),
    /** Words of a command line: what stands behind the name of a secret is one. */
    words(words, taints) {
      const listed = [];
      for (let index = 0; index < words.length; index += 1)
        listed[index] = describe.argument(words[index], { taints, name: index > 0 ? words[index - 1] : '' });
      return listed;
    },
    /** A query in SQL, as text and arguments. */
    sql({ system, text, given, named = null, isCut = false }, taints) {
      const head = intrinsics.stringSlice(text, 0, mostCharacters);
      const { text: shape, values } = takeLiterals({ text: head, system, given, named });
      const listed = describe.values(values, taints);
      const wasCut = isCut || head.length < text.length || values.length > mostArguments;
      return { system, text: clean(shape), arguments: listed, cut: wasCut };
    },
    values(values, taints) {
      const listed = [];
      for (let index = 0; index < values.length && index < mostArguments; index += 1) {
        const { name, value } = values[index];
        listed[index] = describe.argument(value, { taints, name });
      }
      return listed;
    },
  };
  /** Without its values, a text is one of a few. */
  const clean = (shape) => {
    const known = intrinsics.mapGet(texts, shape);
    if (known !== undefined) return known;
    const text = redactor.redactText(shape, []);
    if (intrinsics.mapSize(texts) < mostTexts) intrinsics.mapSet(texts, shape, text);
    return text;
  };
  return describe;
}

/** Of objects only what they are: to read them might run code of the service. */
function primitiveText(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' || typeof value === 'function') return bytesText(value);
  return typeof value === 'symbol' ? 'symbol' : `${value}`;
}

function bytesText(value) {
  if (intrinsics.types.isDate(value)) return isoText(value);
  if (intrinsics.types.isUint8Array(value)) return `<${intrinsics.typedArrayByteLength(value)} bytes>`;
  return '<object>';
}

function isoText(date) {
  const time = intrinsics.dateGetTime(date);
  return intrinsics.objectIs(time, Number.NaN) ? 'invalid date' : intrinsics.dateToIso(date);
}

module.exports = { createDescriber };
