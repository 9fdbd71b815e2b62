// covers: open-credentials.ts
import { expect, test } from '@jest/globals';
import { credentialLines, warnOfCredentials } from '../../src/preparation/describe-credentials.ts';
import type { CredentialRow } from '../../src/replay/credentials/classify-credentials.ts';

const row = (fields: Partial<CredentialRow>): CredentialRow => ({
  ...{ place: 'header.authorization', class: 'static-redacted', exchanges: 4, sessions: 2, ids: ['a1b2c3'] },
  ...fields,
});

test('each row says what to do, and nothing from the traffic steers the terminal', () => {
  const rows = [row({ class: 'jwt-expired-in-shadow' }), row({ place: 'cookie.\u001b[31msid' })];
  const lines = credentialLines({ rows, exchanges: 8, doubtful: 8 });
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/4 requests, 2 sessions · jwt-expired-in-shadow \(a1b2c3\): .*`replay: jwt`/);
  expect(lines.join('')).not.toContain('\u001b');
  expect(credentialLines({ rows: [], exchanges: 8, doubtful: 0 })).toEqual([]);
});

test('only credentials that may be refused are warned of', () => {
  expect(warnOfCredentials({ rows: [row({ class: 'mapped' })], exchanges: 4, doubtful: 0 })).toBeNull();
  const warning = warnOfCredentials({
    rows: [row({ class: 'mapped' }), row({})],
    exchanges: 12,
    doubtful: 4,
  });
  expect(warning).toMatch(
    /^4 of 12 requests \(33\.3 %\) carry .*header\.authorization \(static-redacted, a1b2c3\);/,
  );
  expect(warning).not.toContain('mapped');
});
