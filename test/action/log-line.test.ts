import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { harmless, inLines, logProgress } from '../../action/log-line.ts';

describe('harmless', () => {
  test.each([
    ['::error::forged', ': :error::forged'],
    ['  ::set-output name=verdict::passed', '  : :set-output name=verdict::passed'],
    ['a\n::add-mask::x', 'a ::add-mask::x'],
    ['x ##[error] y', 'x ## [error] y'],
    ['GET /carts/{id}: fine', 'GET /carts/{id}: fine'],
  ])('%j', (text, expected) => {
    expect(harmless(text)).toBe(expected);
  });

  test('no text whatsoever becomes a command or a second line', () => {
    const parts = fc.constantFrom(
      '::',
      ':',
      '##[',
      '#',
      '[',
      '\n',
      '\r',
      '\u2028',
      ' ',
      '\t',
      'error',
      '\u0085',
    );
    fc.assert(
      fc.property(
        fc.array(parts).map((list) => list.join('')),
        (text) => {
          const line = harmless(text);
          expect(line.trimStart().startsWith('::')).toBe(false);
          expect(line).not.toContain('##[');
          expect(line).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
        },
      ),
    );
  });
});

test('a text of several lines goes to the log line by line', () => {
  const lines: string[] = [];
  inLines((line) => lines.push(harmless(line)))('Error: a\n::add-mask::b\n\n  at c\n');
  expect(lines).toEqual(['Error: a', ': :add-mask::b', '  at c']);
});

test('progress is a line a step, and a quarter of a run at a time', () => {
  const lines: string[] = [];
  const tell = logProgress((text) => lines.push(text));
  tell({ kind: 'stage', name: 'provenance', detail: '3 commits' });
  tell({ kind: 'build', label: 'baseline', step: 'install' });
  tell({ kind: 'instance', role: 'candidate', state: 'ready' });
  for (let done = 1; done <= 10; done += 1) tell({ kind: 'replayed', run: 'observe', done, total: 10 });
  tell({ kind: 'note', text: 'something' });
  expect(lines).toEqual([
    'provenance: 3 commits',
    'baseline: install',
    'candidate ready',
    'observe run: 3 of 10 exchanges',
    'observe run: 6 of 10 exchanges',
    'observe run: 9 of 10 exchanges',
    'observe run: 10 of 10 exchanges',
    'something',
  ]);
});
