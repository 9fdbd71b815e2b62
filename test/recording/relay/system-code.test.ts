import { openSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { systemCode } from '../../../src/recording/relay/system-code.ts';

function errorOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test.each([
  ['an error of the system', errorOf(() => openSync('/nowhere/at/all', 'r')), 'ENOENT'],
  ['an error of ours', new Error('with traffic in it'), 'failed'],
  ['no error at all', null, 'failed'],
])('%s', (_name, error, code) => {
  expect(systemCode(error)).toBe(code);
});
