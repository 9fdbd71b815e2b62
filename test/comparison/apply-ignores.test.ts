import { expect, test } from '@jest/globals';
import { applyIgnores } from '../../src/comparison/apply-ignores.ts';
import { aDivergence } from './builders.ts';

const rule = { route: 'GET /things', pattern: 'body/*/id', reason: 'r', owner: 'ada', expires: '2024-05-01' };
const found = (changes: Partial<typeof rule>, pattern = 'body/*/id', today = '2024-05-01') =>
  applyIgnores([{ ...rule, ...changes }], today).find(
    'GET /things',
    aDivergence('value-changed', 'body/0/id', { pattern }),
  );

test.each<[string, Partial<typeof rule>, string | undefined, boolean]>([
  ['route and pattern', {}, undefined, true],
  ['every route', { route: '*' }, undefined, true],
  ['another route', { route: 'GET /thing' }, undefined, false],
  ['a longer pattern', { pattern: 'body/*' }, undefined, false],
  ['a part of a name', {}, 'body/*/idempotency', false],
  ['the day it expires', { expires: '2024-05-01' }, undefined, true],
  ['the day after', { expires: '2024-04-30' }, undefined, false],
])('%s', (_, changes, pattern, excused) => {
  expect(found(changes, pattern) !== null).toBe(excused);
});

test('a rule that excused nothing is told, one that did is not', () => {
  const other = { ...rule, pattern: 'body/x' };
  const ignores = applyIgnores([rule, other], '2024-05-01T10:00:00Z');
  ignores.find('GET /things', aDivergence('value-changed', 'body/0/id', { pattern: 'body/*/id' }));
  expect(ignores.unused()).toEqual(['GET /things body/x (ada): excused nothing']);
});
