// covers: define-severity.ts
// covers: rules-of-answers.ts
// covers: rules-of-effects.ts
// covers: severity-conditions.ts
// covers: severity-rules.ts
// covers: severity-rule.ts
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rateSeverity } from '../../../src/comparison/severity/rate-severity.ts';
import { severityRules } from '../../../src/comparison/severity/severity-rules.ts';
import { framesNote } from '../../../src/comparison/text/stack-frames.ts';
import { sameNumberNote } from '../../../src/comparison/values/compare-scalars.ts';
import { type Divergence, type DivergenceKind, divergenceKind } from '../../../src/domain/divergence.ts';
import { severityRule } from '../../../src/domain/severity-rule.ts';
import { aDivergence, shown } from '../builders.ts';

const rate = (divergence: Divergence, baselineStatus: number | null = 200) => {
  const { severity, rule } = rateSeverity(divergence, { baselineStatus });
  return `${severity} ${rule}`;
};

const from = (kind: DivergenceKind, place: string, baseline: string, candidate: string) =>
  aDivergence(kind, place, { baseline: shown(baseline), candidate: shown(candidate) });

describe('how much a difference matters', () => {
  test.each([
    ['200', '500', 'breaking success-became-server-error'],
    ['200', '404', 'breaking success-became-client-error'],
    ['302', '400', 'breaking new-required-input'],
    ['401', '200', 'breaking auth-check-lost'],
    ['400', '200', 'breaking check-lost'],
    ['404', '500', 'breaking client-error-became-server-error'],
    ['500', '400', 'risky server-error-became-client-error'],
    ['200', '302', 'breaking status-class-changed'],
    ['200', '201', 'risky status-changed'],
  ])('a status of %s that became %s is %s', (baseline, candidate, expected) => {
    expect(rate(from('status-changed', 'status', baseline, candidate))).toBe(expected);
  });

  test.each([
    ['0', '13', 'breaking success-became-server-error'],
    ['0', '5', 'breaking success-became-client-error'],
    ['7', '0', 'breaking auth-check-lost'],
    ['5', '13', 'breaking client-error-became-server-error'],
    ['14', '3', 'risky server-error-became-client-error'],
    ['5', '7', 'risky status-changed'],
  ])('a gRPC status of %s that became %s is %s', (baseline, candidate, expected) => {
    expect(rate(from('status-changed', 'trailer.grpc-status', baseline, candidate))).toBe(expected);
  });

  test('a gRPC status that is no longer there is breaking', () => {
    const lost = aDivergence('status-changed', 'trailer.grpc-status', {
      baseline: shown('0'),
      candidate: null,
    });
    expect(rate(lost)).toBe('breaking status-class-changed');
  });

  test.each<[Divergence, string]>([
    [aDivergence('field-removed', 'body/a'), 'breaking field-removed'],
    [aDivergence('field-added', 'body/a'), 'benign field-added'],
    [aDivergence('type-changed', 'body/a'), 'breaking type-changed'],
    [aDivergence('value-changed', 'body/a'), 'risky value-changed'],
    [aDivergence('value-changed', 'body/a', { note: sameNumberNote }), 'benign number-written-differently'],
    [aDivergence('value-changed', 'body/a', { note: framesNote }), 'benign stack-trace-moved'],
    [aDivergence('header-added', 'header.x'), 'benign header-added'],
    [aDivergence('header-removed', 'header.x'), 'risky header-removed'],
    [aDivergence('header-removed', 'header.x-frame-options'), 'breaking security-header-removed'],
    [aDivergence('header-changed', 'header.content-security-policy'), 'risky security-header-changed'],
    [aDivergence('header-removed', 'header.set-cookie/session'), 'breaking cookie-removed'],
    [
      aDivergence('header-removed', 'header.set-cookie/session/httponly'),
      'breaking cookie-protection-removed',
    ],
    [aDivergence('header-removed', 'header.location/query/state'), 'breaking redirect-parameter-removed'],
    [aDivergence('header-changed', 'header.location/path'), 'risky redirect-target-changed'],
    [
      from('header-changed', 'header.content-type', 'text/html', 'application/json'),
      'breaking content-type-changed',
    ],
    [
      from('header-changed', 'header.content-type', 'text/html; charset=a', 'text/html; charset=b'),
      'risky header-changed',
    ],
    [aDivergence('header-changed', 'header.server'), 'benign banner-changed'],
    [aDivergence('header-changed', 'header.etag'), 'benign derived-header-changed'],
    [aDivergence('response-missing', 'process'), 'breaking response-lost'],
    [aDivergence('start-failed', 'process'), 'breaking candidate-does-not-start'],
    [aDivergence('element-moved', 'body/0'), 'risky order-changed'],
    [aDivergence('field-removed', 'body/html/body/div[2]/@class'), 'risky page-attribute-changed'],
    [aDivergence('field-removed', 'body/order/@id'), 'breaking field-removed'],
    [
      aDivergence('type-changed', 'body/a', { baseline: shown('x'), candidate: shown('null', 'null') }),
      'breaking became-null',
    ],
    [
      aDivergence('type-changed', 'body/a', { baseline: shown('null', 'null'), candidate: shown('x') }),
      'risky no-longer-null',
    ],
    [aDivergence('header-added', 'header.x-frame-options'), 'benign security-header-added'],
    [aDivergence('header-changed', 'header.location/origin'), 'breaking redirect-host-changed'],
    [
      from('header-changed', 'header.set-cookie/sid/samesite', 'Lax', 'None'),
      'breaking cookie-protection-changed',
    ],
    [from('header-changed', 'header.set-cookie/sid/samesite', 'Lax', 'Strict'), 'risky header-changed'],
    [from('outbound-call-added', 'outbound', '', 'POST http://pay/charges'), 'breaking write-call-added'],
    [
      from('outbound-call-removed', 'outbound/POST http://pay/charges', '', ''),
      'breaking write-call-removed',
    ],
    [from('outbound-call-added', 'outbound', '', 'GET http://pay/charges'), 'risky outbound-call-added'],
    [aDivergence('latency-changed', 'cost/latency'), 'risky slower'],
    [aDivergence('memory-retained', 'cost/memory'), 'risky memory-retained'],
    [aDivergence('allocation-grew', 'cost/allocation/a.js#f'), 'risky allocates-more'],
    [aDivergence('handles-left-open', 'cost/handles/Timeout'), 'risky handles-left-open'],
    [aDivergence('event-loop-held-up', 'cost/event-loop'), 'risky event-loop-held-up'],
  ])('%j', (divergence, expected) => {
    expect(rate(divergence)).toBe(expected);
  });

  test('the wording of a page that says the server failed is benign', () => {
    expect(rate(aDivergence('text-changed', 'body'), 500)).toBe('benign server-error-page-changed');
    expect(rate(aDivergence('text-changed', 'body'), 404)).toBe('risky text-changed');
  });

  test('a repository may rate a rule otherwise', () => {
    const slower = aDivergence('latency-changed', 'cost/latency');
    const rated = rateSeverity(slower, { baselineStatus: 200 }, { slower: 'breaking' });
    expect(rated).toEqual({ severity: 'breaking', rule: 'slower' });
  });

  test('docs/severity.md says what the rules are, in their order', () => {
    const rows = readFileSync('docs/severity.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      severityRules.map(({ name, severity, means }) => `| \`${name}\` | ${severity} | ${means} |`),
    );
    expect(severityRules.map(({ name }) => name)).toEqual(severityRule.options);
  });

  test.each(divergenceKind.options)('%s is rated by a rule', (kind) => {
    expect(rate(aDivergence(kind, 'body/a'))).not.toContain('unrated');
  });
});
