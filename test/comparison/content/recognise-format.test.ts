import { expect, test } from '@jest/globals';
import { recogniseFormat } from '../../../src/comparison/content/recognise-format.ts';

test.each([
  ['89504e470d0a1a0a00', 'PNG image'],
  ['ffd8ffe000', 'JPEG image'],
  ['524946460000000057454250', 'WebP image'],
  ['255044462d312e37', 'PDF document'],
  ['504b030400', 'ZIP archive'],
  ['00', 'bytes'],
  ['', 'bytes'],
])('%s is %s', (hex, format) => {
  expect(recogniseFormat(Buffer.from(hex, 'hex'))).toBe(format);
});
