// covers: guards-around.ts
import { describe, expect, test } from '@jest/globals';
import type { Hit, Probe } from '../../../src/domain/runtime-snapshot.ts';
import { nearestRequests } from '../../../src/snapshots/exercise/nearest-requests.ts';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';

const text = `export function price(order) {
  const total = sum(order);
  if (order.tier === 'gold') {
    return total * 0.9;
  }
  return total;
}
export function unused(order) {
  return order;
}
`;
const parsed = parseSource('a.js', text);
if (parsed.kind !== 'parsed') throw new Error('no code');
const probe = (id: string, statementLine: number): Probe => ({
  ...{ id, file: 'a.js', line: statementLine, column: 1, names: [], statement: '', statementLine },
});
const hit = (probeId: string, exchangeId: string): Hit => ({
  ...{ probeId, exchangeId, occurrence: 0, sequence: 0, values: {} },
});
const near = (never: readonly number[], ran: readonly number[], hits: readonly Hit[] = []) =>
  nearestRequests(
    { path: 'a.js', source: parsed, never, ran: new Set(ran) },
    { probes: [probe('p1', 2), probe('p2', 3), probe('p3', 6)], hits, routeOf: (id) => `GET /${id}` },
  );

describe('the request that came nearest to lines that never ran', () => {
  test('took the other side of their guard', () => {
    const hits = [hit('p1', 'x1'), hit('p2', ''), hit('p2', 'x2')];
    expect(near([4], [1, 2, 3, 6], hits)).toEqual([
      {
        ...{ lines: [4], function: 'price', came: 'guard' },
        guard: { line: 3, source: "if (order.tier === 'gold')" },
        ...{ exchangeId: 'x2', route: 'GET /x2' },
      },
    ]);
  });

  test('or at least ran other lines of their function, the last before them', () => {
    const [found] = near([6], [1, 2], [hit('p1', 'x1')]);
    expect(found).toMatchObject({ came: 'function', guard: null, exchangeId: 'x1' });
  });

  test('or of their file; each branch stands for itself', () => {
    // `export` runs as the file is loaded, which enters no function.
    const found = near([4, 9], [1, 2, 3, 6, 8], [hit('p3', 'x3')]);
    expect(found.map(({ lines, came }) => [lines, came])).toEqual([
      [[4], 'guard'],
      [[9], 'file'],
    ]);
    expect(near([9], [])).toMatchObject([{ came: 'nowhere', exchangeId: null, route: null }]);
  });
});
