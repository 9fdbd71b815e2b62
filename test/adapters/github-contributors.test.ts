import { describe, expect, test } from '@jest/globals';
import {
  coAuthorAddresses,
  loginOfNoreplyAddress,
  readContributors,
} from '../../src/adapters/github-contributors.ts';
import { readPullRequest } from '../../src/adapters/github-pull-request.ts';
import { aCommitOnFake, aScene, openPull, pushTo } from '../support/fake-github-scene.ts';
import { accountOf, type CommitOnFake, type World } from '../support/fake-github-world.ts';
import { clientOf, withFakeGitHub } from '../support/github-connection.ts';

const head = 'c'.repeat(40);

async function contributorsOf(world: World) {
  return withFakeGitHub(world, async (fake) => {
    const client = clientOf(fake);
    return readContributors(client, await readPullRequest(client, 7));
  });
}

test.each([
  ['12345+sara@users.noreply.github.com', 'sara'],
  ['sara-b@users.noreply.github.com', 'sara-b'],
  ['49699333+dependabot[bot]@users.noreply.github.com', 'dependabot[bot]'],
  ['1+sara@users.noreply.ghe.acme.example', 'sara'],
  ['sara@example.com', null],
  ['sara@users.noreply.github.com.evil@x', null],
])('the login in %s', (address, login) => {
  expect(loginOfNoreplyAddress(address)).toBe(login);
});

test('co-authors are found in any case, in any place, and only in their own line', () => {
  const message = [
    'Subject',
    '',
    'co-authored-by: A <a@example.com>',
    'Text about Co-authored-by: nobody <n@example.com>',
    'CO-AUTHORED-BY: B B <b@example.com>',
    'Co-authored-by: without address',
  ].join('\n');
  expect(coAuthorAddresses(message)).toEqual(['a@example.com', 'b@example.com']);
});

describe('who may not approve', () => {
  const trailer = (address: string) => `Round\n\nCo-authored-by: X <${address}>`;

  test.each<[string, (world: World) => Partial<CommitOnFake>, { user: string; why: string }]>([
    [
      'a commit author',
      (world) => ({ author: accountOf(world, 'eve') }),
      { user: 'eve', why: 'wrote commit cccccccc' },
    ],
    [
      'a committer',
      (world) => ({ committer: accountOf(world, 'eve') }),
      { user: 'eve', why: 'committed cccccccc' },
    ],
    [
      'a co-author with an address of GitHub',
      () => ({ message: trailer('5+eve@users.noreply.github.com') }),
      { user: 'eve', why: 'is a co-author of commit cccccccc' },
    ],
    [
      'an author whom only the address tells',
      () => ({ author: null, email: '5+eve@users.noreply.github.com' }),
      { user: 'eve', why: 'wrote commit cccccccc' },
    ],
  ])('%s', async (_name, change, expected) => {
    const world = aScene();
    openPull(world, { commits: [aCommitOnFake(world, head, change(world))] });
    const { excluded, warnings } = await contributorsOf(world);
    expect(excluded).toContainEqual(expected);
    expect(excluded).toContainEqual({ user: 'dev', why: 'opened pull request #7' });
    expect(warnings).toEqual([]);
  });

  test('who pushed the head, though the commit names somebody else', async () => {
    const world = aScene();
    pushTo(world, openPull(world), 'd'.repeat(40), 'mallory');
    const { excluded } = await contributorsOf(world);
    expect(excluded).toContainEqual({ user: 'mallory', why: 'pushed the head commit' });
  });

  test('each person once, with the first reason', async () => {
    const world = aScene();
    openPull(world);
    expect(await contributorsOf(world)).toEqual({
      excluded: [{ user: 'dev', why: 'opened pull request #7' }],
      warnings: [],
    });
  });

  test('the account of commits made on the web page is nobody', async () => {
    const world = aScene();
    openPull(world, { commits: [aCommitOnFake(world, head, { committer: accountOf(world, 'web-flow') })] });
    expect((await contributorsOf(world)).excluded.map(({ user }) => user)).toEqual(['dev']);
  });

  test('all pages of commits count', async () => {
    const world = aScene();
    const commits = Array.from({ length: 120 }, (_, index) =>
      aCommitOnFake(world, head, { author: accountOf(world, `author-${index}`) }),
    );
    openPull(world, { commits });
    expect((await contributorsOf(world)).excluded).toHaveLength(121);
  });
});

describe('who could not be found out is said, without the address', () => {
  test.each<[string, Partial<CommitOnFake>, string]>([
    ['an author', { author: null, email: 'eve@home.example' }, 'wrote commit cccccccc'],
    ['a co-author', { message: 'x\n\nCo-authored-by: E <eve@home.example>' }, 'co-author of commit cccccccc'],
  ])('%s', async (_name, change, expected) => {
    const world = aScene();
    openPull(world, { commits: [aCommitOnFake(world, head, change)] });
    const { warnings } = await contributorsOf(world);
    expect(warnings).toEqual([expect.stringContaining(expected)]);
    expect(warnings.join()).not.toContain('home.example');
  });

  test('but not for the address of a tool', async () => {
    const world = aScene();
    const message = 'x\n\nCo-authored-by: Claude <noreply@anthropic.com>';
    openPull(world, { commits: [aCommitOnFake(world, head, { message })] });
    expect((await contributorsOf(world)).warnings).toEqual([]);
  });

  test('the pusher of a deleted fork', async () => {
    const world = aScene();
    world.pulls.set(7, { ...openPull(world), headRepository: null });
    expect((await contributorsOf(world)).warnings).toEqual([
      expect.stringContaining('pushed the head commit'),
    ]);
  });
});
