import { expect, test } from '@jest/globals';
import { connectGitHub } from '../../src/adapters/github.ts';
import { commentMarker } from '../../src/adapters/github-comment.ts';
import { aScene, baseTip, openPull, repositoryName, tokens } from '../support/fake-github-scene.ts';
import { withFakeGitHub } from '../support/github-connection.ts';

test('one connection does everything that a verdict needs', async () => {
  const world = aScene();
  const { headSha } = openPull(world);
  world.files.set(baseTip, new Map([['.github/shadowgate.yml', 'policy']]));
  await withFakeGitHub(world, async (fake) => {
    const github = connectGitHub({ token: tokens.job, apiUrl: fake.url, repository: repositoryName });
    const facts = await github.readPullRequest(7);
    const tip = await github.tipOf(facts.pullRequest.baseBranch);
    expect(await github.readFile(tip, '.github/shadowgate.yml')).toBe('policy');
    expect(await github.findEvidence({ sha: headSha, repositoryId: world.id })).toBeNull();
    expect(await github.readReviews(7, [])).toEqual({ reviews: [], warnings: [] });
    expect((await github.contributors(facts)).excluded).toHaveLength(1);
    await github.postStatus({ sha: headSha, state: 'pending', description: 'Waiting', pullRequestNumber: 7 });
    expect(await github.latestStatus(headSha)).toMatchObject({ state: 'pending', description: 'Waiting' });
    expect(await github.upsertComment(7, commentMarker)).toMatchObject({ kind: 'created' });
    expect(fake.log.length).toBeLessThanOrEqual(16);
  });
});
