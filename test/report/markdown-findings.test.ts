import { expect, test } from '@jest/globals';
import type { Detail } from '../../src/report/fit-to-limit.ts';
import { briefCluster, markdownFindings } from '../../src/report/markdown-findings.ts';
import { aCluster, aFirstDivergence, anEvidence, aQuietEvidence } from '../support/builders.ts';

const detail: Detail = { full: 1, brief: 1, valueLength: 100, entries: 10, folded: true };

test('the worst in full, the next in a line, the rest as a number', () => {
  const clusters = [
    aCluster(),
    aCluster({ id: 'c02', route: 'GET /b', severity: 'benign', firstDivergence: null }),
    aCluster(),
    aCluster(),
  ];
  const sections = markdownFindings(anEvidence({ clusters }), detail);
  expect(sections).toHaveLength(4);
  expect(sections[0]).toBe('### 4 differences between before and after the change');
  expect(sections[1]).toContain('**first parts at <code>src/pricing.js&#58;15</code> (was :9)**');
  expect(sections[2]).toBe(
    '- <code>GET /b</code> · <code>body.discount</code>: <code>16</code> → <code>15</code> · benign · value changed · 41 of 312 exchanges',
  );
  expect(sections[3]).toBe('and 2 groups more (2 risky), all of them in the evidence');
});

test('long values stand below each other', () => {
  const example = { ...aCluster().example, baseline: 'a'.repeat(50), candidate: 'b'.repeat(50) };
  const [, first] = markdownFindings(anEvidence({ clusters: [aCluster({ example })] }), detail);
  expect(first).toContain(
    `\n- before: <code>${'a'.repeat(50)}</code>\n- after: <code>${'b'.repeat(50)}</code>\n`,
  );
});

test('where nothing captured differs, no line is claimed to be where they part', () => {
  const firstDivergence = aFirstDivergence({ kind: 'unexplained', variable: null });
  const [, first] = markdownFindings(anEvidence({ clusters: [aCluster({ firstDivergence })] }), detail);
  expect(first).toContain(
    '\n- **at <code>src/pricing.js&#58;15</code> (was :9)**: no captured value differs',
  );
});

test('values are cut to the detail asked for', () => {
  const example = { ...aCluster().example, candidate: 'x'.repeat(300) };
  const line = briefCluster(aCluster({ example }), 312, { ...detail, valueLength: 10 });
  expect(line).toContain(`<code>${'x'.repeat(10)}…</code>`);
});

test('consequences stand under their cause', () => {
  const clusters = [
    aCluster(),
    aCluster({ id: 'c02', route: 'GET /b', follows: 'c01', followsThrough: 'state' }),
  ];
  const sections = markdownFindings(anEvidence({ clusters }), detail);
  expect(sections).toHaveLength(2);
  expect(sections[1]).toContain(
    '\n- may cause, by the state it leaves, <code>GET /b</code> <code>body.discount</code> (41)\n',
  );
});

test('nothing is said of nothing', () => {
  expect(markdownFindings(aQuietEvidence(), detail)).toEqual([]);
});

test('a change that says it changes nothing is taken at its word', () => {
  const claims = [{ commit: 'ab12cd3'.padEnd(40, '0'), subject: 'refactor: `tidy` up', words: 'refactor:' }];
  const sections = markdownFindings(anEvidence({ claims, clusters: [aCluster()] }), detail);
  expect(sections[1]).toContain('**Contradicts what the change says of itself: “<code>refactor&#58; ');
  expect(markdownFindings(aQuietEvidence({ claims }), detail)).toEqual([]);
});
