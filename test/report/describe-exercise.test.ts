import { describe, expect, test } from '@jest/globals';
import type { NearestRequest } from '../../src/domain/exercise.ts';
import { describeExercise, describeNearest } from '../../src/report/describe-exercise.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { anEvidence } from '../support/builders.ts';

const guard: NearestRequest = {
  ...{ lines: [41, 42], function: 'price', came: 'guard', exchangeId: 'x000012', route: 'POST /carts' },
  guard: { line: 40, source: 'if (gold)' },
};

describe('what of the change ran', () => {
  test.each([
    [guard, 'where if (gold) at :40 went the other way, as in POST /carts x000012'],
    [
      { ...guard, came: 'function', guard: null },
      'in price, other lines of which ran, as in POST /carts x000012',
    ],
    [{ ...guard, came: 'file', exchangeId: null, route: null }, 'in price, which no request entered'],
    [{ ...guard, came: 'file', function: '(module)', exchangeId: null }, 'other lines of the file ran'],
    [{ ...guard, came: 'nowhere' }, 'in a file of which nothing ran'],
  ] as const)('%#: how near the replay came', (nearest, text) => {
    expect(phraseText(describeNearest(nearest as NearestRequest))).toBe(text);
  });

  test('by line, and weighted by what AI made', () => {
    const evidence = anEvidence({
      exercise: {
        ...{ known: true, changedLines: 71, executedLines: 57, exchanges: 3 },
        ai: { changedLines: 40, executedLines: 31 },
        neverExecuted: [{ file: 'src/a.js', lines: [41, 42], nearest: [guard] }],
      },
    });
    expect(phraseText(describeExercise(evidence, 5))).toBe(
      '57 of 71 changed lines executed; of the 40 AI-made lines among them 31 executed; never: src/a.js 41–42, where if (gold) at :40 went the other way, as in POST /carts x000012',
    );
  });
});
