import { describe, expect, test } from '@jest/globals';
import {
  assertNamesAll,
  holdAgainstBase,
  holdAgainstChange,
  holdForOthers,
  holdForWorkflow,
} from '../../action/hold-verdict.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { aVerdict } from '../support/builders.ts';

const headSha = 'c'.repeat(40);
const mergeBase = 'b'.repeat(40);
const other = 'd'.repeat(40);
const passed = aVerdict({ kind: 'passed', head: headSha, approvals: [] });
const workflow = '.github/workflows/gate.yml';

test('evidence of exactly this change is left as it is', () => {
  expect(holdAgainstChange(passed, { base: mergeBase }, { headSha, mergeBase })).toBe(passed);
  expect(holdAgainstBase(passed, 'main', 'main')).toBe(passed);
  expect(holdForWorkflow(passed, ['src/workflows/gate.yml', '.github/CODEOWNERS'])).toBe(passed);
  expect(holdForOthers(passed, [])).toBe(passed);
});

test.each<[string, Verdict, number]>([
  ['another head', holdAgainstChange(passed, { base: mergeBase }, { headSha: other, mergeBase }), 1],
  ['another base', holdAgainstChange(passed, { base: other }, { headSha, mergeBase }), 1],
  ['no commits', holdAgainstChange({ ...passed, head: null }, { base: null }, { headSha, mergeBase }), 2],
  ['another base branch', holdAgainstBase(passed, 'stack', 'main'), 1],
  ['another open pull request', holdForOthers(passed, [8, 9]), 1],
])('%s: inconclusive, and the reasons of before stay', (_name, held, added) => {
  expect(held.kind).toBe('inconclusive');
  expect(held.reasons).toHaveLength(passed.reasons.length + added);
  expect(held.reasons.slice(added)).toEqual(passed.reasons);
});

describe('holdForWorkflow', () => {
  test.each(['approved by a senior', 'blocked', 'inconclusive'] as const)('%s stays as it is', (kind) => {
    const approval = { kind: 'counted', user: 'sara', reviewId: '1', reason: '' } as const;
    const verdict =
      kind === 'approved by a senior' ? { ...passed, approvals: [approval] } : { ...passed, kind };
    expect(holdForWorkflow(verdict, [workflow])).toBe(verdict);
  });

  test('an approval that does not count is none', () => {
    const approval = { kind: 'dismissed', user: 'dev', reviewId: '1', reason: 'took part' } as const;
    expect(holdForWorkflow({ ...passed, approvals: [approval] }, [workflow]).kind).toBe('awaiting-approval');
  });
});

test('only what passed is held for others: a status that is not green opens nothing', () => {
  const blocked = { ...passed, kind: 'blocked' } as const;
  expect(holdForOthers(blocked, [8])).toBe(blocked);
});

describe('assertNamesAll', () => {
  const file = { path: 'src/a.js', previousPath: null, removed: false };

  test.each([
    ['a file that is named', file],
    ['a removed file, which may stand there as moved', { ...file, path: 'src/b.js', removed: true }],
  ])('takes %s', (_name, found) => {
    expect(() => assertNamesAll({ changedPaths: ['src/a.js'] }, [found])).not.toThrow();
  });

  test('refuses evidence that leaves a file out', () => {
    expect(() => assertNamesAll({ changedPaths: [] }, [file])).toThrow(/src\/a\.js/);
  });
});
