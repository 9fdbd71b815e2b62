import { expect, test } from '@jest/globals';
import { createCostSampler } from '../../../src/comparison/cost/sample-costs.ts';
import { type Answers, aFailure, anObserved, aResponse } from '../builders.ts';

function sample(...observed: readonly Answers[]) {
  const sampler = createCostSampler();
  for (const each of observed) sampler.add(anObserved(each));
  return [...sampler.result()];
}
const quick = aResponse({ body: 'ab' });
const slow = { ...aResponse({ body: 'abcd' }), durationMs: 9 };

test('keeps what an answer took and how many bytes it had, of every instance, by route', () => {
  const of = (latencyMs: number, responseBytes: number) => ({ latencyMs, responseBytes });
  expect(sample({ route: 'GET /a', baseline: quick, secondary: quick, candidate: slow })).toEqual([
    ['GET /a', [{ exchangeId: 'x1', baseline: of(1, 2), secondary: of(1, 2), candidate: of(9, 4) }]],
  ]);
  expect(sample({ baseline: quick, candidate: slow })[0]?.[1]).toMatchObject([{ secondary: null }]);
});

test('takes only exchanges that all instances answered with one status', () => {
  const other = aResponse({ status: 500 });
  expect(
    sample(
      { baseline: quick, candidate: other },
      { baseline: quick, candidate: aFailure() },
      { baseline: aFailure(), candidate: quick },
      { baseline: quick, secondary: other, candidate: quick },
      { baseline: quick, secondary: aFailure(), candidate: quick },
    ),
  ).toEqual([]);
});

test('keeps a bounded number of each route, spread over the whole run and in its order', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({
    id: `x${index}`,
    baseline: quick,
    candidate: slow,
  }));
  const ids = (sample(...many)[0]?.[1] ?? []).map(({ exchangeId }) => Number(exchangeId.slice(1)));
  expect(ids.length).toBeGreaterThan(200);
  expect(ids.length).toBeLessThan(512);
  expect(ids).toEqual(ids.toSorted((one, another) => one - another));
  expect(ids[0]).toBe(0);
  expect(ids.at(-1)).toBeGreaterThan(4_900);
});

test('stops taking new routes where there are far too many, and goes on with the known ones', () => {
  const routes = Array.from({ length: 400 }, (_, index) => ({
    route: `r${index}`,
    baseline: quick,
    candidate: quick,
  }));
  const sampled = sample(...routes, { route: 'r0', baseline: quick, candidate: quick });
  expect(sampled).toHaveLength(300);
  expect(sampled[0]?.[1]).toHaveLength(2);
});
