import { expect, test } from '@jest/globals';
import { describeCluster } from '../../src/report/describe-cluster.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCluster } from '../support/builders.ts';

test('where, what, how often, where else and by which request', () => {
  const text = describeCluster(aCluster(), 312);
  expect(phraseText(text.where)).toBe('GET /carts/{id}  body.discount');
  expect([phraseText(text.before), phraseText(text.after), text.short]).toEqual(['16', '15', true]);
  expect(text.kind).toBe('value changed');
  expect(text.frequency).toBe('41 of 312 exchanges');
  expect(phraseText(text.elsewhere)).toBe('POST /orders body.total (11)');
  expect(phraseText(text.shownBy)).toBe('GET /carts/17, exchange x000087');
  expect(text.follows).toEqual([]);
});

test('an exact place is told where it says more than the pattern, and consequences are called so', () => {
  const example = { ...aCluster().example, place: 'body/items/3/price' };
  const text = describeCluster(aCluster({ pattern: 'body/items/*/price', example, follows: 'c02' }), 312);
  expect(phraseText(text.shownBy)).toBe('GET /carts/17, exchange x000087, at body.items.3.price');
  expect(phraseText(text.follows)).toBe('follows from c02');
});

test('a service that does not start was seen before anything was replayed', () => {
  const example = { ...aCluster().example, exchangeId: '', method: '', target: '' };
  const text = describeCluster(aCluster({ kind: 'start-failed', exchanges: 1, example }), 312);
  expect([text.frequency, text.shownBy]).toEqual(['', []]);
});

test('of long values the part is shown at which they part', () => {
  const example = {
    ...aCluster().example,
    baseline: `${'x'.repeat(300)}old`,
    candidate: `${'x'.repeat(300)}new`,
  };
  const text = describeCluster(aCluster({ example }), 312);
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
  expect(phraseText(describeCluster(aCluster({ places }), 312).elsewhere)).toMatch(
    /^(GET \/\d status \(1\), ){5}4 more$/,
  );
});
