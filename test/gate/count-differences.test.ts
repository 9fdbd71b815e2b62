import { expect, test } from '@jest/globals';
import { countDifferences } from '../../src/gate/count-differences.ts';
import { aCluster } from '../support/builders.ts';

const [c01, c02] = [aCluster({ id: 'c01' }), aCluster({ id: 'c02' })];
const follower = aCluster({ id: 'c03', follows: 'c01' });

test.each([
  ['one', [c01], '1 difference'],
  ['two', [c01, c02], '2 differences'],
  ['one with its consequence', [c01, follower], '1 difference, and 1 more that may follow from it'],
  ['two with a consequence', [c01, c02, follower], '2 differences, and 1 more that may follow from them'],
  ['a consequence whose cause was not chosen', [c02, follower], '2 differences'],
])('%s', (_name, clusters, text) => {
  expect(countDifferences(clusters, 'difference')).toBe(text);
});
