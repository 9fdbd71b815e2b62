'use strict';

const intrinsics = require('../intrinsics.cjs');

const maximumNames = 16;
/** Text of a function that is looked at before the line of the throw, in characters. */
const furthestBack = 8_000;
/** And behind it: a build may put all of its code on one line. */
const furthestOn = 400;
/** Strings and comments hold words that are no names; a template may hold names too and is left as it is. */
const noCode = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const word = /(?<![.\w$#])[A-Za-z_$][\w$]*(?!\s*:(?!:))/g;
const keywords = new Set(
  (
    'arguments async await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null of package private ' +
    'protected public return static super switch throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/**
 * Names that may be variables of a function, those nearest to the line of a throw first. The agent has no parser: words that
 * are no variables fail when they are read, and are left out. A name of the global object is not read at all, since
 * there it may be a getter.
 */
function namesBefore(source, from, to) {
  const start = offsetOf(source, from);
  const thrownAt = offsetOf(source, to);
  const end = intrinsics.mathMin(endOfLine(source, thrownAt), thrownAt + furthestOn);
  const text = intrinsics.stringSlice(source, intrinsics.mathMax(start, end - furthestBack), end);
  const found = wordsOf(withoutText(text));
  const names = [];
  for (let index = found.length - 1; index >= 0 && names.length < maximumNames; index -= 1) {
    if (!includes(names, found[index])) names[names.length] = found[index];
  }
  return names;
}

function wordsOf(text) {
  const found = [];
  word.lastIndex = 0;
  for (
    let match = intrinsics.regExpExec(word, text);
    match !== null;
    match = intrinsics.regExpExec(word, text)
  ) {
    if (isVariableLike(match[0])) found[found.length] = match[0];
  }
  return found;
}

function isVariableLike(name) {
  if (intrinsics.setHas(keywords, name)) return false;
  return intrinsics.getOwnPropertyDescriptor(globalThis, name) === undefined;
}

function withoutText(text) {
  let plain = '';
  let last = 0;
  noCode.lastIndex = 0;
  for (
    let match = intrinsics.regExpExec(noCode, text);
    match !== null;
    match = intrinsics.regExpExec(noCode, text)
  ) {
    plain += `${intrinsics.stringSlice(text, last, match.index)} `;
    last = match.index + match[0].length;
  }
  return plain + intrinsics.stringSlice(text, last);
}

/** Lines and columns count from 0, as V8 gives them. */
function offsetOf(source, { lineNumber, columnNumber = 0 }) {
  let offset = 0;
  for (let line = 0; line < lineNumber; line += 1) {
    const end = intrinsics.stringIndexOf(source, '\n', offset);
    if (end === -1) return source.length;
    offset = end + 1;
  }
  return offset + columnNumber;
}

function endOfLine(source, offset) {
  const end = intrinsics.stringIndexOf(source, '\n', offset);
  return end === -1 ? source.length : end;
}

function includes(list, wanted) {
  for (let index = 0; index < list.length; index += 1) if (list[index] === wanted) return true;
  return false;
}

module.exports = { namesBefore };
