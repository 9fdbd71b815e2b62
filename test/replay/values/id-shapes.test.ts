import { describe, expect, test } from '@jest/globals';
import { idTemplate, isPeculiar, isSlug, looksLikeId } from '../../../src/replay/values/id-shapes.ts';

describe('a path segment looks like an id', () => {
  test.each([
    ['digits', '17'],
    ['a date', '2024-05-01'],
    ['coordinates', '52.5,13.4'],
    ['a uuid', '0b9a7c3e-1f2d-4c5b-8a6f-0123456789ab'],
    ['a ulid', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['hexadecimal', 'deadbeef01'],
    ['a short mix', 'a3f9'],
    ['a prefixed number', 'ord_17'],
    ['a prefixed token', 'cus_9s6XKzkNRiz8i3'],
    ['a stock code', 'SKU-001'],
    ['a nanoid', 'V1StGXR8_Z5jdHi6B-myT'],
    ['letters only, random', 'qWeRtZuIoPaSdFgHjKlYx'],
    ['an e-mail address', 'ada@example.test'],
    ['percent-encoded text', 'caf%C3%A9'],
    ['a slug with a number', 'slug-7'],
  ])('%s', (_name, segment) => {
    expect(looksLikeId(segment)).toBe(true);
  });

  test.each([
    ['a collection', 'orders'],
    ['a version', 'v1'],
    ['a protocol', 'oauth2'],
    ['a codec', 'base64'],
    ['a notion', 'i18n'],
    ['an operation', 'listOpenOrdersOfCustomer'],
    ['hyphenated words', 'order-status-history-export'],
    ['a well-known name', '.well-known'],
    ['hexadecimal letters that are a word', 'facade'],
    ['nothing', ''],
  ])('not %s', (_name, segment) => {
    expect(looksLikeId(segment)).toBe(false);
  });
});

test('the template of an id keeps the extension of a file', () => {
  expect(idTemplate('17.json')).toBe('{id}.json');
  expect(idTemplate('17')).toBe('{id}');
});

test.each([
  ['a uuid', '0b9a7c3e-1f2d-4c5b-8a6f-0123456789ab', true],
  ['a redaction token without a digit', 'sg_abcdefghijklmnopqrstuv', true],
  ['a long number', '700123456', true],
  ['a short number', '17', false],
  ['a word', 'electronics', false],
  ['a sentence', 'delivered on day 17', false],
  ['a short mix', 'a3f9', false],
])('peculiar: %s', (_name, text, expected) => {
  expect(isPeculiar(text)).toBe(expected);
});

test.each([
  ['kettle-1l', true],
  ['board-oak', true],
  ['pan-24', true],
  ['2024-in-review', true],
  ['kettle', false],
  ['2024-05-01', false],
  ['0b9a7c3e-1f2d-4c5b-8a6f-0123456789ab', false],
  ['V1StGXR8-Z5jdHi6B', false],
  ['Board-Oak', false],
  ['order_history', false],
  ['user-guide.pdf', false],
  ['-oak', false],
])('%s is a slug: %s', (text, expected) => {
  expect(isSlug(text)).toBe(expected);
});
