import { expect, test } from '@jest/globals';
import type { Cluster } from '../../src/domain/cluster.ts';
import type { Finding } from '../../src/domain/divergence.ts';
import type { EvidenceTrace } from '../../src/domain/evidence-trace.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { attachFailures } from '../../src/trial/attach-failures.ts';

const shown = (text: string) => ({ type: 'text' as const, text, length: text.length });
const finding = (id: string, exchangeId: string, changed: Partial<Finding['divergence']>): Finding => ({
  ...{ id, exchangeId, route: 'GET /', severity: 'risky', severityRule: 'x' },
  divergence: {
    ...{
      kind: 'error-added',
      place: 'error/caught',
      pattern: 'error/caught',
      baseline: null,
      candidate: null,
    },
    ...changed,
  },
  disposition: { kind: 'counted', reason: '' },
});
const cluster = (...findings: string[]): Cluster => ({
  ...{
    id: 'c01',
    route: 'GET /',
    pattern: 'error/caught',
    kind: 'error-added',
    places: [],
    severity: 'risky',
  },
  ...{ exchanges: 1, findings, firstDivergence: null },
  example: { exchangeId: 'e1', method: 'GET', target: '/', place: 'error', baseline: null, candidate: null },
});
const failure = (error: string, names: readonly string[] = []): Failure => ({
  ...{ role: 'candidate', error, at: 'a.js:1', told: false, otherAt: null, frames: [] },
  variables: names.map((name) => ({ name, baseline: null, candidate: '1' })),
});
const trace = (exchangeId: string, ...failures: Failure[]): [string, EvidenceTrace] => [
  exchangeId,
  { exchangeId, pairs: [], firstDivergence: null, perturbed: false, failures },
];

test('a group about an error gets that error, of an exchange of which the variables are known', () => {
  const findings = [
    finding('f1', 'e1', { candidate: shown('TypeError: x') }),
    finding('f2', 'e2', { candidate: shown('TypeError: x (2 times)') }),
  ];
  const traces = new Map([
    trace('e1', failure('RangeError: y', ['a']), failure('TypeError: x')),
    trace('e2', failure('TypeError: x', ['b'])),
  ]);
  const [attached] = attachFailures([cluster('f1', 'f2')], findings, traces);
  expect(attached?.failure).toEqual({ ...failure('TypeError: x', ['b']), frames: undefined });
});

test('an answer that failed gets what the candidate threw, and one that merely differs gets nothing', () => {
  const traces = new Map([trace('e1', failure('TypeError: x', ['a']))]);
  const failed = finding('f1', 'e1', { kind: 'status-changed', place: 'status', candidate: shown('500') });
  const other = finding('f1', 'e1', { kind: 'value-changed', place: 'body/a', candidate: shown('500') });
  expect(attachFailures([cluster('f1')], [failed], traces)[0]?.failure?.error).toBe('TypeError: x');
  expect(attachFailures([cluster('f1')], [other], traces)[0]?.failure).toBeUndefined();
  expect(attachFailures([cluster('f1')], [failed], new Map())[0]?.failure).toBeUndefined();
});
