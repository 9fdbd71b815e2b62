import { expect, test } from '@jest/globals';
import { verdict } from '../../src/domain/verdict.ts';
import { verdictMark, verdictText } from '../../src/report/verdict-text.ts';

test('every verdict has words and a mark of its own, and only one of them is a tick', () => {
  const kinds = verdict.shape.kind.options;
  expect(new Set(kinds.map((kind) => verdictText[kind])).size).toBe(kinds.length);
  expect(kinds.filter((kind) => verdictMark[kind] === '✅')).toEqual(['passed']);
});
