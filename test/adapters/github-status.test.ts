import { describe, expect, test } from '@jest/globals';
import { postStatus } from '../../src/adapters/github-status.ts';
import { aScene, openPull, pushTo, tokens } from '../support/fake-github-scene.ts';
import { accountOf, statusInForce, type World } from '../support/fake-github-world.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const head = 'c'.repeat(40);
const passed = { sha: head, state: 'success', description: 'No counted finding' } as const;

function sceneWithPull(): World {
  const world = aScene();
  openPull(world);
  return world;
}

describe('postStatus', () => {
  test('posts one status of our context, and the same one never twice', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, async (fake) => {
      const client = clientOf(fake);
      expect(await postStatus(client, passed)).toEqual({ posted: true, note: null });
      expect(await postStatus(client, passed)).toEqual({ posted: false, note: null });
      expect(world.statuses.get(head)).toMatchObject([{ context: 'shadowgate', ...{ state: 'success' } }]);
    });
  });

  test.each([
    ['another state', { state: 'pending' }],
    ['another reason', { description: 'Approved by sara' }],
    ['another page', { targetUrl: 'https://github.example/run/1' }],
  ] as const)('%s is posted', async (_name, change) => {
    const world = sceneWithPull();
    await withFakeGitHub(world, async (fake) => {
      const client = clientOf(fake);
      await postStatus(client, passed);
      expect(await postStatus(client, { ...passed, ...change })).toMatchObject({ posted: true });
    });
  });

  test('a forged status is replaced even when it says the same', async () => {
    const world = sceneWithPull();
    const forged = { id: 1, context: 'ShadowGate', state: 'success', description: passed.description };
    world.statuses.set(head, [{ ...forged, target_url: null, creator: accountOf(world, 'dev') }]);
    await withFakeGitHub(world, async (fake) => {
      expect(await postStatus(clientOf(fake), passed)).toMatchObject({ posted: true });
      expect(statusInForce(world, head, 'shadowgate')?.creator.login).toBe('github-actions[bot]');
    });
  });

  test('statuses of other names do not count, however many there are', async () => {
    const world = sceneWithPull();
    const creator = accountOf(world, 'github-actions[bot]');
    const other = { id: 1, context: 'build', state: 'failure', description: null, target_url: null, creator };
    await withFakeGitHub(world, async (fake) => {
      const client = clientOf(fake);
      await postStatus(client, passed);
      world.statuses.get(head)?.unshift(...Array.from({ length: 250 }, () => other));
      expect(await postStatus(client, passed)).toMatchObject({ posted: false });
    });
  });

  test('a long reason is cut to what GitHub takes', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, async (fake) => {
      await postStatus(clientOf(fake), { ...passed, description: 'ö'.repeat(200) });
      expect(statusInForce(world, head, 'shadowgate')?.description).toBe(`${'ö'.repeat(139)}…`);
    });
  });

  test('a push in the last moment: the status goes to the commit that was judged, and a note tells', async () => {
    const world = sceneWithPull();
    const pull = world.pulls.get(7);
    const next = 'd'.repeat(40);
    await withFakeGitHub(world, async (fake) => {
      fake.beforeRequest(
        { method: 'GET', path: /pulls\/7$/, nth: 1 },
        () => pull && pushTo(world, pull, next),
      );
      const { posted, note } = await postStatus(clientOf(fake), { ...passed, pullRequestNumber: 7 });
      expect(posted).toBe(true);
      expect(note).toContain('moved on to dddddddd');
      expect(statusInForce(world, head, 'shadowgate')?.state).toBe('success');
      expect(statusInForce(world, next, 'shadowgate')).toBeNull();
    });
  });

  test('the token of a fork is told as what it is', async () => {
    await withFakeGitHub(sceneWithPull(), async (fake) => {
      const error = await failureOf(postStatus(clientOf(fake, { token: tokens.fork }), passed));
      expect(error).toMatchObject({
        code: 'github-failed',
        message: expect.stringContaining('answered 403'),
      });
      expect(error['remedy']).toContain('fork');
    });
  });

  test('a status without a reason is our bug, not a green light', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, async (fake) => {
      expect(await failureOf(postStatus(clientOf(fake), { ...passed, description: ' ' }))).toMatchObject({
        code: 'github-failed',
      });
      expect(statusInForce(world, head, 'shadowgate')).toBeNull();
    });
  });
});
