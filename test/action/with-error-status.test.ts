import { expect, test } from '@jest/globals';
import { withErrorStatus } from '../../action/with-error-status.ts';
import { GateError } from '../../src/errors.ts';
import { withSession } from '../support/action-session.ts';
import { aScene, openPull, tokens } from '../support/fake-github-scene.ts';
import { statusInForce } from '../support/fake-github-world.ts';
import { failureOf, withFakeGitHub } from '../support/github-connection.ts';

const sha = 'c'.repeat(40);
const failure = new GateError({ code: 'build-failed', message: 'npm ci ended with 1', remedy: 'Fix it.' });

function sceneWithPull() {
  const world = aScene();
  openPull(world);
  return world;
}

test('work that ends well posts nothing', async () => {
  await withFakeGitHub(sceneWithPull(), (fake) =>
    withSession(fake, {}, async ({ github, output }) => {
      expect(await withErrorStatus({ github, output, sha, runUrl: null }, async () => 'done')).toBe('done');
      expect(fake.log).toEqual([]);
    }),
  );
});

test.each([
  ['an expected failure', failure, 'The gate failed (build-failed: npm ci ended with 1)'],
  ['a bug', new TypeError('secret'), 'The gate failed (a bug in Shadowgate)'],
])('%s takes the green light away, and is passed on', async (_name, error, description) => {
  const world = sceneWithPull();
  await withFakeGitHub(world, (fake) =>
    withSession(fake, {}, async ({ github, output }) => {
      await github.postStatus({ sha, state: 'success', description: 'earlier' });
      const failed = withErrorStatus({ github, output, sha, runUrl: null }, () => Promise.reject(error));
      await expect(failed).rejects.toBe(error);
      expect(statusInForce(world, sha, 'shadowgate')).toMatchObject({ state: 'error', description });
    }),
  );
});

test('when not even that can be posted, the first failure is still the one that is told', async () => {
  await withFakeGitHub(sceneWithPull(), (fake) =>
    withSession(fake, { token: tokens.fork }, async ({ github, output }, told) => {
      const failed = withErrorStatus({ github, output, sha, runUrl: null }, () => Promise.reject(failure));
      expect(await failureOf(failed)).toBe(failure);
      expect(told.warnings).toEqual([
        expect.stringMatching(/could not be set to `error`: GitHub answered 403/),
      ]);
    }),
  );
});
