import { describe, expect, test } from '@jest/globals';
import { readAskedPlace } from '../../../src/snapshots/asking/asked-place.ts';
import { explainMiss } from '../../../src/snapshots/asking/explain-miss.ts';
import { planAsked } from '../../../src/snapshots/asking/plan-asked.ts';
import { readAskedFiles } from '../../../src/snapshots/asking/read-asked-files.ts';

const text = `function price(order) {
  if (order.closed) return 0;
  if (order.tier === 'gold') {
    const rate = 0.1;
    return order.total * rate;
  }
  return order.total;
}
function other() {
  return 1;
}
`;
const file = { path: 'a.js', status: 'modified' as const, binary: false, blocks: [] };
const files = readAskedFiles([{ file, baseline: text, candidate: text }]);

function missAt(line: number, ran: readonly number[], loaded = true): string {
  const [planned] = planAsked({
    files,
    places: [readAskedPlace(`a.js:${line}`)],
    side: 'candidate',
    expressions: [],
  });
  const at = planned?.look.candidate;
  if (at == null) throw new Error(`nothing at ${line}`);
  return explainMiss({
    ...{ path: 'a.js', exchangeId: 'x1', side: at.side },
    node: at.described?.statement.node ?? at.side.source.node,
    snapshot: {
      executedLines: loaded ? { 'a.js': ran } : {},
      reached: [{ exchangeId: 'x1', path: 'a.js', lines: ran }],
    },
  });
}

describe('a place that was never passed is explained', () => {
  test('by the guard that went the other way', () => {
    expect(missAt(4, [1, 2, 3, 7])).toBe("`if (order.tier === 'gold')` at :3 went the other way");
  });
  test('by where the function was left before it', () => {
    expect(missAt(7, [1, 2])).toBe(
      'the last line of price that ran before it is :2 `if (order.closed) return 0;`',
    );
  });
  test('by a function that was not entered, and what ran near it', () => {
    expect(missAt(10, [1, 2, 7])).toBe('other was not entered; the nearest line that ran is :7');
    expect(missAt(10, [])).toBe('nothing of a.js ran');
  });
  test('by a file that nothing loaded', () => {
    expect(missAt(4, [], false)).toBe('no process loaded a.js');
  });
});
