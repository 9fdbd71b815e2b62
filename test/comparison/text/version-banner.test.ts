import { expect, test } from '@jest/globals';
import { differOnlyInVersion } from '../../../src/comparison/text/version-banner.ts';
import { shown } from '../builders.ts';

test.each([
  ['a server header', 'header.server', 'shop/1.2.3', 'shop/1.3.0', true],
  ['a bare version in a banner', 'header.x-powered-by', 'Shop 1.2', 'Shop 1.3', true],
  ['another product', 'header.server', 'shop/1.2.3', 'store/1.2.3', false],
  [
    'a footer that names the software',
    'body',
    '<i>Node.js/ shop/14.0.0 running',
    '<i>Node.js/ shop/14.1.0 running',
    true,
  ],
  ['a version that is content', 'body/latest', '1.2.3', '1.3.0', false],
  ['a price in another header', 'header.x-price', '1.20', '1.30', false],
  ['no version at all', 'header.server', 'shop', 'store', false],
  ['a version that went', 'header.server', 'shop/1.2.3', 'shop', false],
])('%s', (_, place, baseline, candidate, expected) => {
  expect(differOnlyInVersion(place, { baseline: shown(baseline), candidate: shown(candidate) })).toBe(
    expected,
  );
});

test('a value that is cut cannot be told', () => {
  const cut = { ...shown('shop/1.2.3'), digest: 'x' };
  expect(differOnlyInVersion('header.server', { baseline: cut, candidate: shown('shop/1.2.4') })).toBe(false);
});
