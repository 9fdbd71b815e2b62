import { expect, test } from '@jest/globals';
import { readPeople } from '../../action/read-people.ts';
import { withSession } from '../support/action-session.ts';
import { aPolicy } from '../support/builders.ts';
import { aCommitOnFake, aScene, openPull } from '../support/fake-github-scene.ts';
import { withFakeGitHub } from '../support/github-connection.ts';

test('reviews, exclusions and everything that could not be found out, together', async () => {
  const world = aScene();
  const commit = aCommitOnFake(world, 'c'.repeat(40), { committer: null, email: 'x@home.example' });
  openPull(world, { commits: [commit] });
  const sara = world.accounts.get('sara') ?? null;
  const review = {
    id: 1,
    pull: 7,
    user: sara,
    body: '',
    commit_id: 'c'.repeat(40),
    submitted_at: '2026-05-01T10:00:00Z',
  };
  world.reviews.push({ ...review, state: 'APPROVED' });
  await withFakeGitHub(world, (fake) =>
    withSession(fake, {}, async ({ github }) => {
      const facts = await github.readPullRequest(7);
      const people = await readPeople(github, facts, aPolicy());
      expect(people.reviews.map(({ user, role }) => [user, role])).toEqual([['sara', 'maintain']]);
      expect(people.excluded.map(({ user }) => user)).toEqual(['dev']);
      expect(people.warnings).toEqual([
        expect.stringContaining('acme/seniors'),
        expect.stringContaining('committed cccccccc'),
      ]);
    }),
  );
});
