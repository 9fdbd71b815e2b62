import { expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../src/domain/recording.ts';
import { sessionIdentity } from '../../../src/recording/relay/session-of.ts';

test.each<[string, HeaderLines, string]>([
  [
    'a session cookie',
    [
      ['Cookie', 'theme=dark; connect.sid=one'],
      ['Authorization', 'Bearer two'],
    ],
    'connect.sid=one',
  ],
  [
    'a session cookie in a second line',
    [
      ['cookie', 'a=b'],
      ['cookie', 'JSESSIONID=one'],
    ],
    'JSESSIONID=one',
  ],
  [
    'Authorization',
    [
      ['Cookie', 'theme=dark; csrftoken=x'],
      ['authorization', 'Bearer two'],
    ],
    'Bearer two',
  ],
  ['the connection', [['Cookie', 'theme=dark; sid=']], '10.0.0.1:50000'],
])('a session is known by %s', (_name, headers, identity) => {
  expect(sessionIdentity(headers, '10.0.0.1:50000')).toBe(identity);
});
