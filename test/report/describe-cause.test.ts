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
    'a statement that the candidate alone has',
    {
      ...{ ...bare, kind: 'statement', baselineLine: null, baselineStatement: null },
      ...{ candidateStatement: 'send()', baseline: 'not called', candidate: 'called once' },
    },
    [
      'src/pricing.js:15 (new)  the candidate runs a statement that the baseline does not have',
      'new: send()',
    ],
  ],
  [
    'a statement that the candidate lost',
    {
      ...{ ...bare, kind: 'statement', candidateLine: null, candidateStatement: null },
      ...{ baselineStatement: 'check(a);', baseline: 'called 3 times', candidate: 'not called' },
    },
    [
      'src/pricing.js (line 9 before, now gone)  the baseline runs a statement that the candidate does not have, 3 times',
      'gone: check(a);',
    ],
  ],
  [
    'a statement that moved',
    { ...bare, kind: 'moved', baselineStatement: 'send()', candidateStatement: 'send()' },
    ['src/pricing.js:15 (was :9)  runs this statement at another point than before', 'send()'],
  ],
  [
    'a call that is gone from a statement of both',
    {
      ...{ ...bare, kind: 'call', baselineStatement: 'page(escape(a))', candidateStatement: 'page(a)' },
      ...{ baseline: 'calls escape', candidate: 'does not call escape' },
    },
    ['src/pricing.js:15 (was :9)  calls escape → does not call escape', 'page(escape(a)) → page(a)'],
  ],
  [
    'an error of the candidate alone',
    {
      ...bare,
      kind: 'throw',
      candidate: 'TypeError: no id',
      baselineStatement: 'f(a)',
      candidateStatement: 'f(a)',
    },
    ['src/pricing.js:15 (was :9)  the candidate throws TypeError: no id, the baseline nothing', 'f(a)'],
  ],
  [
    'another error',
    {
      ...bare,
      kind: 'throw',
      baseline: 'Error: a',
      candidate: 'Error: b',
      baselineStatement: null,
      candidateStatement: null,
    },
    ['src/pricing.js:15 (was :9)  throws Error: b instead of Error: a'],
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

test('what else the change rewrote may have a part in it', () => {
  const beside = { file: 'src/list.js', line: 30, variable: 'rows.length', baseline: '10', candidate: '12' };
  expect(text({ besides: [beside] }).at(-1)).toBe(
    'a part of it may come from what the change rewrote besides: src/list.js:30 rows.length: 10 → 12',
  );
});

test('arguments are counted from one', () => {
  expect(text({ variable: 'arguments of slice[1].end' })[0]).toBe(
    'src/pricing.js:15 (was :9)  argument 2 of slice.end: 16 → 15',
  );
});
