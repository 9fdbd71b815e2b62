// covers: changed-fields.ts
import { expect, test } from '@jest/globals';
import { pairInPlace } from '../../../src/comparison/arrays/pair-in-place.ts';
import { createIdentifier, exactScalarName } from '../../../src/comparison/json/identify-json.ts';
import type { JsonArray } from '../../../src/comparison/json/json-value.ts';
import { json } from '../builders.ts';

test.each<[string, string, string, boolean]>([
  ['noise in every record', '[{"a":1,"n":1},{"a":2,"n":2}]', '[{"a":1,"n":8},{"a":2,"n":9}]', true],
  ['ids that changed places', '[{"id":1,"n":1},{"id":2,"n":2}]', '[{"id":2,"n":8},{"id":1,"n":9}]', false],
  [
    'nothing but swapped flags',
    '[{"a":true,"b":0},{"a":false,"b":0}]',
    '[{"a":false,"b":0},{"a":true,"b":0}]',
    false,
  ],
  ['more changed than not', '[{"a":1,"b":1,"c":1}]', '[{"a":2,"b":2,"c":1}]', false],
  ['other keys', '[{"a":1,"b":1}]', '[{"a":1,"c":1}]', false],
  ['scalars', '[1,2]', '[1,3]', false],
  ['another length', '[{"a":1}]', '[]', false],
])('%s', (_, baseline, other, isInPlace) => {
  const arrays = { baseline: json(baseline) as JsonArray, other: json(other) as JsonArray };
  expect(pairInPlace(arrays, createIdentifier(exactScalarName)) !== null).toBe(isInPlace);
});
