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
  ['every call', { pattern: 'outbound' }, 'outbound/POST pay.example/v1/charges', true],
  ['every part of every call', { pattern: 'outbound' }, 'outbound/GET pay.example/v1/{id}/query/q', true],
  ['a call without its body', { pattern: 'outbound/POST a/b' }, 'outbound/POST a/b/body/c', false],
  ['a field called as calls are', { pattern: 'outbound' }, 'body/outbound/x', false],
  ['the day it expires', { expires: '2024-05-01' }, undefined, true],
  ['the day after', { expires: '2024-04-30' }, undefined, false],
])('%s', (_, changes, pattern, excused) => {
  expect(found(changes, pattern) !== null).toBe(excused);
});

test('of two rules that fit a call, the one that names it is in use', () => {
  const [all, one] = [
    { ...rule, pattern: 'outbound' },
    { ...rule, pattern: 'outbound/GET a/b' },
  ];
  const ignores = applyIgnores([all, one], '2024-05-01');
  const divergence = aDivergence('outbound-call-added', 'outbound/GET a/b');
  expect(ignores.find('GET /things', divergence)).toBe(one);
  expect(ignores.unused()).toEqual(['GET /things outbound (ada): excused nothing']);
});

test('a rule that excused nothing is told, one that did is not', () => {
  const other = { ...rule, pattern: 'body/x' };
  const ignores = applyIgnores([rule, other], '2024-05-01T10:00:00Z');
  ignores.find('GET /things', aDivergence('value-changed', 'body/0/id', { pattern: 'body/*/id' }));
  expect(ignores.unused()).toEqual(['GET /things body/x (ada): excused nothing']);
});
