import { expect, test } from '@jest/globals';
import { readChangedPaths, readMergeBase } from '../../src/adapters/github-change.ts';
import { openPullRequestsAt } from '../../src/adapters/github-pull-request.ts';
import { aScene, baseTip, openPull } from '../support/fake-github-scene.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const head = 'c'.repeat(40);

test('every changed file is read, over pages, with where it was before', async () => {
  const world = aScene();
  const many = Array.from({ length: 120 }, (_, index) => ({
    filename: `${index}.js`,
    status: 'added' as const,
  }));
  const moved = { filename: 'new.js', status: 'renamed', previous_filename: 'old.js' } as const;
  openPull(world).files = [...many, moved, { filename: 'gone.js', status: 'removed' }];
  await withFakeGitHub(world, async (fake) => {
    const paths = await readChangedPaths(clientOf(fake), 7);
    expect(paths).toHaveLength(122);
    expect(paths.slice(119)).toEqual([
      { path: '119.js', previousPath: null, removed: false },
      { path: 'new.js', previousPath: 'old.js', removed: false },
      { path: 'gone.js', previousPath: null, removed: true },
    ]);
  });
});

test('the merge base is what GitHub says it is, and unknown commits are an error', async () => {
  const world = aScene();
  openPull(world);
  world.mergeBases.set(`${baseTip}...${head}`, 'e'.repeat(40));
  await withFakeGitHub(world, async (fake) => {
    expect(await readMergeBase(clientOf(fake), baseTip, head)).toBe('e'.repeat(40));
    expect(await failureOf(readMergeBase(clientOf(fake), baseTip, 'f'.repeat(40)))).toMatchObject({
      code: 'github-failed',
      remedy: expect.stringContaining('contents: read'),
    });
  });
});

test('open pull requests with a head, forks among them, over pages', async () => {
  const world = aScene();
  for (let number = 100; number < 230; number += 1) openPull(world, { number, head: 'd'.repeat(40) });
  openPull(world);
  openPull(world, { number: 8, fork: true });
  openPull(world, { number: 9 }).state = 'closed';
  await withFakeGitHub(world, async (fake) => {
    expect(await openPullRequestsAt(clientOf(fake), head)).toEqual([7, 8]);
  });
});
