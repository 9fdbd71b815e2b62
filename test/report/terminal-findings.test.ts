import { expect, test } from '@jest/globals';
import { terminalFindings } from '../../src/report/terminal-findings.ts';
import { createPaint } from '../../src/report/terminal-layout.ts';
import { aCluster, anEvidence, aQuietEvidence } from '../support/builders.ts';

const lines = (evidence = anEvidence(), width = 110) => terminalFindings(evidence, width, createPaint(false));

test('a difference with its line', () => {
  expect(lines()).toEqual([
    '',
    '1 difference between before and after the change',
    '',
    ' 1  GET /carts/{id}  body.discount  16 → 15',
    '    ! risky · value changed',
    '    src/pricing.js:15 (was :9)  discount: 16 → 15 · Math.round(subtotal * rate) → Math.floor(subtotal * rate)',
    '    · subtotal=155, rate=0.1 equal on both sides · 41 of 312 requests',
    '    also in     POST /orders body.total (11)',
    '    shown by    GET /carts/17, exchange x000087',
  ]);
});

test('a difference of which no line is known still says how often', () => {
  expect(lines(anEvidence({ clusters: [aCluster({ firstDivergence: null })] }))).toContain(
    '    ! risky · value changed · 41 of 312 exchanges',
  );
});

test('long values stand below each other', () => {
  const example = { ...aCluster().example, baseline: 'a'.repeat(50), candidate: 'b'.repeat(50) };
  expect(lines(anEvidence({ clusters: [aCluster({ example })] })).slice(3, 7)).toEqual([
    ' 1  GET /carts/{id}  body.discount',
    '    ! risky · value changed',
    `    before      ${'a'.repeat(50)}`,
    `    after       ${'b'.repeat(50)}`,
  ]);
});

test('groups beyond the tenth are counted', () => {
  const clusters = Array.from({ length: 13 }, (_, index) => aCluster({ id: `c${index}` }));
  expect(lines(anEvidence({ clusters })).at(-1)).toBe(
    'and 3 groups more (3 risky), all of them in the evidence',
  );
});

test('consequences stand under their cause', () => {
  const clusters = [
    aCluster(),
    aCluster({ id: 'c02', pattern: 'header.x-sum', follows: 'c01', followsThrough: 'answer' }),
    aCluster({ id: 'c03', route: 'GET /sums', follows: 'c01', followsThrough: 'state' }),
  ];
  const text = lines(anEvidence({ clusters }));
  expect(text[1]).toBe(
    '1 difference between before and after the change, and 2 more that may follow from it',
  );
  expect(text.slice(-3)).toEqual([
    '    with it     header.x-sum (41)',
    '    may cause   GET /sums body.discount (41)',
    '    shown by    GET /carts/17, exchange x000087',
  ]);
});

test('nothing is said of nothing', () => {
  expect(lines(aQuietEvidence())).toEqual([]);
});
