import { expect, test } from '@jest/globals';
import { createRecentTexts } from '../../../src/replay/values/recent-texts.ts';

test('the last half is known, and never more than all', () => {
  const texts = createRecentTexts(100);
  for (let at = 0; at < 1000; at += 1) {
    texts.add(`t${at}`);
    expect(texts.has(`t${at}`)).toBe(true);
    expect(texts.has(`t${Math.max(0, at - 49)}`)).toBe(true);
    expect(at >= 100 && texts.has(`t${at - 100}`)).toBe(false);
  }
});

test('what is met again stays', () => {
  const texts = createRecentTexts(10);
  for (let at = 0; at < 100; at += 1) {
    texts.add('again');
    texts.add(`t${at}`);
  }
  expect(texts.has('again')).toBe(true);
});
