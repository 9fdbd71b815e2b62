'use strict';

const { threadId } = require('node:worker_threads');
const intrinsics = require('../intrinsics.cjs');

const { imul } = Math;

/**
 * So many bytes at once are a pool: libraries that make ids (nanoid, uuid) fetch randomness ahead and use it over many
 * exchanges. Whose turn it is to fill it depends on which of two parallel reads came first, so a pool belongs to no exchange: its
 * n-th filling of that size is the same in every instance, whoever asks for it.
 */
const poolBytes = 256;

/**
 * Randomness from the seed of the plan. Every exchange has streams of its own, one for each kind of value, so that neither parallel exchanges nor
 * one more draw of another kind shift what comes next. Work outside exchanges has streams of its process: two processes of a service
 * (workers, threads) must not draw the same.
 */
function createStreams({ context, seed, root }) {
  const processName = `${scriptName(root)}\n${process.env.NODE_UNIQUE_ID ?? ''}\n${threadId}`;
  const pools = intrinsics.objectCreate(null);
  return {
    /** The stream of this kind of value, in the exchange that runs here and now. */
    of(kind) {
      const exchange = context.current();
      exchange.streams ??= intrinsics.objectCreate(null);
      const { streams, exchangeId } = exchange;
      streams[kind] ??= seeded(`${seed}\n${kind}\n${exchangeId === '' ? processName : exchangeId}`);
      return streams[kind];
    },
    /** The stream for so many bytes at once. */
    ofBytes(count) {
      if (count < poolBytes) return this.of('bytes');
      pools[count] ??= seeded(`${seed}\npool ${count}\n${processName}`);
      return pools[count];
    },
  };
}

/** The main file without the folder of the instance, which differs from one to the next. */
function scriptName(root) {
  const script = `${process.argv[1] ?? ''}`;
  const start = intrinsics.stringIndexOf(script, root);
  return start === 0 ? intrinsics.stringSlice(script, root.length) : '';
}

/** The four words of a xoshiro128** generator, from a text; close texts give unlike states. */
function seeded(text) {
  const state = { a: 0x9e3779b9, b: 0x243f6a88, c: 0xb7e15162, d: 0x6a09e667 };
  for (let index = 0; index < text.length; index += 1) {
    const code = intrinsics.stringCharCodeAt(text, index);
    state.a = imul(state.a ^ code, 0x85ebca6b);
    state.b = imul((state.b << 7) ^ (state.b >>> 25) ^ state.a ^ code, 0xc2b2ae35);
    state.c = imul(state.c ^ (state.b >>> 15), 0x27d4eb2f) ^ code;
    state.d = imul(state.d ^ (state.c >>> 13), 0x165667b1) ^ state.a;
  }
  for (let round = 0; round < 12; round += 1) nextWord(state);
  return state;
}

/** 32 bits, as a signed integer. The generator is that of Blackman and Vigna (xoshiro128**). */
function nextWord(state) {
  const scrambled = imul(state.b, 5);
  const word = imul((scrambled << 7) | (scrambled >>> 25), 9);
  const shifted = state.b << 9;
  state.c ^= state.a;
  state.d ^= state.b;
  state.b ^= state.c;
  state.a ^= state.d;
  state.c ^= shifted;
  state.d = (state.d << 11) | (state.d >>> 21);
  return word;
}

/** From 0 up to 1, with the 53 bits that a number holds. */
function nextUnit(state) {
  const high = nextWord(state) >>> 5;
  const low = nextWord(state) >>> 6;
  return (high * 0x4000000 + low) / 0x20000000000000;
}

/** Fills a view of bytes, from its beginning. */
function fillBytes(state, view, length) {
  let word = 0;
  for (let index = 0; index < length; index += 1) {
    if (index % 4 === 0) word = nextWord(state);
    view[index] = word & 0xff;
    word >>>= 8;
  }
  return view;
}

module.exports = { createStreams, fillBytes, nextUnit };
