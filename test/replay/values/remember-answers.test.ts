import { expect, test } from '@jest/globals';
import { rememberAnswers } from '../../../src/replay/values/remember-answers.ts';

test('what was asked is worked out once, also when the answer is no', () => {
  const asked: string[] = [];
  const isLong = rememberAnswers((text) => {
    asked.push(text);
    return text.length > 3;
  });
  expect(['ab', 'abcd', 'ab', 'abcd'].map(isLong)).toEqual([false, true, false, true]);
  expect(asked).toEqual(['ab', 'abcd']);
});

test('names without end do not stay, nor do long ones', () => {
  let asked = 0;
  const length = rememberAnswers((text) => {
    asked += 1;
    return text.length;
  });
  for (let at = 0; at < 10_000; at += 1) length(`name${at}`);
  asked = 0;
  length('name1');
  length('x'.repeat(1000));
  length('x'.repeat(1000));
  expect(asked).toBe(3);
});
