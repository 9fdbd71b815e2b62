import { describe, expect, test } from '@jest/globals';
import { resolveSource } from '../../../src/snapshots/built-code/resolve-source.ts';

const files = new Set([
  'index.ts',
  'src/price.ts',
  'packages/a/src/rates.ts',
  'packages/b/src/rates.ts',
  'dist/price.js',
]);

describe('a source that a map names', () => {
  test.each([
    ['src/price.ts', 'where the map leads'],
    ['webpack://shop/./src/price.ts', 'below the name of a package'],
    ['webpack:///./src/price.ts?a1b2', 'with a query'],
    ['webpack:///src/price.ts', 'below no name'],
    ['webpack://shop/./node_loader/index.js!src/price.ts', 'behind a loader'],
    ['turbopack:///[project]/src/price.ts', 'below a folder that is none'],
    ['file:///builds/shop/src/price.ts', 'on another machine'],
    ['/home/ci/shop/src/price.ts', 'as an absolute path'],
    ['../../ci/src/price.ts', 'outside the checkout'],
  ])('%s is found %s', (name) => {
    expect(resolveSource(name, files)).toEqual({ kind: 'file', path: 'src/price.ts' });
  });

  test.each([
    ['src/gone.ts', 'no file'],
    ['other/src/price.ts', 'a file elsewhere of the same end, from inside the checkout'],
    ['webpack://shop/index.ts.map', 'another name'],
    ['webpack://shop/node_modules/x/src/price.ts', 'a dependency'],
    ['webpack://shop/lib/xsrc/price.ts', 'no border between names'],
    ['', 'nothing'],
  ])('%s is not taken for a file: it is %s', (name) => {
    expect(resolveSource(name, files)).toEqual({ kind: 'unknown' });
  });

  test('is not guessed where two files could be meant', () => {
    expect(resolveSource('webpack://shop/./src/rates.ts', files)).toEqual({
      kind: 'ambiguous',
      paths: ['packages/a/src/rates.ts', 'packages/b/src/rates.ts'],
    });
  });
});
