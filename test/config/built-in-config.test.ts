import { expect, test } from '@jest/globals';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import { defaultPolicy } from '../../src/config/default-policy.ts';

test('the built-in settings are the defaults of a file that leaves everything out', () => {
  expect(builtInConfig().policy).toEqual(defaultPolicy);
  expect(builtInConfig().service).toEqual({});
});
