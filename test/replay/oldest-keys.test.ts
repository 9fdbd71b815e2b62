import { expect, test } from '@jest/globals';
import { oldestKeysOf } from '../../src/replay/oldest-keys.ts';

test('the least recently used comes first, however many went to the end meanwhile', () => {
  const map = new Map(Array.from({ length: 100 }, (_, at) => [at, at]));
  const oldest = oldestKeysOf(map);
  const use = (key: number) => {
    map.delete(key);
    map.set(key, key);
    oldest.moved();
  };
  const forget = () => {
    const key = oldest.next() ?? -1;
    map.delete(key);
    return key;
  };
  for (let at = 0; at < 50; at += 1) use(at);
  expect([forget(), forget()]).toEqual([50, 51]);
  for (let round = 0; round < 200; round += 1) for (let at = 0; at < 50; at += 1) use(at);
  expect([forget(), forget(), map.size]).toEqual([52, 53, 96]);
});

test('nothing is left to forget of an empty map', () => {
  expect(oldestKeysOf(new Map()).next()).toBeUndefined();
});
