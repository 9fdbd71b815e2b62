import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyIgnores, type Ignores } from '../../../src/comparison/noise/apply-ignores.ts';
import type { DivergenceKind } from '../../../src/domain/divergence.ts';
import type { IgnoreRule } from '../../../src/domain/policy.ts';
import { aDivergence } from '../builders.ts';

const rule: IgnoreRule = {
  ...{ route: 'GET /things', pattern: 'body/*/id', reason: 'r', owner: 'ada', expires: '2024-05-01' },
};
const ask = (ignores: Ignores, pattern: string, kind: DivergenceKind = 'value-changed', varies = true) =>
  ignores.find({ route: 'GET /things', divergence: aDivergence(kind, pattern, { pattern }), varies });
const found = (changes: Partial<IgnoreRule>, pattern = 'body/*/id', kind?: DivergenceKind) =>
  ask(applyIgnores([{ ...rule, ...changes }], '2024-05-01'), pattern, kind);

test.each<[string, Partial<IgnoreRule>, string | undefined, boolean]>([
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

test('a place never excuses another, whatever part of its name they share', () => {
  const name = fc.stringMatching(/^[a-z]{1,4}$/);
  const places = fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.nat(3), name);
  fc.assert(
    fc.property(places, ([steps, at, added]) => {
      const place = `body/${steps.join('/')}`;
      const longer = steps.map((step, index) => (index === at % steps.length ? step + added : step));
      const others = [
        `body/${longer.join('/')}`,
        `${place}/${added}`,
        `${place}${added}`,
        `body/${added}${place.slice(5)}`,
      ];
      const ignores = applyIgnores([{ ...rule, pattern: place }], '2024-05-01');
      expect(ask(ignores, place)).not.toBeNull();
      for (const other of others) expect(ask(ignores, other)).toBeNull();
    }),
  );
});

describe('without a kind a rule excuses values alone', () => {
  test.each<[DivergenceKind, boolean]>([
    ['value-changed', true],
    ['header-changed', true],
    ['element-moved', true],
    ['field-removed', false],
    ['field-added', false],
    ['type-changed', false],
    ['element-added', false],
    ['header-removed', false],
  ])('%s', (kind, excused) => {
    expect(found({}, undefined, kind) !== null).toBe(excused);
    expect(found({ kind }, undefined, kind)).not.toBeNull();
  });

  test('and what it leaves standing is told', () => {
    const ignores = applyIgnores([rule], '2024-05-01');
    ask(ignores, 'body/*/id');
    ask(ignores, 'body/*/id', 'field-removed');
    expect(ignores.warnings()).toEqual([
      expect.stringMatching(/GET \/things body\/\*\/id \(ada\) does not cover .*\(field-removed\)/),
    ]);
  });

  test('with one it excuses nothing else', () => {
    expect(found({ kind: 'field-removed' })).toBeNull();
  });
});

test('of two rules that fit a call, the one that names it is in use', () => {
  const [all, one] = [
    { ...rule, pattern: 'outbound' },
    { ...rule, pattern: 'outbound/GET a/b' },
  ];
  const ignores = applyIgnores([all, one], '2024-05-01');
  expect(ask(ignores, 'outbound/GET a/b', 'outbound-call-added')).toBe(one);
  expect(ignores.unused()).toEqual(['GET /things outbound (ada): excused nothing']);
});

test('a rule that excused nothing is told, one that did is not', () => {
  const other = { ...rule, pattern: 'body/x' };
  const ignores = applyIgnores([rule, other], '2024-05-01T10:00:00Z');
  ask(ignores, 'body/*/id');
  expect(ignores.unused()).toEqual(['GET /things body/x (ada): excused nothing']);
  expect(ignores.warnings()).toEqual([]);
});

test('a rule that has expired is not applied, and that is a warning', () => {
  const ignores = applyIgnores([{ ...rule, expires: '2024-04-30' }], '2024-05-01');
  expect(ask(ignores, 'body/*/id')).toBeNull();
  expect(ignores.unused()).toEqual(['GET /things body/*/id (ada): expired on 2024-04-30']);
  expect(ignores.warnings()[0]).toMatch(/expired on 2024-04-30 and is not applied/);
});

test('a rule that hides what the unchanged build never varies is told', () => {
  const ignores = applyIgnores([rule], '2024-05-01');
  ask(ignores, 'body/*/id', 'value-changed', false);
  ask(ignores, 'body/*/id');
  expect(ignores.warnings()[0]).toMatch(/hid 1 of 2 differences where the unchanged build never varies/);
});
