import { expect, test } from '@jest/globals';
import { aResponse, diff, named } from '../builders.ts';

const setting = (...cookies: readonly string[]) =>
  aResponse({ headers: cookies.map((cookie) => ['Set-Cookie', cookie] as const) });

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['the same in another order', ['a=1; Path=/', 'b=2'], ['b=2', 'a=1; path=/'], []],
  ['a changed value', ['a=1; Secure'], ['a=2; Secure'], ['header-changed header.set-cookie/a']],
  [
    'a lost flag beside a changed value',
    ['a=1; Secure; HttpOnly'],
    ['a=2; Secure'],
    ['header-changed header.set-cookie/a', 'header-removed header.set-cookie/a/httponly'],
  ],
  [
    'a changed attribute',
    ['a=1; SameSite=Strict'],
    ['a=1; SameSite=None'],
    ['header-changed header.set-cookie/a/samesite'],
  ],
  ['SameSite without case', ['a=1; SameSite=LAX'], ['a=1; samesite=lax'], []],
  ['Path with case', ['a=1; Path=/A'], ['a=1; Path=/a'], ['header-changed header.set-cookie/a/path']],
  ['a value encoded otherwise', ['a=x%2by'], ['a=x%2By'], []],
  ['a lost cookie', ['a=1', 'b=2'], ['a=1'], ['header-removed header.set-cookie/b']],
  ['an added cookie', [], ['a=1'], ['header-added header.set-cookie/a']],
  [
    'an equals sign in the value',
    ['a=x==; Path=/'],
    ['a=x=; Path=/'],
    ['header-changed header.set-cookie/a'],
  ],
])('%s', (_, baseline, other, expected) => {
  expect(named(diff(setting(...baseline), setting(...other)))).toEqual(expected);
});
