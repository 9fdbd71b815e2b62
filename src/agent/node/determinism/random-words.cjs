'use strict';

const intrinsics = require('../intrinsics.cjs');

const word = /[A-Za-z0-9+_=-]{20,}/g;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Of so many characters, the share at which a random word changes between capitals, small letters and digits. */
const leastChanges = 0.3;
const leastDigits = 3;

/**
 * First word in a text, from `from` on, that looks drawn by chance: a key or a token under a name that tells nothing. Names
 * that people give change seldom between sorts of characters; UUIDs are ids, and shown. Null when there is none.
 */
function findRandomWord(text, from = 0) {
  word.lastIndex = from;
  for (
    let match = intrinsics.regExpExec(word, text);
    match !== null;
    match = intrinsics.regExpExec(word, text)
  ) {
    if (isRandom(match[0])) return { index: match.index, length: match[0].length };
  }
  return null;
}

function isRandom(text) {
  let changes = 0;
  let digits = 0;
  let last = '';
  for (let index = 0; index < text.length; index += 1) {
    const sort = sortOf(text[index]);
    if (sort === 'digit') digits += 1;
    if (isChange(last, sort)) changes += 1;
    last = sort;
  }
  if (digits < leastDigits || changes < text.length * leastChanges) return false;
  return intrinsics.regExpExec(uuid, text) === null;
}

/** A small letter behind a capital is how words begin. */
function isChange(last, sort) {
  if (last === '' || last === 'mark' || sort === 'mark') return false;
  return sort !== last && !(last === 'capital' && sort === 'small');
}

function sortOf(character) {
  if (character >= '0' && character <= '9') return 'digit';
  if (character >= 'a' && character <= 'z') return 'small';
  return character >= 'A' && character <= 'Z' ? 'capital' : 'mark';
}

module.exports = { findRandomWord };
