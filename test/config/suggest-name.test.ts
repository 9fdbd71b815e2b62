import { expect, test } from '@jest/globals';
import { suggestName } from '../../src/config/suggest-name.ts';

const known = ['concurrency', 'exchange-timeout', 'run-timeout', 'as-ai', 'none'];

test.each([
  ['a letter left out', 'concurency', 'concurrency'],
  ['two letters swapped', 'concurrnecy', 'concurrency'],
  ['camelCase', 'runTimeout', 'run-timeout'],
  ['an underscore', 'as_ai', 'as-ai'],
  ['nothing near', 'turbo', null],
  ['a short name far from a short name', 'foe', null],
  ['empty', '', null],
  ['very long', 'x'.repeat(10_000), null],
])('%s', (_name, written, meant) => {
  expect(suggestName(written, known)).toBe(meant);
});
