import { describe, expect, test } from '@jest/globals';
import { createLogTail, quoteLog } from '../../../src/shadow/instance/log-tail.ts';

function logOf(...texts: readonly string[]) {
  const log = createLogTail();
  for (const text of texts) log.append(text);
  return log;
}

describe('the tail of a log', () => {
  test('is bounded and begins with a whole line', () => {
    const log = logOf(...Array.from({ length: 10_000 }, (_, index) => `line ${index} ${'.'.repeat(20)}\n`));
    expect(log.text().length).toBeLessThanOrEqual(64 * 1024);
    expect(log.text()).toMatch(/^line \d+ \.{20}\n/);
    expect(log.lastLines(1)).toEqual([`line 9999 ${'.'.repeat(20)}`]);
  });

  test('keeps a short log whole, also when it came in pieces', () => {
    expect(logOf('one\ntw', 'o\nthr', 'ee').text()).toBe('one\ntwo\nthree');
  });

  test.each([
    ['colours', '\x1b[31mred\x1b[0m', 'red'],
    ['a title', '\x1b]0;title\x07text', 'text'],
    ['bells and backspaces', 'a\x07b\x08c', 'abc'],
    ['a turned direction of writing', 'a\u202Eb', 'ab'],
    ['a tab', 'a\tb', 'a  b'],
    ['an old runner command', '##[error]forged', '## [error]forged'],
  ])('shows no %s', (_, printed, shown) => {
    expect(logOf(printed).lastLines(1)).toEqual([shown]);
  });

  test('cuts long lines', () => {
    expect(logOf('x'.repeat(5000)).lastLines(1)[0]).toHaveLength(301);
  });

  test('treats a carriage return as the end of a line', () => {
    expect(logOf('10 %\r20 %\r\n').lastLines(5)).toEqual(['10 %', '20 %']);
  });
});

describe('a quoted log', () => {
  test('puts a bar before each line, so that no CI runner takes one for a command', () => {
    expect(quoteLog(logOf('::error::forged\nplain\n'))).toBe(
      '\n  The last 2 lines of its log:\n  | ::error::forged\n  | plain',
    );
  });

  test('says when there is nothing', () => {
    expect(quoteLog(logOf('\n'))).toBe('\n  It printed nothing.');
  });
});
