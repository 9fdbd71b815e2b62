import { describe, expect, test } from '@jest/globals';
import { aResponse, aRun, settled } from './builders.ts';

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

  test('that is cut is only noise when the baseline varies as widely', () => {
    const lines = (salt: number) => Array.from({ length: 300 }, (_, index) => `<p>${index * salt}`);
    expect(settled([run(lines(1), lines(3), lines(7))])).toEqual(['text-changed body: noise']);
    expect(settled([run(lines(1), lines(1), lines(7))])).toEqual(['text-changed body']);
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
