import { expect, test } from '@jest/globals';
import { isolationLevel, reaches } from '../../src/domain/isolation.ts';

test('a level reaches itself and what is weaker, and nothing else', () => {
  const { options } = isolationLevel;
  for (const [at, level] of options.entries()) {
    expect(options.filter((wanted) => reaches(level, wanted))).toEqual(options.slice(0, at + 1));
  }
  expect(reaches('none', 'scrubbed-environment')).toBe(false);
  expect(reaches('user-namespace', 'sudo-namespace')).toBe(true);
});
