import { expect, test } from '@jest/globals';
import { decodeIndex, encodeIndex, exchangesOf } from '../../src/recording/recording-index.ts';

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
});

test.each([
  ['no JSON', '{"blocks"'],
  ['JSON of another shape', '{"blocks":[]}'],
  ['a counter below zero', '{"blocks":[],"counters":{"seen":-1,"recorded":0,"truncated":0,"dropped":0}}'],
])('%s is no index', (_name, text) => {
  expect(decodeIndex(Buffer.from(text))).toBeNull();
});
