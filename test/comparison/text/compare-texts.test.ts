import { expect, test } from '@jest/globals';
import { createCollector } from '../../../src/comparison/divergence-collector.ts';
import { compareTexts } from '../../../src/comparison/text/compare-texts.ts';
import { createIdentityMask } from '../../../src/comparison/values/instance-identity.ts';

function compare(one: string, other: string, because: string | null = null) {
  const collector = createCollector();
  const identity = createIdentityMask(['4001'], ['4002']);
  const position = { place: 'body/a', pattern: 'body/a' };
  const side = (text: string) => ({ text, markup: false, because });
  compareTexts(side(one), side(other), { identity, collector, position });
  return collector.result();
}

test('the changed lines stand at the place they are of', () => {
  expect(compare('a\nb', 'a\nc')).toMatchObject([
    { kind: 'text-changed', place: 'body/a', hunks: ['@@ -2,1 +2,1 @@\n-b\n+c'] },
  ]);
});

test('a line that names the instance is not shown, nor is it a difference', () => {
  expect(compare('on 4001', 'on 4002')).toEqual([]);
  expect(compare('on 4001\na', 'on 4002\nb')[0]?.hunks?.join()).not.toContain('on');
});

test('why it is compared as text is said once', () => {
  expect(compare('{', '[', 'not valid JSON')[0]?.note).toBe('compared as text: not valid JSON');
});
