import { describe, expect, test } from '@jest/globals';
import type { Condition } from '../../src/domain/policy.ts';
import { checkConditions, effectiveProvenance } from '../../src/gate/rule-conditions.ts';
import { aCluster, anEvidence, aPolicy, aProvenance, aQuietEvidence } from '../support/builders.ts';

const risky = anEvidence({ clusters: [aCluster({ severity: 'risky' })] });

describe('checkConditions', () => {
  test.each<[string, Condition, boolean]>([
    ['a counted difference is there', { findings: 'counted' }, true],
    ['none is there', { findings: 'none' }, false],
    ['as severe', { severity: 'risky' }, true],
    ['less severe', { severity: 'breaking' }, false],
    ['none so severe', { findings: 'none', severity: 'breaking' }, true],
    ['on the route', { routes: ['GET /carts/{id}'] }, true],
    ['on a route of another place of the cluster', { routes: ['POST /orders'] }, true],
    ['on a route by star', { routes: ['GET /carts/*'] }, true],
    ['on a route by two stars', { routes: ['* /carts/**'] }, true],
    ['a star stays in its segment', { routes: ['GET /*'] }, false],
    ['braces stand for themselves', { routes: ['GET /{carts,orders}/**'] }, false],
    ['on another route', { routes: ['POST /checkout/**'] }, false],
    ['none on another route', { findings: 'none', routes: ['POST /checkout/**'] }, true],
    ['a changed path', { paths: ['docs/**', 'src/*.js'] }, true],
    ['no changed path', { paths: ['docs/**'] }, false],
    ['of that provenance', { provenance: ['mixed', 'ai'] }, true],
    ['of another provenance', { provenance: ['bot'] }, false],
  ])('%s', (_name, when, holds) => {
    const checks = checkConditions(when, risky, aPolicy());
    expect(checks.map((check) => check.holds)).toEqual([holds]);
    expect(checks[0]?.why).not.toBe('');
  });

  test('a path with a dot and a path with brackets are matched as they are', () => {
    const evidence = anEvidence({ changedPaths: ['.github/workflows/ci.yml', 'src/[id]/page.js'] });
    expect(checkConditions({ paths: ['.github/**'] }, evidence, aPolicy())[0]?.holds).toBe(true);
    expect(checkConditions({ paths: ['src/[id]/*'] }, evidence, aPolicy())[0]?.holds).toBe(true);
    const broken = { ...evidence, changedPaths: ['.github/workflows/a\nb.yml'] };
    expect(checkConditions({ paths: ['.github/**'] }, broken, aPolicy())[0]?.holds).toBe(true);
  });

  test('only what findings decide hangs on the replay', () => {
    const when: Condition = { provenance: ['ai'], paths: ['**'], severity: 'risky', routes: ['**'] };
    const hanging = checkConditions(when, risky, aPolicy()).map((check) => check.hangsOnReplay);
    expect(hanging).toEqual([false, false, true]);
  });
});

describe('effectiveProvenance', () => {
  const silent = aQuietEvidence({ provenance: aProvenance({ verdict: 'unknown' }) });
  const bot = aQuietEvidence({ provenance: aProvenance({ verdict: 'bot' }) });

  test.each([
    ['silence stays unknown', silent, 'as-unknown', 'unknown'],
    ['silence is treated as AI where the policy says so', silent, 'as-ai', 'ai'],
    ['so is a change without provenance', aQuietEvidence({ provenance: null }), 'as-ai', 'ai'],
    ['a bot is no silence', bot, 'as-ai', 'bot'],
  ] as const)('%s', (_name, evidence, unknownProvenance, expected) => {
    expect(effectiveProvenance(evidence, aPolicy({ unknownProvenance }))).toBe(expected);
  });

  test('what silence is treated as, is said', () => {
    const checks = checkConditions({ provenance: ['ai'] }, silent, aPolicy({ unknownProvenance: 'as-ai' }));
    expect(checks[0]?.why).toContain('which the policy treats as AI-assisted');
  });
});
