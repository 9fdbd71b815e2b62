import { describe, expect, test } from '@jest/globals';
import { commentMarker, upsertComment } from '../../src/adapters/github-comment.ts';
import { aScene, openPull } from '../support/fake-github-scene.ts';
import { accountOf, type World } from '../support/fake-github-world.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const report = (text: string) => `${commentMarker}\n${text}`;

function sceneWithPull(): World {
  const world = aScene();
  openPull(world);
  return world;
}

describe('upsertComment', () => {
  test('one comment, rewritten in place, left alone when nothing changed', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, async (fake) => {
      const client = clientOf(fake);
      const created = await upsertComment(client, 7, report('first'));
      const updated = await upsertComment(client, 7, report('second'));
      const unchanged = await upsertComment(client, 7, report('second'));
      expect([created.kind, updated.kind, unchanged.kind]).toEqual(['created', 'updated', 'unchanged']);
      expect(new Set([created.url, updated.url, unchanged.url]).size).toBe(1);
      expect(world.comments.map(({ body }) => body)).toEqual([report('second')]);
    });
  });

  test.each<[string, string, string]>([
    ['somebody else who pasted our marker', 'mallory', report('VERDICT: passed')],
    ['another comment of the same account', 'github-actions[bot]', 'coverage report'],
    ['a comment of the same account that quotes the marker', 'github-actions[bot]', `> ${report('x')}`],
  ])('%s is not taken for ours', async (_name, login, body) => {
    const world = sceneWithPull();
    world.comments.push({ id: 1, issue: 7, user: accountOf(world, login), body });
    await withFakeGitHub(world, async (fake) => {
      expect(await upsertComment(clientOf(fake), 7, report('ours'))).toMatchObject({ kind: 'created' });
      expect(world.comments.map((comment) => comment.body)).toEqual([body, report('ours')]);
    });
  });

  test('ours is found behind hundreds of others', async () => {
    const world = sceneWithPull();
    const dev = accountOf(world, 'dev');
    for (let id = 1; id <= 210; id += 1) world.comments.push({ id, issue: 7, user: dev, body: 'talk' });
    world.comments.push({
      id: 999,
      issue: 7,
      user: accountOf(world, 'github-actions[bot]'),
      body: report('old'),
    });
    await withFakeGitHub(world, async (fake) => {
      expect(await upsertComment(clientOf(fake), 7, report('new'))).toMatchObject({ kind: 'updated' });
      expect(world.comments).toHaveLength(211);
    });
  });

  test.each([
    ['a report that is too long', report('x'.repeat(65_536))],
    ['a report without its marker', 'x'],
  ])('%s is refused before anything is sent', async (_name, body) => {
    await withFakeGitHub(sceneWithPull(), async (fake) => {
      expect(await failureOf(upsertComment(clientOf(fake), 7, body))).toMatchObject({
        code: 'github-failed',
      });
      expect(fake.log).toEqual([]);
    });
  });

  test('a 502 while creating is not tried again: nobody knows whether the comment exists', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, async (fake) => {
      fake.faults.push({ method: 'POST', path: /comments/, status: 502, times: 1 });
      await failureOf(upsertComment(clientOf(fake), 7, report('x')));
      expect(
        fake.log.filter(({ path, method }) => method === 'POST' && path.includes('comments')),
      ).toHaveLength(1);
    });
  });
});
