import { expect, test } from '@jest/globals';
import { camelCaseKeys } from '../../src/config/camel-case-keys.ts';

test('keys of sections and of sections in lists are converted, values are not', () => {
  const written = {
    'ready-timeout': 1,
    list: [{ 'data-seed': 'a-b' }],
    env: { LOG_LEVEL: 'x-y' },
    none: null,
  };
  expect(camelCaseKeys(written)).toEqual({
    readyTimeout: 1,
    list: [{ dataSeed: 'a-b' }],
    env: { LOG_LEVEL: 'x-y' },
    none: null,
  });
});
