import { expect, test } from '@jest/globals';
import type { CredentialClass, JwtSigning } from '../../../src/domain/credential.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import {
  type ClassifyRequest,
  classifyCredentials,
  isDoubtful,
} from '../../../src/replay/credentials/classify-credentials.ts';
import { planReplay } from '../../../src/replay/plan-replay.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';
import { aRedactedJwt } from './a-jwt.ts';

const now = 1_800_000_000_000;
const token = 'sg_AbCdEfGhIjKlMnOpQrStUv';
const other = 'sg_ZyXwVuTsRqPoNmLkJiHgFe';
const names = {
  isSecret: (name: string) => /key/i.test(name),
  isSessionCookie: (name: string) => name === 'sid',
};
const nothing = { credentials: [], jwt: [], login: [] };

async function classesOf(
  exchanges: readonly Exchange[],
  settings: Partial<ClassifyRequest['settings']> = {},
  clock: ClassifyRequest['clock'] = 'real',
) {
  const plan = await planReplay(asRecording(exchanges));
  const { credentials } = await classifyCredentials({
    ...{ plan, names, clock, now, settings: { ...nothing, ...settings } },
    exchanges: () => asRecording(exchanges),
  });
  return credentials;
}

const bearing = (text: string, session = 's') =>
  anExchange({ session, target: '/me', requestHeaders: [['Authorization', text]] });
const login = anExchange({
  session: 'c',
  method: 'POST',
  target: '/login',
  responseBody: `{"token":"${token}"}`,
});
const jwt = (exp: number) => aRedactedJwt('HS256', { sub: '1', exp });
const signing: JwtSigning = {
  ...{ algorithm: 'HS256', key: { kind: 'text', text: 'k' }, header: {}, claims: [] },
};
const sessionLogin = {
  ...{
    method: 'POST',
    target: '/login',
    headers: {},
    body: '',
    token: 'body/token',
    send: 'header.Authorization',
  },
};

test.each<[string, readonly Exchange[], Partial<ClassifyRequest['settings']>, CredentialClass]>([
  ['issued by a login of the recording', [login, bearing(`Bearer ${token}`)], {}, 'issued-in-recording'],
  ['mapped', [bearing(`Bearer ${token}`)], { credentials: [{ recorded: token, replay: 'a' }] }, 'mapped'],
  [
    'mapped by its password',
    [bearing(`Basic ${Buffer.from(`ada:${token}`).toString('base64')}`)],
    { credentials: [{ recorded: token, replay: 'a' }] },
    'mapped',
  ],
  ['a JWT with a key', [bearing(`Bearer ${jwt(1)}`)], { jwt: [signing] }, 'jwt-verifiable-with-key'],
  ['a JWT whose time has passed', [bearing(`Bearer ${jwt(now / 1000 - 1)}`)], {}, 'jwt-expired-in-shadow'],
  ['a JWT with time left and no key', [bearing(`Bearer ${jwt(now / 1000 + 60)}`)], {}, 'static-redacted'],
  ['of a session that logs in first', [bearing(`Bearer ${token}`)], { login: [sessionLogin] }, 'login-first'],
  ['a token that nothing explains', [bearing(`Bearer ${token}`)], {}, 'static-redacted'],
  ['a proof of the very request', [bearing('Digest username="a"')], {}, 'unknown'],
])('%s', async (_name, exchanges, settings, expected) => {
  const { rows } = await classesOf(exchanges, settings);
  expect(rows).toMatchObject([{ place: 'header.authorization', class: expected, exchanges: 1 }]);
});

test('a clock that starts at the recorded instant leaves no JWT expired', async () => {
  const { rows } = await classesOf([bearing(`Bearer ${jwt(1)}`)], {}, 'recorded');
  expect(rows).toMatchObject([{ class: 'static-redacted' }]);
});

test('requests, sessions and credentials are counted, and shown by ids that tell nothing', async () => {
  const cookie = anExchange({ session: 'b', requestHeaders: [['Cookie', `sid=${other}; theme=dark`]] });
  const { rows, exchanges, doubtful } = await classesOf([
    ...[bearing(`Bearer ${token}`, 'a'), bearing(`Bearer ${token}`, 'b'), bearing(`Bearer ${other}`, 'b')],
    ...[cookie, anExchange({ target: '/public' })],
  ]);
  expect({ exchanges, doubtful }).toEqual({ exchanges: 5, doubtful: 4 });
  expect(rows).toEqual([
    {
      ...{ place: 'header.authorization', class: 'static-redacted', exchanges: 3, sessions: 2 },
      ids: [expect.stringMatching(/^[0-9a-f]{6}$/), expect.stringMatching(/^[0-9a-f]{6}$/)],
    },
    { place: 'cookie.sid', class: 'static-redacted', exchanges: 1, sessions: 1, ids: [rows[0]?.ids[1]] },
  ]);
  expect(rows.every(isDoubtful)).toBe(true);
  expect(JSON.stringify(rows)).not.toContain('sg_');
});
