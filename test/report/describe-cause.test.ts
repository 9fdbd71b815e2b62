import { expect, test } from '@jest/globals';
import type { FirstDivergence } from '../../src/domain/evidence-trace.ts';
import { causeParts, describeCause } from '../../src/report/describe-cause.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aFirstDivergence } from '../support/builders.ts';

const text = (overrides: Partial<FirstDivergence>) =>
  causeParts(describeCause(aFirstDivergence(overrides))).map((part) => phraseText(part));

test('line, values, statements and equal inputs, each in its piece', () => {
  expect(text({})).toEqual([
    'src/pricing.js:15 (was :9)  discount: 16 → 15',
    'Math.round(subtotal * rate) → Math.floor(subtotal * rate)',
    'subtotal=155, rate=0.1 equal on both sides',
  ]);
});

const bare = { variable: null, baseline: null, candidate: null, equalInputs: [] };

test.each<[string, Partial<FirstDivergence>, string[]]>([
  [
    'the same line',
    { ...bare, kind: 'branch', baselineLine: 15, baselineStatement: 'if (a)', candidateStatement: 'if (a)' },
    ['src/pricing.js:15  takes another branch', 'if (a)'],
  ],
  [
    'a new line',
    { ...bare, kind: 'throw', baselineLine: null, baselineStatement: null, candidateStatement: 'throw e' },
    ['src/pricing.js:15 (new)  throws on one side only', 'new: throw e'],
  ],
  [
    'a line that is gone',
    { ...bare, kind: 'call', candidateLine: null, candidateStatement: null, baselineStatement: 'send()' },
    ['src/pricing.js (line 9 before, now gone)  calls something else', 'gone: send()'],
  ],
  [
    'iterations',
    {
      ...bare,
      kind: 'iterations',
      baseline: '3',
      candidate: '4',
      baselineStatement: null,
      candidateStatement: null,
    },
    ['src/pricing.js:15 (was :9)  runs another number of times: 3 → 4'],
  ],
  [
    'nothing that was captured',
    {
      ...bare,
      kind: 'unexplained',
      isChanged: false,
      baselineLine: null,
      candidateLine: null,
      baselineStatement: null,
      candidateStatement: null,
    },
    ['src/pricing.js  no captured value differs; the cause lies where nothing was captured'],
  ],
  [
    'a changed statement of which only the effect is seen',
    { ...bare, kind: 'unexplained', baselineStatement: 'wait(1);', candidateStatement: 'wait(2);' },
    [
      'src/pricing.js:15 (was :9)  no captured value differs; of the changed statements, this one ran last',
      'wait(1); → wait(2);',
    ],
  ],
  [
    'assignments to different variables stay whole',
    { baselineStatement: 'a = f();', candidateStatement: 'b = f();', equalInputs: [] },
    ['src/pricing.js:15 (was :9)  discount: 16 → 15', 'a = f(); → b = f();'],
  ],
  [
    'a comparison is no assignment',
    { baselineStatement: 'a == b', candidateStatement: 'a == c', equalInputs: [] },
    ['src/pricing.js:15 (was :9)  discount: 16 → 15', 'a == b → a == c'],
  ],
])('%s', (_name, overrides, parts) => {
  expect(text(overrides)).toEqual(parts);
});

test('which requests it strikes', () => {
  const strikes = { condition: 'order.tier = "silver"', diverging: 41, alike: 300 };
  expect(text({ strikes }).at(-1)).toBe('only where order.tier = "silver" (41 diverge there, 300 do not)');
});

test('a statement that the change does not touch is said to be none of it', () => {
  expect(text({ isChanged: false })[0]).toBe(
    'src/pricing.js:15 (was :9), which the change does not touch  discount: 16 → 15',
  );
});
