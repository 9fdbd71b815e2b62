import { expect, test } from '@jest/globals';
import { isText, isValueKind } from '../../../src/comparison/values/kinds-of-value.ts';
import { aDivergence } from '../builders.ts';

test('stored cells are values, and a file is text where its lines are known', () => {
  expect(
    ['row-changed', 'key-changed', 'value-changed'].every((kind) => isValueKind(kind as 'row-changed')),
  ).toBe(true);
  expect(isValueKind('row-added')).toBe(false);
  expect(isText(aDivergence('file-changed', 'state/data/a', { hunks: [] }))).toBe(true);
  expect(isText(aDivergence('file-changed', 'state/data/a'))).toBe(false);
});
