// covers: find-looks.ts
// covers: find-statement.ts
// covers: read-asked-files.ts
// covers: side-place.ts
import { describe, expect, test } from '@jest/globals';
import { readAskedPlace } from '../../../src/snapshots/asking/asked-place.ts';
import { planAsked } from '../../../src/snapshots/asking/plan-asked.ts';
import { readAskedFiles } from '../../../src/snapshots/asking/read-asked-files.ts';

const before = `export function total(order) {
  const share = order.rate;
  let sum = 0;
  for (const item of order.items) {
    sum += item.price;
  }
  return Math.round(sum * share);
}
const twice = (value) => value * 2;
`;
const after = `const cache = new Map();

export function total(order) {
  const rate = order.rate;
  let sum = 0;
  for (const item of order.items) {
    if (item.free) continue;
    sum += item.price;
  }

  return Math.floor(sum * rate);
}
const twice = (value) => value * 2;
function save(order) {
  cache.set(order.id, order); cache.size;
}
`;
const source = (path: string, baseline: string | null, candidate: string | null) => ({
  file: { path, status: 'modified' as const, binary: false, blocks: [] },
  baseline,
  candidate,
});
const files = readAskedFiles([source('src/a.js', before, after), source('notes.txt', 'a', 'b')]);
const plan = (at: string, options: { expressions?: string[]; side?: 'baseline' | 'candidate' } = {}) =>
  planAsked({
    files,
    places: [readAskedPlace(at)],
    side: options.side ?? 'candidate',
    expressions: options.expressions ?? [],
  }).map(({ moment, baseline, candidate }) => ({
    moment,
    base: baseline?.line ?? null,
    head: candidate?.line ?? null,
    baseline,
    candidate,
  }));
const lines = (at: string, side: 'baseline' | 'candidate' = 'candidate') =>
  plan(at, { side }).map(({ moment, base, head }) => [moment, base, head]);

describe('places that are asked for', () => {
  test('a line is looked at before and after its statement, in both builds', () => {
    expect(lines('src/a.js:5')).toEqual([
      ['before', 3, 5],
      ['after', 4, 6],
    ]);
    expect(lines('src/a.js:3', 'baseline')).toEqual(lines('src/a.js:5'));
  });

  test('what only one build has is looked at there alone', () => {
    expect(lines('src/a.js:7')).toEqual([['before', null, 7]]);
  });

  test('a loop is looked at in each round', () => {
    expect(lines('src/a.js:6').map(([moment]) => moment)).toEqual(['before', 'round', 'after']);
  });

  test('the head of a function is its entry, and its name asks for entry and returns', () => {
    expect(lines('src/a.js:3')).toEqual([['entry', 2, 4]]);
    expect(lines('src/a.js#total')).toEqual([
      ['entry', 2, 4],
      ['return', 7, 11],
    ]);
    expect(lines('src/a.js#twice')).toEqual([['return', 9, 13]]);
    expect(lines('src/a.js#save')).toEqual([
      ['entry', null, 15],
      ['end', null, 16],
    ]);
  });

  test('a column tells statements of one line apart', () => {
    const [first] = plan('src/a.js:15');
    const [second] = plan('src/a.js:15:34');
    expect(first?.candidate?.column).toBe(3);
    expect(second?.candidate?.column).toBe(31);
  });

  test('a renamed variable is asked for by either name', () => {
    const atHead = plan('src/a.js:11', { expressions: ['rate * 2'] });
    expect(atHead[0]?.baseline?.expressions).toEqual({ 'rate * 2': '($.p(share) * $.p(2))' });
    expect(atHead[0]?.candidate?.expressions).toEqual({ 'rate * 2': '($.p(rate) * $.p(2))' });
    const atBase = plan('src/a.js:7', { expressions: ['share'], side: 'baseline' });
    expect(atBase[0]?.candidate?.expressions).toEqual({ share: 'rate' });
  });

  test.each([
    ['src/a.js:10', /No statement stands/, /:8 sum \+= item\.price.*:11 return/],
    ['src/a.js#missing', /no function missing/, /total/],
    ['notes.txt:1', /neither JavaScript/, /file of code/],
  ])('%s is refused, with what could be meant', (at, message, remedy) => {
    const expected = {
      code: 'bad-usage',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    };
    expect(() => plan(at)).toThrow(expect.objectContaining(expected));
  });

  test('an expression that can be computed nowhere is refused with the reason', () => {
    expect(() => plan('src/a.js:5', { expressions: ['save()'] })).toThrow(/calls a function/);
    expect(() => plan('src/a.js:5', { expressions: ['nothing'] })).toThrow(/nothing is not in scope/);
  });
});
