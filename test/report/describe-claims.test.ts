import { expect, test } from '@jest/globals';
import { describeClaims } from '../../src/report/describe-claims.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCluster } from '../support/builders.ts';

const claims = [1, 2, 3, 4].map((number) => ({
  commit: `${number}`.repeat(40),
  subject: `refactor: part ${number}`,
  words: 'refactor:',
}));

test('what the change says of itself stands beside what was found', () => {
  const text = phraseText(describeClaims({ claims, clusters: [aCluster()] }));
  expect(text).toBe(
    'Contradicts what the change says of itself: “refactor: part 1” (1111111), “refactor: part 2” (2222222), “refactor: part 3” (3333333), 1 more',
  );
});

test('nothing is said without a claim, or without a difference', () => {
  expect(describeClaims({ claims, clusters: [] })).toEqual([]);
  expect(describeClaims({ clusters: [aCluster()] })).toEqual([]);
});
