import { describe, expect, test } from '@jest/globals';
import { type PlannedExchange, plannedOnDemand } from '../../src/domain/plan.ts';
import { differingAnswers, keepAnswerWords } from '../../src/runs/answer-words.ts';
import { aFailure, anObserved, aResponse } from '../comparison/builders.ts';

const planOf = (count: number) =>
  plannedOnDemand(
    count,
    (index): PlannedExchange => ({
      ...{ exchangeId: `x${index}`, session: '', route: 'GET /', writes: false, reason: 'all' },
    }),
  );

describe('what is kept of a run', () => {
  test('is a word for each of the two, in the order of the plan, of what was sent', () => {
    const kept = keepAnswerWords(planOf(6));
    const alike = aResponse();
    kept.add(anObserved({ id: 'x1', baseline: alike, candidate: aResponse({ status: 503 }) }));
    kept.add(anObserved({ id: 'x2', baseline: aFailure('timed-out'), candidate: alike }));
    kept.add(anObserved({ id: 'x5', baseline: aFailure('cut-off'), candidate: aFailure('timed-out') }));
    const words = kept.result();
    expect(words.size).toBe(3);
    expect([...words]).toEqual([
      ['x1', '200 503'],
      ['x2', 'timed-out 200'],
      ['x5', 'cut-off timed-out'],
    ]);
  });

  test('is nothing where nothing was sent', () => {
    const words = keepAnswerWords(planOf(3)).result();
    expect([words.size, ...words]).toEqual([0]);
  });
});

test('two runs differ in what was answered otherwise, and in what the second did not send', () => {
  const first = new Map(['x1', 'x2', 'x3', 'x4'].map((id) => [id, '200 200']));
  const again = new Map([
    ['x1', '200 200'],
    ['x3', '200 500'],
    ['x4', '200 200'],
  ]);
  expect([...differingAnswers(first, again)]).toEqual(['x2', 'x3']);
  expect([...differingAnswers(first, first)]).toEqual([]);
  expect([...differingAnswers(first, new Map())]).toEqual([...first.keys()]);
});
