import { expect, test } from '@jest/globals';
import { measureDeltas } from '../../src/comparison/measure-deltas.ts';
import type { Finding, ShownValue } from '../../src/domain/divergence.ts';

const number = (text: string): ShownValue => ({ type: 'number', text, length: text.length });
const finding = (baseline: ShownValue | null, candidate: ShownValue | null): Finding => ({
  ...{ id: 'f1', exchangeId: 'x1', route: 'GET /a', severity: 'risky', severityRule: 'answer-value' },
  divergence: { kind: 'value-changed', place: 'body/a', pattern: 'body/a', baseline, candidate },
  disposition: { kind: 'counted', reason: 'seen' },
});

test('by how much numbers differ: the least, the middle and the most', () => {
  const findings = [
    finding(number('584'), number('583')),
    finding(number('0.3'), number('0.1')),
    finding(number('10'), number('15')),
    finding(number('1'), null),
    finding({ type: 'string', text: '1', length: 1 }, number('2')),
  ];
  expect(measureDeltas(findings)).toEqual({ deltas: { findings: 3, min: -1, median: -0.2, max: 5 } });
});

test('one number alone says no more than itself', () => {
  expect(measureDeltas([finding(number('1'), number('2'))])).toEqual({});
});

test('a status is no number: nobody counts from 200 to 500', () => {
  const one = finding(number('200'), number('500'));
  const status = { ...one, divergence: { ...one.divergence, kind: 'status-changed' as const } };
  expect(measureDeltas([status, status])).toEqual({});
});
