import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { knownKeys } from '../../src/config/known-keys.ts';
import { configSchema } from '../../src/config/schema.ts';

test.each([
  ['the file', [], ['version', 'service', 'services', 'recording', 'replay', 'compare', 'policy']],
  ['a section with defaults', ['compare'], ['ignore', 'severity', 'cost', 'protobuf']],
  ['an entry of a list', ['policy', 'rules', 3], ['name', 'when', 'require']],
  ['a section in an entry', ['replay', 'credentials', 0], ['recorded', 'replay']],
  ['a section nobody knows', ['turbo'], []],
])('%s', (_name, path, keys) => {
  expect(knownKeys(configSchema, path as (string | number)[])).toEqual(keys);
});

test('looks through optional and nullable', () => {
  const schema = z.strictObject({ a: z.strictObject({ b: z.string() }).nullable().optional() });
  expect(knownKeys(schema, ['a'])).toEqual(['b']);
});
