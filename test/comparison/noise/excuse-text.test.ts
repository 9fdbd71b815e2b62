import { describe, expect, test } from '@jest/globals';
import { settleFindings } from '../../../src/comparison/settle-findings.ts';
import { aResponse, aRun, settled } from '../builders.ts';

const page = (...lines: readonly string[]) =>
  aResponse({ body: lines.join('\n'), headers: [['Content-Type', 'text/plain']] });
const run = (baseline: readonly string[], secondary: readonly string[], candidate: readonly string[]) =>
  aRun({ baseline: page(...baseline), secondary: page(...secondary), candidate: page(...candidate) });

describe('a text that differs', () => {
  test('is noise when every changed line varies and keeps its form', () => {
    expect(settled([run(['<p>a', 'took 2 ms'], ['<p>a', 'took 3 ms'], ['<p>a', 'took 5 ms'])])).toEqual([
      'text-changed body: noise',
    ]);
  });

  test('counts when one line does not', () => {
    expect(settled([run(['<p>a', 'took 2 ms'], ['<p>a', 'took 3 ms'], ['<p>b', 'took 5 ms'])])).toEqual([
      'text-changed body',
    ]);
    expect(settled([run(['<p>a', 'took 2 ms'], ['<p>a', 'took 3 ms'], ['<p>a', 'took 5 s'])])).toEqual([
      'text-changed body',
    ]);
  });

  test('counts when a line is more or fewer', () => {
    expect(settled([run(['<p>a', 'took 2 ms'], ['<p>a', 'took 3 ms'], ['<p>a'])])).toEqual([
      'text-changed body',
    ]);
  });

  test('counts when the baseline never varies', () => {
    expect(settled([run(['<p>a'], ['<p>a'], ['<p>b'])])).toEqual(['text-changed body']);
  });

  test('is noise when a line that varies elsewhere agreed by chance', () => {
    const answers = (id: string, times: readonly [number, number, number]) => {
      const [baseline, secondary, candidate] = times.map((ms) => page('<p>a', `took ${ms} ms`));
      if (!baseline || !secondary || !candidate) throw new Error('three times');
      return { id, baseline, secondary, candidate };
    };
    expect(settled([aRun(answers('x1', [2, 3, 2]), answers('x2', [2, 2, 4]))])).toEqual([
      'text-changed body: noise',
    ]);
  });

  const rows = (salt: number, changed = -1) =>
    Array.from({ length: 900 }, (_, index) => {
      const token = ((index + 1) * salt * 7919).toString(16).padStart(8, '0');
      return `row ${index === changed ? 'x' : index} ${token}`;
    });

  test('is held line by line however many lines vary: one that changes otherwise cannot hide', () => {
    expect(settled([run(rows(1), rows(3), rows(7))])).toEqual(['text-changed body: noise']);
    expect(settled([run(rows(1), rows(1), rows(7))])).toEqual(['text-changed body']);
    expect(settled([run(rows(1), rows(3), rows(7, 870))])).toEqual(['text-changed body']);
  });

  test('is shown cut, once it is judged', () => {
    const { findings } = settleFindings({
      ...{ runs: [run(rows(1), rows(1), rows(7))], extraDivergences: [], ignores: [], today: '2024-05-01' },
    });
    expect(findings[0]?.divergence.hunks?.join('\n').split('\n').length).toBeLessThanOrEqual(122);
    expect(findings[0]?.divergence.note).toMatch(/1680 are not shown$/);
  });

  test('of which more changes than can be held is never noise', () => {
    const page = (salt: string) => Array.from({ length: 6_000 }, (_, index) => `${salt}${index}`);
    expect(settled([run(page('a'), page('b'), page('c'))])).toEqual(['text-changed body']);
  });

  test('of which only the ends of lines changed counts, unless they vary', () => {
    const ended = (end: string) =>
      aResponse({ body: ['a', 'b'].join(end), headers: [['Content-Type', 'text/plain']] });
    const answers = (secondary: string) => ({
      baseline: ended('\n'),
      secondary: ended(secondary),
      candidate: ended('\r\n'),
    });
    expect(settled([aRun(answers('\n'))])).toEqual(['text-changed body']);
    expect(settled([aRun(answers('\r\n'))])).toEqual(['text-changed body: noise']);
  });
});
