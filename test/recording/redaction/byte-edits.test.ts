import { expect, test } from '@jest/globals';
import { applyEdits } from '../../../src/recording/redaction/byte-edits.ts';

test('edits replace their bytes and leave all others', () => {
  const bytes = Buffer.from([0xff, 0x61, 0x62, 0x63, 0x00, 0x64, 0xfe]);
  const edits = [
    { start: 1, end: 4, replacement: 'é' },
    { start: 5, end: 6, replacement: Buffer.from([1, 2]) },
  ];
  expect(applyEdits(bytes, edits)).toEqual(Buffer.from([0xff, 0xc3, 0xa9, 0x00, 1, 2, 0xfe]));
});

test('without edits the same buffer comes back', () => {
  const bytes = Buffer.from('same');
  expect(applyEdits(bytes, [])).toBe(bytes);
});
