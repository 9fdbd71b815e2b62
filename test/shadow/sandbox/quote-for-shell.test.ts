import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { quoteCommand, quoteForShell } from '../../../src/shadow/sandbox/quote-for-shell.ts';

test.each([
  'plain',
  'a b',
  "it's",
  '$(touch /nowhere) `x` "y" \\ * ? ~ # ; & | < >',
  'two\nlines\n',
  '',
  '-n',
  'NAME=value with space',
  'ü €',
])('a shell gives back %j', (word) => {
  const printed = execFileSync('sh', ['-c', `printf '%s|' ${quoteCommand([word, 'end'])}`]);
  expect(printed.toString()).toBe(`${word}|end|`);
});

test('a NUL is refused, since no program could be given it', () => {
  expect(() => quoteForShell('a\0b')).toThrow('NUL');
});
