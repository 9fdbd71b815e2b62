import { describe, expect, test } from '@jest/globals';
import { arrangeClusters } from '../../src/report/arrange-clusters.ts';
import { aCluster } from '../support/builders.ts';

const through = (id: string, follows: string, followsThrough: 'answer' | 'state') =>
  aCluster({ id, follows, followsThrough });
const arranged = (...clusters: Parameters<typeof arrangeClusters>[0]) =>
  arrangeClusters(clusters).map(({ cluster, inAnswer, inState }) => [
    cluster.id,
    inAnswer.map(({ id }) => id),
    inState.map(({ id }) => id),
  ]);

describe('consequences stand under their cause', () => {
  test('each by how it follows, in the order of the evidence', () => {
    const [c01, c02] = [aCluster({ id: 'c01' }), aCluster({ id: 'c02' })];
    const [c03, c04] = [through('c03', 'c02', 'state'), through('c04', 'c01', 'answer')];
    expect(arranged(c01, c02, c03, c04)).toEqual([
      ['c01', ['c04'], []],
      ['c02', [], ['c03']],
    ]);
  });

  test('by way of others too, and then no more certain than the least certain step', () => {
    const [c02, c03] = [through('c02', 'c01', 'state'), through('c03', 'c02', 'answer')];
    expect(arranged(aCluster({ id: 'c01' }), c02, c03)).toEqual([['c01', [], ['c02', 'c03']]]);
  });

  test('or by themselves, when that cause is not there or they follow in a circle', () => {
    expect(arranged(aCluster({ id: 'c01', follows: 'c09' }))).toEqual([['c01', [], []]]);
    const circle = [aCluster({ id: 'c01', follows: 'c02' }), aCluster({ id: 'c02', follows: 'c01' })];
    expect(arranged(...circle)).toEqual([
      ['c01', [], []],
      ['c02', [], []],
    ]);
  });
});
