import { expect, test } from '@jest/globals';
import { classesOfChange } from '../../../src/snapshots/source/changed-classes.ts';

const classesOf = (candidate: string | null, path = 'a.ts') =>
  classesOfChange([{ file: { path }, candidate }]);

test('classes that are declared come first, then those of which instances are made', () => {
  const text = `const cache = new Map();
function keep(name: string) { cache.set(name, new store.SessionEntry(name)); }
export class Cart { total = new Total(0); }
throw new Error('x');`;
  expect(classesOf(text)).toEqual(['Cart', 'SessionEntry', 'Total']);
  expect(classesOf(Array.from({ length: 20 }, (_, index) => `class C${index} {}`).join('\n'))).toHaveLength(
    8,
  );
});

test('a file that is gone, no code, or of another language has none', () => {
  expect(classesOf(null)).toEqual([]);
  expect(classesOf('class {')).toEqual([]);
  expect(classesOf('class Cart {}', 'a.md')).toEqual([]);
  expect(classesOf('class Cart: pass', 'a.py')).toEqual([]);
});
