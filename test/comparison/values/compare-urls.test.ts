import { expect, test } from '@jest/globals';
import { aResponse, diff, named } from '../builders.ts';

const compare = (name: string, baseline: string, other: string) =>
  named(diff(aResponse({ headers: [[name, baseline]] }), aResponse({ headers: [[name, other]] })));

test.each<[string, string, string, string, readonly string[]]>([
  [
    'a dropped parameter beside a changed one',
    'Location',
    '/cb?code=1&state=s',
    '/cb?code=2',
    ['header-changed header.location/query/code', 'header-removed header.location/query/state'],
  ],
  ['parameters in another order', 'Location', '/cb?a=1&b=2', '/cb?b=2&a=1', []],
  ['another path', 'Location', '/a', '/b', ['header-changed header.location/path']],
  [
    'another origin',
    'Location',
    'https://a.test/x',
    'http://a.test/x',
    ['header-changed header.location/origin'],
  ],
  ['relative for absolute', 'Location', 'https://a.test/x', '/x', ['header-changed header.location/origin']],
  [
    'a fragment as OAuth uses it',
    'Location',
    '/#token=1&state=s',
    '/#token=1',
    ['header-removed header.location/fragment/state'],
  ],
  ['a plain fragment', 'Content-Location', '/#a', '/#b', ['header-changed header.content-location/fragment']],
  [
    'a link by relation',
    'Link',
    '</p?page=2>; rel="next", </p?page=9>; rel="last"',
    '</p?page=9>; rel="last", </p?page=3>; rel="next"',
    ['header-changed header.link/next/query/page'],
  ],
  [
    'a lost link',
    'Link',
    '</a>; rel=next, </b>; rel=last',
    '</b>; rel=last',
    ['header-removed header.link/next'],
  ],
  ['a link that is none', 'Link', 'x', 'y', ['header-changed header.link']],
  ['a refresh', 'Refresh', '5; url=/a', '5; url=/b', ['header-changed header.refresh/path']],
  ['a delay', 'Refresh', '5; url=/a', '9; url=/a', ['header-changed header.refresh/delay']],
])('%s', (_, name, baseline, other, expected) => {
  expect(compare(name, baseline, other)).toEqual(expected);
});
