import { expect, test } from '@jest/globals';
import { readHeadSha, readPullRequest } from '../../src/adapters/github-pull-request.ts';
import { aCommitOnFake, aScene, baseTip, openPull, pushTo } from '../support/fake-github-scene.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const head = 'c'.repeat(40);

test('a pull request becomes a domain pull request with its places', async () => {
  const world = aScene();
  Object.assign(openPull(world), { labels: ['ai-assisted'], body: 'Why' });
  await withFakeGitHub(world, async (fake) => {
    expect(await readPullRequest(clientOf(fake), 7)).toEqual({
      pullRequest: {
        number: 7,
        title: 'Round discounts half up',
        body: 'Why',
        author: 'dev',
        authorIsBot: false,
        headBranch: 'topic',
        baseBranch: 'main',
        labels: ['ai-assisted'],
      },
      state: 'open',
      headSha: head,
      baseSha: baseTip,
      headRepository: { id: 7_001, name: 'acme/shop' },
      fromFork: false,
    });
  });
});

test.each([
  ['a fork', { fork: true }, { fromFork: true, headRepository: { name: 'dev/shop' } }],
  [
    'a bot',
    { author: 'renovate[bot]' },
    { pullRequest: { author: 'renovate[bot]', authorIsBot: true, body: '' } },
  ],
])('%s is told', async (_name, options, expected) => {
  const world = aScene();
  openPull(world, options);
  await withFakeGitHub(world, async (fake) => {
    expect(await readPullRequest(clientOf(fake), 7)).toMatchObject(expected);
  });
});

test('a deleted fork has no head repository, and is none of ours', async () => {
  const world = aScene();
  world.pulls.set(7, { ...openPull(world), headRepository: null });
  await withFakeGitHub(world, async (fake) => {
    expect(await readPullRequest(clientOf(fake), 7)).toMatchObject({ headRepository: null, fromFork: true });
  });
});

test.each([
  ['250 commits', 250, 1],
  ['3,000 files', 1, 3_000],
])('%s cannot be listed, so nothing is judged', async (_name, commits, files) => {
  const world = aScene();
  const pull = openPull(world);
  pull.commits = Array.from({ length: commits }, () => aCommitOnFake(world, head));
  pull.changedFiles = files;
  await withFakeGitHub(world, async (fake) => {
    const error = await failureOf(readPullRequest(clientOf(fake), 7));
    expect(error).toMatchObject({ code: 'github-failed', remedy: expect.stringContaining('Split') });
  });
});

test('the head is read anew', async () => {
  const world = aScene();
  const pull = openPull(world);
  await withFakeGitHub(world, async (fake) => {
    const client = clientOf(fake);
    expect(await readHeadSha(client, 7)).toBe(head);
    pushTo(world, pull, 'd'.repeat(40));
    expect(await readHeadSha(client, 7)).toBe('d'.repeat(40));
  });
});
