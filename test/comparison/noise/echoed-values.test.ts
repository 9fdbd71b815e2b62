import { expect, test } from '@jest/globals';
import { findEchoedPlaces } from '../../../src/comparison/noise/echoed-values.ts';
import { aDivergence, anExchange, shown } from '../builders.ts';

const exchange = anExchange({
  target: '/posts/slug-7?q=na%C3%AFve+diffs',
  requestHeaders: [['X-Trace', 'trace-0042']],
  requestBody: Buffer.from('{"id":"client-made","n":17,"note":"a+b"}'),
});

test.each([
  ['in the path', 'slug-7', true],
  ['in the query, decoded', 'naïve diffs', true],
  ['in a header', 'trace-0042', true],
  ['in the body', 'client-made', true],
  ['a short number as a whole word', '17', true],
  ['a short number inside another', '7', false],
  ['made by the service', '91c0aa77', false],
])('a value %s: %s', (_, text, echoed) => {
  const divergence = aDivergence('value-changed', 'body/id', { baseline: shown(text) });
  expect(findEchoedPlaces(exchange, [], [divergence]).has('body/id')).toBe(echoed);
});

test('what the baseline was sent in place of a recorded value, it echoes', () => {
  const substitutions = [{ place: 'body', recorded: 'client-made', live: '91c0aa77' }];
  const divergence = aDivergence('value-changed', 'body/id', { baseline: shown('91c0aa77') });
  expect(findEchoedPlaces(exchange, substitutions, [divergence]).has('body/id')).toBe(true);
});

test('what the baseline does not have, it did not echo', () => {
  expect(
    findEchoedPlaces(exchange, [], [aDivergence('field-added', 'body/id', { baseline: null })]).size,
  ).toBe(0);
});
