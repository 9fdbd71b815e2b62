// covers: log-in.ts
/** Services that check credentials, replayed against recordings whose credentials redaction has replaced. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { JwtSigning } from '../../../src/domain/credential.ts';
import { type ReplayRequest, replayPlan } from '../../../src/replay/replay-plan.ts';
import { anExchange } from '../support/an-exchange.ts';
import { type Answer, answerJson, type LoggingServer } from '../support/logging-server.ts';
import { allOf, requestTo, settings, threeOf, wordOf } from '../support/three-instances.ts';
import { aKeyPair, aRedactedJwt, claimsOf, isValidJwt } from './a-jwt.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function started(makeService: () => Answer): Promise<readonly LoggingServer[]> {
  const servers = await threeOf(makeService);
  cleanUps.push(...servers.map(({ stop }) => stop));
  return servers;
}

const recordedAt = Date.now() - 30 * 86_400_000;
const seconds = (ms: number) => Math.floor(ms / 1000);

function asking(jwt: string, id = 'x1') {
  return anExchange({
    ...{ id, session: 's', target: '/me', startedAt: recordedAt },
    requestHeaders: [
      ['Host', 'a'],
      ['Authorization', `Bearer ${jwt}`],
    ],
    responseBody: '{"user":"17"}',
  });
}

describe('a service with opaque sessions', () => {
  const login = {
    ...{ method: 'POST', target: '/login', headers: { 'Content-Type': 'application/json' } },
    body: '{"user":"shadow"}',
  };
  const sessions = (): Answer => {
    const open = new Set<string>();
    return (asked, body, response) => {
      const sid =
        /sid=([^;]+)/.exec(asked.headers.cookie ?? '')?.[1] ?? asked.headers.authorization?.slice(7) ?? '';
      if (asked.url !== '/login') return answerJson(response, open.has(sid) ? 200 : 401, {});
      if (!body.includes('shadow')) return answerJson(response, 403, {});
      const made = randomUUID();
      open.add(made);
      response.setHeader('Set-Cookie', `sid=${made}; Path=/`);
      return answerJson(response, 200, { data: { token: made } });
    };
  };
  const asked = (id: string, session: string, line: readonly [string, string]) =>
    anExchange({ id, session, target: '/me', requestHeaders: [['Host', 'a'], line] });
  const recorded = [
    asked('x1', 'a', ['Authorization', 'Bearer sg_AbCdEfGhIjKlMnOpQrStUv']),
    asked('x2', 'b', ['Authorization', 'Bearer sg_ZyXwVuTsRqPoNmLkJiHgFe']),
    asked('x3', 'a', ['Authorization', 'Bearer sg_AbCdEfGhIjKlMnOpQrStUv']),
    asked('x4', 'c', ['Cookie', 'theme=dark; sid=sg_1yXwVuTsRqPoNmLkJiHgFe']),
  ];
  const both = [
    { ...login, token: 'body/data/token', send: 'header.Authorization' },
    { ...login, token: 'cookie.sid', send: 'cookie.sid' },
  ];

  test('lets sessions in whose login is not in the recording, after one login each', async () => {
    const servers = await started(sessions);
    const before = await allOf(replayPlan(await requestTo(servers, recorded)));
    expect(before.map(wordOf)).toEqual(['401', '401', '401', '401']);
    const told = { settings: { ...settings, login: both } };
    const after = await allOf(replayPlan(await requestTo(servers, recorded, told)));
    expect(after.map(wordOf)).toEqual(['200', '200', '200', '200']);
    const liveOf = (at: number) => after[at]?.candidate.substitutions[0]?.live;
    expect(liveOf(0)).toBe(liveOf(2));
    expect(liveOf(0)).not.toBe(liveOf(1));
    expect(after[0]?.baseline.substitutions[0]?.live).not.toBe(liveOf(0));
  });

  test('that refuses the login is told, with what was sent left as recorded', async () => {
    const servers = await started(sessions);
    const refused = both.map((each) => ({ ...each, body: '{"user":"s3cret"}' }));
    const notes: string[] = [];
    const onProgress: ReplayRequest['onProgress'] = (event) => {
      if (event.kind === 'note') notes.push(event.text);
    };
    const told = { settings: { ...settings, login: refused }, onProgress };
    const observed = await allOf(replayPlan(await requestTo(servers, recorded, told)));
    expect(observed.map(wordOf)).toEqual(['401', '401', '401', '401']);
    expect(notes).toContainEqual(
      expect.stringMatching(/^3 of 3 logins of `replay: login` failed on the candidate \(answer 403 without/),
    );
    expect(notes.join()).not.toContain('s3cret');
  });
});

describe('a service that verifies JWTs', () => {
  const pair = aKeyPair('ES256');
  test.each([
    ['HS256', 'a secret of the shadow', 'a secret of the shadow'],
    ['ES256', pair.pem, pair.publicKey],
  ] as const)(
    'of %s lets tokens of a month ago in, once they are signed anew',
    async (algorithm, key, verifier) => {
      const makeService = (): Answer => (asked, _body, response) => {
        const jwt = asked.headers.authorization?.replace('Bearer ', '') ?? '';
        const isValid = isValidJwt(jwt, verifier, seconds(Date.now()));
        answerJson(response, isValid ? 200 : 401, isValid ? { user: claimsOf(jwt)['sub'] } : {});
      };
      const servers = await started(makeService);
      const claims = { sub: '17', iat: seconds(recordedAt) - 60, exp: seconds(recordedAt) + 3600 };
      const jwt = aRedactedJwt(algorithm, claims);
      const recorded = [asking(jwt), asking(jwt, 'x2')];
      const signing: JwtSigning = {
        ...{ algorithm, key: { kind: 'text', text: key }, header: {}, claims: ['exp', 'iat', 'nbf'] },
      };
      const before = await allOf(replayPlan(await requestTo(servers, recorded)));
      expect(before.map(wordOf)).toEqual(['401', '401']);
      const told = { settings: { ...settings, jwt: [signing] } };
      const after = await allOf(replayPlan(await requestTo(servers, recorded, told)));
      expect(after.map(wordOf)).toEqual(['200', '200']);
      const sent = new Set(
        after.flatMap(({ baseline, candidate }) =>
          [baseline, candidate].flatMap(({ substitutions }) => substitutions.map(({ live }) => live)),
        ),
      );
      expect(sent.size).toBe(1);
    },
  );

  test('and issues them gives each instance its own, whatever the settings could sign', async () => {
    const made = aRedactedJwt('HS256', { sub: '17' });
    const servers = await started(() => {
      const own = aRedactedJwt('HS256', { sub: '17', jti: randomUUID() });
      return (asked, _body, response) => {
        if (asked.url === '/login') answerJson(response, 200, { token: own });
        else answerJson(response, asked.headers.authorization === `Bearer ${own}` ? 200 : 401, {});
      };
    });
    const login = anExchange({
      id: 'x0',
      method: 'POST',
      target: '/login',
      responseBody: `{"token":"${made}"}`,
    });
    const signing: JwtSigning = {
      ...{ algorithm: 'HS256', key: { kind: 'text', text: 'k' }, header: {}, claims: [] },
    };
    const told = { settings: { ...settings, jwt: [signing] } };
    const observed = await allOf(replayPlan(await requestTo(servers, [login, asking(made)], told)));
    expect(observed.map(wordOf)).toEqual(['200', '200']);
  });
});
