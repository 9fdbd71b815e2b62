import { expect, test } from '@jest/globals';
import { aResponse, aToken, diff, named } from '../builders.ts';

const withHeader = (value: string) => aResponse({ headers: [['X-Session', value]] });

test('a token in a header is compared by its claims', () => {
  const found = diff(withHeader(aToken({ role: 'admin' })), withHeader(aToken({ role: 'user' })));
  expect(named(found)).toEqual(['value-changed header.x-session/(jwt)/role']);
});

test('a plain difference is a changed header with both values', () => {
  const [found] = diff(withHeader('a'), withHeader('b'));
  expect(found).toMatchObject({ kind: 'header-changed', baseline: { text: 'a' }, candidate: { text: 'b' } });
});

test('what one side lacks has one value', () => {
  const [found] = diff(withHeader('a'), aResponse());
  expect(found).toMatchObject({ kind: 'header-removed', baseline: { text: 'a' }, candidate: null });
});
