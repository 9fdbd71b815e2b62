import { describe, expect, test } from '@jest/globals';
import { readReviews } from '../../src/adapters/github-reviews.ts';
import { aScene, openPull, tokens } from '../support/fake-github-scene.ts';
import { accountOf, nextId, type World } from '../support/fake-github-world.ts';
import { clientOf, withFakeGitHub } from '../support/github-connection.ts';

const head = 'c'.repeat(40);

function addReview(world: World, login: string | null, state: string, body = ''): void {
  const user = login === null ? null : accountOf(world, login);
  const submitted_at = '2026-05-01T10:00:00Z';
  world.reviews.push({ id: nextId(world), pull: 7, user, state, body, commit_id: head, submitted_at });
}

function sceneWithPull(): World {
  const world = aScene();
  openPull(world);
  return world;
}

async function reviewsOf(world: World, teams: readonly string[] = [], token: string = tokens.job) {
  return withFakeGitHub(world, async (fake) => ({
    ...(await readReviews(clientOf(fake, { token }), 7, teams)),
    asked: fake.log.map(({ path }) => path),
  }));
}

test('a review becomes a domain review', async () => {
  const world = sceneWithPull();
  addReview(world, 'sara', 'APPROVED', 'Fine.');
  const { reviews, warnings } = await reviewsOf(world);
  expect(warnings).toEqual([]);
  expect(reviews).toEqual([
    {
      id: expect.any(String),
      user: 'sara',
      userIsBot: false,
      role: 'maintain',
      teams: [],
      state: 'approved',
      commit: head,
      submittedAt: '2026-05-01T10:00:00Z',
      evidenceDigest: null,
      policyDigest: null,
    },
  ]);
});

test.each([
  ['whole', `evidence sha256:${'a'.repeat(64)}`, `sha256:${'a'.repeat(64)}`],
  ['short, as code', 'Looked at evidence `3f2a91c04b7d` twice', '3f2a91c04b7d'],
  ['too short to mean anything', 'evidence 3f2a91', null],
  ['something else', 'the evidence convinced me', null],
])('the evidence that a review names: %s', async (_name, body, expected) => {
  const world = sceneWithPull();
  addReview(world, 'sara', 'APPROVED', body);
  const [review] = (await reviewsOf(world)).reviews;
  expect(review).toMatchObject({ evidenceDigest: expected, policyDigest: null });
});

test.each([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['COMMENTED', 'commented'],
  ['DISMISSED', 'dismissed'],
  ['PENDING', 'pending'],
])('%s is %s, and all reviews stay in order', async (state, expected) => {
  const world = sceneWithPull();
  addReview(world, 'dev', 'COMMENTED');
  addReview(world, 'sara', state);
  const { reviews } = await reviewsOf(world);
  expect(reviews.map((review) => [review.user, review.state])).toEqual([
    ['dev', 'commented'],
    ['sara', expected],
  ]);
});

describe('roles', () => {
  test.each([
    ['maintain', 'maintain'],
    ['a role of the organisation', 'release-captain'],
    ['none', null],
  ])('%s', async (_name, role) => {
    const world = sceneWithPull();
    if (role) world.roles.set('pat', role);
    addReview(world, 'pat', 'APPROVED');
    expect((await reviewsOf(world)).reviews[0]?.role).toBe(role);
  });

  test('an account that GitHub says is no user has no role', async () => {
    const world = sceneWithPull();
    world.accounts.set('copilot', { id: 1, login: 'Copilot', type: 'User' });
    addReview(world, 'Copilot', 'APPROVED');
    expect((await reviewsOf(world)).reviews[0]).toMatchObject({ role: null });
  });

  test('bots are bots, ghosts are nobody, and neither is asked about; nor is who only commented', async () => {
    const world = sceneWithPull();
    addReview(world, 'approve-all[bot]', 'APPROVED');
    addReview(world, null, 'APPROVED');
    addReview(world, 'dev', 'COMMENTED');
    const { reviews, asked } = await reviewsOf(world);
    expect(reviews).toMatchObject([
      { user: 'approve-all[bot]', userIsBot: true, role: null },
      { user: 'ghost', userIsBot: true, role: null },
      { user: 'dev', userIsBot: false, role: null },
    ]);
    expect(asked.filter((path) => path.includes('permission'))).toEqual([]);
  });

  test('a person with many reviews is asked about once', async () => {
    const world = sceneWithPull();
    for (let time = 0; time < 4; time += 1) addReview(world, 'sara', 'APPROVED');
    const { asked } = await reviewsOf(world);
    expect(asked.filter((path) => path.includes('permission'))).toHaveLength(1);
  });
});

describe('teams', () => {
  test('members of the teams that the policy names', async () => {
    const world = sceneWithPull();
    world.teams.set('acme/seniors', new Set(['sara'])).set('acme/others', new Set(['sara']));
    addReview(world, 'sara', 'APPROVED');
    addReview(world, 'pat', 'APPROVED');
    const { reviews, warnings } = await reviewsOf(world, ['acme/seniors'], tokens.app);
    expect(reviews.map(({ teams }) => teams)).toEqual([['acme/seniors'], []]);
    expect(warnings).toEqual([]);
  });

  test('a token that may not look makes nobody a member, and says so', async () => {
    const world = sceneWithPull();
    world.teams.set('acme/seniors', new Set(['sara']));
    addReview(world, 'sara', 'APPROVED');
    const { reviews, warnings } = await reviewsOf(world, ['acme/seniors'], tokens.job);
    expect(reviews[0]?.teams).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('acme/seniors')]);
  });

  test('without a review nobody is asked about', async () => {
    const { asked, warnings } = await reviewsOf(sceneWithPull(), ['acme/seniors']);
    expect([asked.length, warnings]).toEqual([1, []]);
  });
});
