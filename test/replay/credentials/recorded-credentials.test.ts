import { expect, test } from '@jest/globals';
import { credentialAt, recordedCredentials } from '../../../src/replay/credentials/recorded-credentials.ts';

const names = {
  isSecret: (name: string) => /key|token/i.test(name),
  isSessionCookie: (name: string) => name === 'sid',
};

test('credentials are found in headers, cookies and the query, by names that promise one', () => {
  const found = recordedCredentials(
    {
      target: '/a?api_key=sg%5Fq&page=2&token=',
      requestHeaders: [
        ['Authorization', 'Bearer sg_b'],
        ['Cookie', 'theme=dark; sid="sg_c"; sid='],
        ['X-Api-Key', 'sg_k'],
        ['X-Request-Id', '17'],
      ],
    },
    names,
  );
  expect(found).toEqual([
    { place: 'header.authorization', scheme: 'bearer', text: 'sg_b' },
    { place: 'cookie.sid', scheme: 'plain', text: 'sg_c' },
    { place: 'header.x-api-key', scheme: 'plain', text: 'sg_k' },
    { place: 'query.api_key', scheme: 'plain', text: 'sg_q' },
  ]);
});

test.each([
  ['Basic c2dfYTpzZ19i', 'basic'],
  ['Digest username="a", response="b"', 'signed'],
  ['AWS4-HMAC-SHA256 Credential=a', 'signed'],
  ['sg_only', 'plain'],
])('%s is %s', (value, scheme) => {
  expect(
    recordedCredentials({ target: '/', requestHeaders: [['authorization', value]] }, names),
  ).toMatchObject([{ scheme }]);
});

test('one place is looked up whatever its name promises', () => {
  const head = { target: '/', requestHeaders: [['Cookie', 'a=1; theme=2']] as const };
  expect(credentialAt(head, 'cookie.theme')).toBe('2');
  expect(credentialAt(head, 'header.authorization')).toBeNull();
});
