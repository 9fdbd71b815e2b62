import { expect, test } from '@jest/globals';
import { readNestedValues } from '../../../src/replay/values/nested-values.ts';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const jwt = (claims: unknown) =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

function found(text: string): readonly string[] {
  const values: string[] = [];
  readNestedValues(text, ({ step, text: inner }) => values.push(`${step}=${inner}`));
  return values;
}

test.each<[string, string, readonly string[]]>([
  ['JSON', '{"user":{"id":17}}', ['/(json)/user/id=17']],
  ['JSON in base64', base64({ after: 'a3f9' }), ['/(base64)/after=a3f9']],
  ['a list in base64', base64(['a3f9']), ['/(base64)/0=a3f9']],
  ['JSON percent-encoded', encodeURIComponent('{"id":"a3f9"}'), ['/(encoded)/id=a3f9']],
  ['claims of a JWT, but those about itself', jwt({ sub: 'u1', exp: 9 }), ['/(jwt)/sub=u1']],
  [
    'what is packed twice',
    JSON.stringify({ token: jwt({ sub: 'u1' }) }),
    [`/(json)/token=${jwt({ sub: 'u1' })}`, '/(json)/token/(jwt)/sub=u1'],
  ],
  ['a sentence', 'Ordered every day', []],
  ['a word that base64 could spell', 'eyJustAWord', []],
  ['what only begins as JSON', '{"id":"a3f9"', []],
  ['what is damaged', '%7B%ZZ', []],
  ['an id', '5f0c8a2e-9f6f-4a52-9f5e-3d2a1b0c9d8e', []],
])('%s', (_name, text, expected) => {
  expect(found(text)).toEqual(expected);
});

test('deeper than three levels, nothing is taken apart, and nothing that is long', () => {
  const pack = (text: string, times: number): string =>
    times === 0 ? text : pack(JSON.stringify({ a: text }), times - 1);
  expect(found(pack('x', 6)).filter((value) => value.endsWith('=x'))).toEqual([]);
  expect(found(pack('x', 3)).at(-1)).toBe('/(json)/a/(json)/a/(json)/a=x');
  expect(found(JSON.stringify({ a: 'y'.repeat(70_000) }))).toEqual([]);
});
