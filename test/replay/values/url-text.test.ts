import { describe, expect, test } from '@jest/globals';
import {
  decodeText,
  encodeText,
  isUrlText,
  readUrlPart,
  readUrlValues,
  resourceOfUrlValue,
} from '../../../src/replay/values/url-text.ts';

describe('values in a URL', () => {
  test('ids in the path, fields of query and fragment', () => {
    const url = 'https://app.test/orders/17?code=a%20b&state=s&state=t#access_token=xyz';
    expect(
      readUrlValues(url).map((value) => [value.text, resourceOfUrlValue(value, url), value.part]),
    ).toEqual([
      ['17', 'order', { kind: 'segment', index: 2 }],
      ['a b', 'code', { kind: 'field', name: 'code', nth: 0 }],
      ['s', 'state', { kind: 'field', name: 'state', nth: 0 }],
      ['t', 'state', { kind: 'field', name: 'state', nth: 1 }],
      ['xyz', 'accesstoken', { kind: 'field', name: 'access_token', nth: 0 }],
    ]);
  });

  test.each([
    ['the same place', '/orders/1', '1'],
    ['another origin', 'http://127.0.0.1:4000/orders/a3f9', 'a3f9'],
    ['another page', '/login/1', null],
    ['a shorter path', '/orders', null],
  ])('of the URL an instance gave: %s', (_name, live, expected) => {
    expect(readUrlPart(live, { kind: 'segment', index: 2 }, '/orders/17')).toBe(expected);
  });

  test('a text below a collection is an id, unless it is a word', () => {
    const texts = (url: string) => readUrlValues(url).map(({ text }) => text);
    expect(texts('/messages/VNLQIxDtUa/parts/fxQy')).toEqual(['VNLQIxDtUa', 'fxQy']);
    expect(texts('/messages/unread-ones/Settings')).toEqual([]);
    expect(readUrlPart('/messages/XkQz', { kind: 'segment', index: 2 }, '/messages/VNLQIxDtUa')).toBe('XkQz');
  });

  test('a field that an instance does not give is not there', () => {
    expect(readUrlPart('/cb?error=denied', { kind: 'field', name: 'code', nth: 0 }, '/cb?code=x')).toBeNull();
  });
});

test.each([
  ['/orders/17', true],
  ['https://a.test/x', true],
  ['//comment', false],
  ['/', false],
  ['and/or', false],
  ['/a b', false],
])('%s is a URL: %s', (text, expected) => {
  expect(isUrlText(text)).toBe(expected);
});

test('percent-encoding there and back; what cannot be decoded stays', () => {
  expect(decodeText(encodeText('a b/é,1'))).toBe('a b/é,1');
  expect(decodeText('100%')).toBe('100%');
});
