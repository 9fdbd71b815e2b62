import { expect, test } from '@jest/globals';
import {
  callsOf,
  decodeIndex,
  encodeIndex,
  exchangesOf,
} from '../../../src/recording/file/recording-index.ts';

const index = {
  blocks: [
    { offset: 100, exchanges: 3 },
    { offset: 200, exchanges: 4 },
  ],
  counters: { seen: 9, recorded: 7, truncated: 1, dropped: 2 },
};

test('an index comes back as it was written', () => {
  expect(decodeIndex(encodeIndex(index))).toEqual(index);
  expect(exchangesOf(index)).toBe(7);
  expect(callsOf(index)).toBe(0);
});

test('calls are counted apart from exchanges', () => {
  const callBlocks = [
    { offset: 300, calls: 2 },
    { offset: 400, calls: 5 },
  ];
  expect(callsOf({ ...index, callBlocks })).toBe(7);
});

test.each([
  ['no JSON', '{"blocks"'],
  ['JSON of another shape', '{"blocks":[]}'],
  ['a counter below zero', '{"blocks":[],"counters":{"seen":-1,"recorded":0,"truncated":0,"dropped":0}}'],
])('%s is no index', (_name, text) => {
  expect(decodeIndex(Buffer.from(text))).toBeNull();
});
