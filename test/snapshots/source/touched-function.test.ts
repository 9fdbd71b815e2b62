import { expect, test } from '@jest/globals';
import { touchesFunction } from '../../../src/snapshots/source/touched-function.ts';
import { changeBetween } from '../change-between.ts';

const before = `function list(count) {
  const rows = [];
  audit(count);
  return rows;
}
class Cart {
  total() {
    return 1;
  }
}
`;
const touched = (candidate: string, line: number, path = 'a.js') =>
  touchesFunction({ file: changeBetween(path, before, candidate), baseline: before, candidate }, line);

test('a function is touched when a line of it is new, other or gone', () => {
  expect(touched(before.replace('return 1', 'return 2'), 7)).toBe(true);
  expect(touched(before.replace('return 1', 'return 2'), 1)).toBe(false);
  expect(touched(before.replace('  audit(count);\n', ''), 1)).toBe(true);
  expect(touched(before.replace('  audit(count);\n', ''), 6)).toBe(false);
});

test('what is no function, or cannot be read, is not known', () => {
  expect(touched(before, 3)).toBeNull();
  expect(touched('function {', 1)).toBeNull();
  expect(touched(before, 1, 'a.rb')).toBeNull();
});
