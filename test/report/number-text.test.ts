import { expect, test } from '@jest/globals';
import {
  counted,
  grouped,
  lineRanges,
  percent,
  shortDigest,
  shortSha,
} from '../../src/report/number-text.ts';

test('numbers with their nouns', () => {
  expect([counted(0, 'rule'), counted(1, 'rule'), counted(1204, 'rule')]).toEqual([
    '0 rules',
    '1 rule',
    '1,204 rules',
  ]);
  expect([grouped(999), grouped(1000), grouped(1234567)]).toEqual(['999', '1,000', '1,234,567']);
});

test.each([
  [1, '100 %'],
  [0.9999, '99.9 %'],
  [0.987, '98.7 %'],
  [0, '0 %'],
])('%p → %p, never rounded up', (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  ['single lines and runs', [41, 42, 43, 44, 47], '41–44, 47'],
  ['out of order and twice', [3, 1, 2, 2], '1–3'],
  ['more runs than are shown', [1, 3, 5, 7, 9, 11, 13, 14], '1, 3, 5, 7, 9, 11, 2 more'],
  ['none', [], ''],
])('lines: %s', (_name, lines, text) => {
  expect(lineRanges(lines)).toBe(text);
});

test('digests and commits are cut to what is shown everywhere', () => {
  expect(shortDigest(`sha256:9f86d081884c7d65${'0'.repeat(48)}`)).toBe('9f86d081884c');
  expect(shortSha('9bc01d2f3a4b')).toBe('9bc01d2');
});
