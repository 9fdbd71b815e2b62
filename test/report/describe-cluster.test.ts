import { expect, test } from '@jest/globals';
import type { Cluster } from '../../src/domain/cluster.ts';
import { describeCluster } from '../../src/report/describe-cluster.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCluster } from '../support/builders.ts';

const described = (cluster: Cluster) => describeCluster({ cluster, inAnswer: [], inState: [] }, 312);

test('where, what, how often, where else and by which request', () => {
  const text = described(aCluster());
  expect(phraseText(text.where)).toBe('GET /carts/{id}  body.discount');
  expect([phraseText(text.before), phraseText(text.after), text.short]).toEqual(['16', '15', true]);
  expect(text.kind).toBe('value changed');
  expect(text.frequency).toBe('41 of 312 exchanges');
  expect(phraseText(text.elsewhere)).toBe('POST /orders body.total (11)');
  expect(phraseText(text.shownBy)).toBe('GET /carts/17, exchange x000087');
  expect([text.brings, text.leaves]).toEqual([[], []]);
});

test('by how much numbers differ, and which exchange showed it first', () => {
  const same = { findings: 9, min: -1, median: -1, max: -1 };
  expect(described(aCluster({ deltas: same })).kind).toBe('value changed, always by −1');
  const text = described(
    aCluster({ deltas: { findings: 9, min: -3, median: -1, max: 12.5 }, firstSeen: 'x000002' }),
  );
  expect(text.kind).toBe('value changed, by −3 to +12.5, in the middle −1');
  expect(phraseText(text.shownBy)).toBe('GET /carts/17, exchange x000087; first seen in x000002');
  expect(phraseText(described(aCluster({ firstSeen: 'x000087' })).shownBy)).toBe(
    'GET /carts/17, exchange x000087',
  );
});

test('an exact place is told where it says more than the pattern', () => {
  const example = { ...aCluster().example, place: 'body/items/3/price' };
  const text = described(aCluster({ pattern: 'body/items/*/price', example }));
  expect(phraseText(text.shownBy)).toBe('GET /carts/17, exchange x000087, at body.items.3.price');
});

test('a service that does not start was seen before anything was replayed', () => {
  const example = { ...aCluster().example, exchangeId: '', method: '', target: '' };
  const text = described(aCluster({ kind: 'start-failed', exchanges: 1, example }));
  expect([text.frequency, text.shownBy]).toEqual(['', []]);
});

test('of long values the part is shown at which they part', () => {
  const example = {
    ...aCluster().example,
    baseline: `${'x'.repeat(300)}old`,
    candidate: `${'x'.repeat(300)}new`,
  };
  const text = described(aCluster({ example }));
  expect([phraseText(text.before), phraseText(text.after), text.short]).toEqual([
    '…xxxxxxxxxxxxxxxold',
    '…xxxxxxxxxxxxxxxnew',
    true,
  ]);
});

test('places beyond the first are counted', () => {
  const places = Array.from({ length: 9 }, (_, index) => ({
    route: `GET /${index}`,
    pattern: 'status',
    kind: 'status-changed' as const,
    exchanges: 1,
  }));
  expect(phraseText(described(aCluster({ places })).elsewhere)).toMatch(
    /^(GET \/\d status \(1\), ){5}4 more$/,
  );
});

test('a place that differs in several ways is told with each, and without the route the reader is on', () => {
  const items = { route: 'GET /carts/{id}', pattern: 'body/items/*', exchanges: 2 };
  const places = [
    { ...items, kind: 'element-added' as const },
    { ...items, kind: 'element-removed' as const },
  ];
  const text = described(aCluster({ ...items, kind: 'element-added', places }));
  expect(phraseText(text.elsewhere)).toBe('body.items.* element removed (2)');
});

test('consequences are told with their place, and their route where it is another', () => {
  const inAnswer = [aCluster({ pattern: 'body/total', exchanges: 41 })];
  const inState = [aCluster({ route: 'GET /orders', pattern: 'body/sum', exchanges: 7 })];
  const text = describeCluster({ cluster: aCluster(), inAnswer, inState }, 312);
  expect(phraseText(text.brings)).toBe('body.total (41)');
  expect(phraseText(text.leaves)).toBe('GET /orders body.sum (7)');
});

test('a stored difference of which no exchange is known to have written it says so', () => {
  const pattern = 'state/sqlite/shop.db~1orders/*/total';
  const place = pattern.replace('*', '17');
  const example = { ...aCluster().example, exchangeId: '', method: '', target: '', place };
  const places = [{ route: 'state', pattern, kind: 'row-changed' as const, exchanges: 1 }];
  const cluster = aCluster({ route: 'state', pattern, kind: 'row-changed', exchanges: 1, places, example });
  const text = described({ ...cluster, findings: ['f0001', 'f0002'] });
  expect(text.frequency).toBe('2 stored differences');
  expect(phraseText(text.where)).toBe('state  shop.db/orders.total');
  expect(phraseText(text.shownBy)).toBe(
    'shop.db/orders[17].total; which exchange wrote it could not be told',
  );
});
