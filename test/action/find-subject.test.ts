import { describe, expect, test } from '@jest/globals';
import { findBase, findSubject } from '../../action/find-subject.ts';
import { withSession } from '../support/action-session.ts';
import { aPullRequest } from '../support/builders.ts';
import { aScene, baseTip, openPull } from '../support/fake-github-scene.ts';
import { failureOf, withFakeGitHub } from '../support/github-connection.ts';

const head = 'c'.repeat(40);
const dispatch = { kind: 'dispatch' } as const;
const pullRequest = aPullRequest();
const occasion = {
  kind: 'pull-request',
  trigger: 'push',
  pullRequest,
  headSha: head,
  baseSha: baseTip,
  fromFork: false,
} as const;

describe('findSubject', () => {
  test('an event names everything, and GitHub is not asked', async () => {
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, {}, async (session) => {
        expect(await findSubject(session, occasion)).toEqual({
          pullRequest,
          headSha: head,
          fromFork: false,
          baseRevisions: ['refs/remotes/origin/main', baseTip],
        });
        expect(fake.log).toEqual([]);
      }),
    );
  });

  test('a dispatch may name a pull request', async () => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { inputs: { pullRequest: 7 } }, async (session) => {
        expect(await findSubject(session, dispatch)).toMatchObject({
          headSha: head,
          pullRequest: { number: 7 },
        });
      }),
    );
  });

  test('the end of another workflow is looked up by its commit, also for a fork', async () => {
    const world = aScene();
    openPull(world, { number: 8, head: 'd'.repeat(40) });
    openPull(world, { fork: true });
    await withFakeGitHub(world, (fake) =>
      withSession(fake, {}, async (session) => {
        const ended = { kind: 'workflow-run', headSha: head } as const;
        expect(await findSubject(session, ended)).toMatchObject({
          pullRequest: { number: 7 },
          fromFork: true,
        });
        const gone = await failureOf(findSubject(session, { ...ended, headSha: 'e'.repeat(40) }));
        expect(gone).toMatchObject({ code: 'event-unusable' });
      }),
    );
  });

  test('a dispatch for a fork says so', async () => {
    const world = aScene();
    openPull(world, { fork: true });
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { inputs: { pullRequest: 7 } }, async (session) => {
        expect(await findSubject(session, dispatch)).toMatchObject({ fromFork: true });
      }),
    );
  });

  test('a dispatch may name two revisions', async () => {
    const options = { inputs: { base: 'main', head: 'topic' }, revisions: { topic: head } };
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, options, async (session) => {
        expect(await findSubject(session, dispatch)).toEqual({
          pullRequest: null,
          headSha: head,
          fromFork: false,
          baseRevisions: ['main'],
        });
      }),
    );
  });

  test.each([
    ['nothing named', dispatch, {}, 'bad-usage'],
    ['half of it named', dispatch, { base: 'main' }, 'bad-usage'],
    ['an unknown head', dispatch, { base: 'main', head: 'gone' }, 'revision-unknown'],
    ['a head beside a pull request event', occasion, { head: 'topic' }, 'bad-usage'],
  ])('%s is refused', async (_name, happened, inputs, code) => {
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, { inputs }, async (session) => {
        expect(await failureOf(findSubject(session, happened))).toMatchObject({ code });
      }),
    );
  });
});

describe('findBase', () => {
  const subject = {
    pullRequest: null,
    headSha: head,
    baseRevisions: ['refs/remotes/origin/main', 'e'.repeat(40)],
  };

  test('the branch that was fetched, before the commit of the event', async () => {
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, {}, async (session) => {
        expect(await findBase(session, subject)).toBe(baseTip);
        expect(await findBase(session, { ...subject, baseRevisions: ['gone', 'e'.repeat(40)] })).toBe(
          'e'.repeat(40),
        );
      }),
    );
  });

  test('a base that the checkout lacks names the remedy', async () => {
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, {}, async (session) => {
        const error = await failureOf(findBase(session, { ...subject, baseRevisions: ['gone', 'lost'] }));
        expect(error).toMatchObject({
          code: 'revision-unknown',
          remedy: expect.stringContaining('fetch-depth: 0'),
        });
        expect(error['message']).toContain('gone or lost');
      }),
    );
  });
});
