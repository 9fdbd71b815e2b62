/** Services that check credentials, replayed against recordings whose credentials redaction has replaced. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { JwtSigning } from '../../../src/domain/credential.ts';
import { replayPlan } from '../../../src/replay/replay-plan.ts';
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
