import { expect, test } from '@jest/globals';
import { differOnlyInFrames } from '../../../src/comparison/text/stack-frames.ts';

const node = (line: number) =>
  `Error: no such cart\n    at find (/app/carts.js:${line}:9)\n    at run (node:internal:1:1)`;
const page = (line: number) =>
  `<pre>Error: no<br> &nbsp; &nbsp;at find (/app/a.js:${line}:9)<br> &nbsp; &nbsp;at run (b.js:1:1)</pre>`;
const python = (line: number) => `Traceback:\n  File "/app/a.py", line ${line}, in find\n    raise X\nX: no`;

test.each([
  ['lines of a trace moved', node(1), node(2), true],
  ['a frame more', node(1), `${node(1)}\n    at more (c.js:1:1)`, true],
  ['on an HTML page', page(1), page(2), true],
  ['of Python', python(1), python(2), true],
  ['of Java', 'X: no\n\tat a.B.run(B.java:1)', 'X: no\n\tat a.B.run(B.java:2)', true],
  ['another message', node(1), node(2).replace('no such', 'lost'), false],
  ['no trace any more', node(1), 'Error: no such cart', false],
  ['text without frames', 'meet me at noon', 'meet me at one', false],
])('%s: %s', (_, one, other, expected) => {
  expect(differOnlyInFrames(one, other)).toBe(expected);
});

test('a megabyte of spaces is answered at once', () => {
  const spaces = ' \n'.repeat(500_000);
  expect(differOnlyInFrames(`${spaces}a`, `${spaces}b`)).toBe(false);
});
