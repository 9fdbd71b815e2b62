// covers: captured-state.ts
import { describe, expect, test } from '@jest/globals';
import type { CapturedPair, CapturedState, LookSide } from '../../src/domain/captured-state.ts';
import { renderCapture } from '../../src/report/render-capture.ts';

const shown = (text: string) => ({ text, value: { type: 'number' as const, text } });
const pair = (
  name: string,
  base: string | null,
  head: string | null,
  state: CapturedPair['state'],
): CapturedPair => ({
  ...{ name, state, differences: [] },
  baseline: base === null ? null : shown(base),
  candidate: head === null ? null : shown(head),
});
const side = (line: number, statement: string): LookSide => ({
  ...{ file: 'a.js', line, statement, state: 'hit', hits: 1 },
});
const before = [
  pair('rate', '0.1', '0.1', 'equal'),
  pair('now', '1', '2', 'volatile'),
  pair('free', null, '1', 'only-candidate'),
];
const state = (places: CapturedState['places']): CapturedState => ({
  ...{ version: 1, base: 'a'.repeat(40), head: 'b'.repeat(40), runs: 1, notes: [], places },
  exchange: {
    ...{ id: 'x1', method: 'GET', target: '/a\u001b[2J', route: 'GET /a', restsOn: ['x0'] },
    answers: { recorded: '200', baseline: '404', candidate: '200' },
  },
});
const render = (places: CapturedState['places']) =>
  renderCapture(state(places), { colours: false, width: 100 });

describe('captured state on a terminal', () => {
  test('both builds side by side, equal values folded, and nothing said twice', () => {
    const baseline = side(9, 'c = round(a)');
    const candidate = side(15, 'c = floor(a)');
    const text = render([
      {
        asked: 'a.js:15',
        looks: [
          { moment: 'before', baseline, candidate, hits: [{ in: 'both', values: before }] },
          {
            moment: 'after',
            baseline,
            candidate,
            hits: [{ in: 'both', values: [...before, pair('c', '16', '15', 'differs')] }],
          },
        ],
      },
    ]);
    expect(text).toBe(`exchange x1  GET /a\\u{1b}[2J
base aaaaaaa answers 404 · head bbbbbbb answers 200 · recorded 200 · after 1 exchange that it rests on

a.js:15
  a.js:15 (was :9)  c = floor(a)
    base: c = round(a)
    before it runs
             base  head
      ~ now  1     2  varies by nature
      = rate=0.1
      + in head: free=1
    after it ran
           base  head
      ≠ c  16    15

note: the baseline answers 404 and production answered 200: it may rest on more than was replayed`);
  });

  test('what was never passed, by either or by both, and what only one build has', () => {
    const never = { ...side(3, 'save()'), state: 'never-hit', hits: 0, note: 'nothing of a.js ran' } as const;
    const looks = [
      { moment: 'before', baseline: never, candidate: never, hits: [] },
      { moment: 'entry', baseline: null, candidate: { ...never, state: 'unbound' }, hits: [] },
      {
        moment: 'round',
        baseline: side(7, 'x()'),
        candidate: side(7, 'x()'),
        hits: [{ in: 'candidate', values: [pair('x', null, '1', 'only-candidate')] }],
      },
    ] as const;
    const text = render([{ asked: 'a.js:3', looks }]);
    expect(text).toContain('both builds: never hit: nothing of a.js ran');
    expect(text).toContain('a.js:3 (only in head)');
    expect(text).toContain('head: unbound: nothing of a.js ran');
    expect(text).toContain('pass only in head');
  });
});
