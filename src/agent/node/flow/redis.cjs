'use strict';

const intrinsics = require('../intrinsics.cjs');
const { lengthOf, textOf } = require('./bytes.cjs');

const [star, dollar, lineFeed] = ['*', '$', '\n'].map((sign) => sign.charCodeAt(0));
const mostArguments = 100;
const mostCharacters = 2_000;

/** Whether a connection begins as one to Redis does: with an array, whose length follows. */
function isRedis(bytes) {
  return lengthOf(bytes) >= 4 && bytes[0] === star && bytes[1] >= 0x31 && bytes[1] <= 0x39;
}

/** Reads the commands that a client sends by RESP, however they are cut into writes. `onCommand` gets the words of each. */
function createRedisReader(onCommand) {
  const state = { line: '', left: 0, word: '', wanted: 0, words: [], onCommand };
  return (bytes) => {
    let at = 0;
    while (at < lengthOf(bytes)) {
      at = state.left > 0 ? takeData(state, bytes, at) : takeLine(state, bytes, at);
      if (at === -1) return false;
    }
    return true;
  };
}

/** Lines say how many words follow, and how long each is. */
function takeLine(state, bytes, from) {
  for (let at = from; at < lengthOf(bytes); at += 1) {
    if (bytes[at] === lineFeed) return endLine(state) ? at + 1 : -1;
    if (state.line.length > 30) return -1;
    state.line += textOf(bytes, at, at + 1);
  }
  return lengthOf(bytes);
}

const digits = /^([*$])(\d{1,9})\r$/;

function endLine(state) {
  const found = intrinsics.regExpExec(digits, state.line);
  state.line = '';
  if (found === null) return false;
  const count = +found[2];
  if (found[1].charCodeAt(0) === dollar) {
    state.left = count + 2;
    state.word = '';
  } else {
    state.wanted = count;
    state.words = [];
  }
  return true;
}

function takeData(state, bytes, from) {
  const end = intrinsics.mathMin(from + state.left, lengthOf(bytes));
  const room = mostCharacters - state.word.length;
  if (room > 0) state.word += textOf(bytes, from, intrinsics.mathMin(end, from + room));
  state.left -= end - from;
  if (state.left === 0) endWord(state);
  return end;
}

const lineEnd = /\r\n$/;

function endWord(state) {
  const isWhole = intrinsics.regExpExec(lineEnd, state.word) !== null;
  const word = isWhole ? intrinsics.stringSlice(state.word, 0, -2) : state.word;
  if (state.words.length < mostArguments) state.words[state.words.length] = word;
  state.wanted -= 1;
  if (state.wanted > 0) return;
  state.onCommand(state.words);
  state.words = [];
}

module.exports = { createRedisReader, isRedis };
