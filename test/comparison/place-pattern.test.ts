import { describe, expect, test } from '@jest/globals';
import {
  atIndex,
  atKey,
  atMapKey,
  atName,
  atNode,
  isRepeated,
  looksLikeId,
  positionAt,
} from '../../src/comparison/place-pattern.ts';

describe('places and their patterns', () => {
  test('indices are forgotten in the pattern', () => {
    expect(atName(atIndex(positionAt('body'), 3), 'price')).toEqual({
      place: 'body/3/price',
      pattern: 'body/*/price',
    });
  });

  test('of a node of markup the number is forgotten', () => {
    expect(atNode(positionAt('body'), 'li', 3)).toEqual({ place: 'body/li[3]', pattern: 'body/li' });
    expect(atNode(positionAt('body'), 'ul', null)).toEqual(positionAt('body/ul'));
  });

  test.each([
    [atName(atIndex(positionAt('body'), 3), 'a'), true],
    [atName(atNode(positionAt('body'), 'li', 3), '@id'), true],
    [atNode(positionAt('body'), 'ul', null), false],
    [atName(positionAt('body'), 'a[3]'), false],
  ])('%j is repeated: %s', (position, expected) => {
    expect(isRepeated(position)).toBe(expected);
  });

  test('a slash or tilde in a key is escaped as in JSON Pointer', () => {
    expect(atName(positionAt('body'), 'a/b~c').place).toBe('body/a~1b~0c');
  });

  test('keys that are ids, and keys of large objects, are forgotten too', () => {
    expect(atKey(positionAt('body'), '17', 2).pattern).toBe('body/*');
    expect(atKey(positionAt('body'), 'name', 2).pattern).toBe('body/name');
    expect(atKey(positionAt('body'), 'name', 51).pattern).toBe('body/*');
    expect(atMapKey(positionAt('body'), 'k')).toEqual({ place: 'body/k', pattern: 'body/*' });
  });

  test.each([
    ['42', true],
    ['3f2a91c0-1c2d-4e5f-8a9b-0c1d2e3f4a5b', true],
    ['ada@example.test', true],
    ['01HZX3V9K2M4N6P8Q0R2S4T6V8', true],
    ['price', false],
    ['createdAt', false],
    ['internationalisation', false],
    ['sha256', false],
  ])('%s looks like an id: %s', (key, expected) => {
    expect(looksLikeId(key)).toBe(expected);
  });
});
