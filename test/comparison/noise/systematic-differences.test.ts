// covers: test-place.ts
// covers: vote-on-place.ts
import { describe, expect, test } from '@jest/globals';
import { findSystematic } from '../../../src/comparison/noise/systematic-differences.ts';
import { aJson, aRun, settled } from '../builders.ts';

/** Deterministic, so that a test that holds keeps holding. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

type Draw = (chance: () => number, request: number) => unknown;
const runOf = (seed: number, own: Draw, candidate: Draw, exchanges = 60) => {
  const chance = drawn(seed);
  return aRun(
    ...Array.from({ length: exchanges }, (_, index) => ({
      id: `x${index}`,
      baseline: aJson(own(chance, index)),
      secondary: aJson(own(chance, index)),
      candidate: aJson(candidate(chance, index)),
    })),
  );
};
const place = { pattern: 'body/a', kind: 'value-changed' } as const;
const found = (own: Draw, candidate: Draw, at: Parameters<ReturnType<typeof findSystematic>>[1] = place) =>
  findSystematic([runOf(7, own, candidate), runOf(11, own, candidate)])('GET /things', at);

const flag: Draw = (chance) => ({ a: chance() < 0.5 });
const rarely: Draw = (chance) => ({ a: chance() < 0.1 });
const optional: Draw = (chance) => (chance() < 0.5 ? { a: 1 } : {});
const score: Draw = (chance, request) => ({ a: 100 * Math.sin(request) ** 2 + chance() / 10 });

describe('a change within what varies', () => {
  test.each<[string, Draw, Draw, RegExp]>([
    ['a flag that is now always off', flag, () => ({ a: false }), /“false” more often/],
    [
      'a flag that is drawn otherwise',
      rarely,
      (chance) => ({ a: chance() < 0.6 }),
      /differs \d+ times|“true” more often/,
    ],
    [
      'a word',
      (chance) => ({ a: chance() < 0.5 ? 'hit' : 'miss' }),
      () => ({ a: 'miss' }),
      /“miss” more often/,
    ],
    [
      'a score that is always a little higher',
      score,
      (chance, request) => ({ a: 100 * Math.sin(request) ** 2 + 0.08 + chance() / 10 }),
      /is higher/,
    ],
  ])('%s', (_, own, candidate, reason) => {
    expect(found(own, candidate)).toMatch(reason);
  });

  test('presence', () => {
    expect(found(optional, () => ({}), { pattern: 'body/a', kind: 'field-removed' })).toMatch(
      /“nothing” more often/,
    );
  });

  test('stands, though chance decides in which exchanges it shows', () => {
    const always: Draw = () => ({ a: false });
    const outcome = settled([runOf(7, flag, always), runOf(11, flag, always)]);
    expect(outcome.filter((one) => one === 'value-changed body/a').length).toBeGreaterThan(20);
  });
});

describe('is not seen', () => {
  const hit: Draw = (chance) => ({ a: chance() < 0.5 ? 'hit' : 'miss' });
  const uptime: Draw = (chance, request) => ({ a: request + chance() / 10 });
  const took: Draw = (chance) => ({ a: Math.ceil(chance() * 5) });
  test.each<[string, Draw, Draw]>([
    ['where the candidate varies as the baseline does', flag, flag],
    ['in words', hit, hit],
    ['in scores', score, score],
    ['in what counts or tells the time', uptime, (chance, request) => ({ a: request + 0.2 + chance() / 10 })],
    ['in small numbers, which may be durations', took, (chance) => ({ a: 1 + Math.ceil(chance() * 5) })],
    ['where the baseline never varies, which needs no statistics', () => ({ a: 1 }), () => ({ a: 2 })],
  ])('%s', (_, own, candidate) => {
    expect(found(own, candidate)).toBeNull();
  });

  test('where it does not come back', () => {
    const runs = [runOf(7, flag, () => ({ a: false })), runOf(11, flag, flag)];
    expect(findSystematic(runs)('GET /things', place)).toBeNull();
  });

  test('where only the secondary is off, whose clock and seed are others', () => {
    const answers = Array.from({ length: 60 }, (_, index) => ({
      id: `x${index}`,
      baseline: aJson({ a: index % 9 !== 0 }),
      secondary: aJson({ a: false }),
      candidate: aJson({ a: index % 7 !== 0 }),
    }));
    expect(findSystematic([aRun(...answers)])('GET /things', place)).toBeNull();
  });
});

test('of a hundred unchanged places almost none is flagged', () => {
  const many: Draw = (chance) =>
    Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, chance() < 0.3]));
  const systematic = findSystematic([runOf(3, many, many), runOf(5, many, many)]);
  const flagged = Array.from({ length: 100 }, (_, at) =>
    systematic('GET /things', { ...place, pattern: `body/f${at}` }),
  );
  expect(flagged.filter((one) => one !== null)).toEqual([]);
});
