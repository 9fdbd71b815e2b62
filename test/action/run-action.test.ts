// covers: session.ts
import { describe, expect, test } from '@jest/globals';
import { complaintOf, runAction } from '../../action/run-action.ts';
import type { Outcome } from '../../action/session.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { GateError } from '../../src/errors.ts';
import { replayWith, withSession } from '../support/action-session.ts';
import { anEvidence, aQuietEvidence, aVerdict, evidenceDigest } from '../support/builders.ts';
import { aScene, baseTip, openPull, tokens } from '../support/fake-github-scene.ts';
import { statusInForce } from '../support/fake-github-world.ts';
import { failureOf, withFakeGitHub } from '../support/github-connection.ts';
import { pullRequestEvent } from '../support/github-events.ts';

const sha = 'c'.repeat(40);

function sceneWithPull(options: Parameters<typeof openPull>[1] = {}) {
  const world = aScene({ now: () => new Date('2026-11-22T11:00:00Z') });
  const pull = openPull(world, options);
  return { world, event: pullRequestEvent(world, pull) };
}

describe('runAction', () => {
  test('a push: pending, then the verdict; the job ends well while an approval is awaited', async () => {
    const { world, event } = sceneWithPull();
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { event: ['pull_request', event] }, async (session, told) => {
        await runAction(session);
        expect(world.statuses.get(sha)?.map(({ state, description }) => [state, description])).toEqual([
          ['pending', expect.not.stringContaining('Replaying')],
          ['pending', expect.stringContaining('Replaying')],
        ]);
        expect([told.outputs.get('verdict'), told.failures]).toEqual(['awaiting-approval', []]);
      }),
    );
  });

  test('a change that behaves as before turns green', async () => {
    const { world, event } = sceneWithPull();
    const { clusters, counts, bound } = aQuietEvidence();
    const options = {
      event: ['pull_request', event] as const,
      replay: replayWith({ clusters, counts, bound }),
    };
    await withFakeGitHub(world, (fake) =>
      withSession(fake, options, async (session) => {
        await runAction(session);
        expect(statusInForce(world, sha, 'shadowgate')?.state).toBe('success');
      }),
    );
  });

  test.each([
    ['another open pull request', { number: 8 }, true, 'error'],
    ['one of a fork', { number: 8, fork: true }, true, 'error'],
    ['one with another head', { number: 8, head: 'd'.repeat(40) }, true, 'success'],
    ['one that is closed', { number: 8 }, false, 'success'],
  ])(
    '%s beside it with the same head: what one earned never opens the other',
    async (_name, other, isOpen, state) => {
      const { world, event } = sceneWithPull();
      Object.assign(openPull(world, other), { baseBranch: 'lax', state: isOpen ? 'open' : 'closed' });
      const { clusters, counts, bound } = aQuietEvidence();
      const replay = replayWith({ clusters, counts, bound });
      await withFakeGitHub(world, (fake) =>
        withSession(fake, { event: ['pull_request', event], replay }, async (session, told) => {
          await runAction(session);
          expect(statusInForce(world, sha, 'shadowgate')?.state).toBe(state);
          expect(told.failures.join()).toMatch(state === 'error' ? /#8/ : /^$/);
        }),
      );
    },
  );

  test('two revisions without a pull request do not open one with that head', async () => {
    const { world } = sceneWithPull();
    const { clusters, counts, bound } = aQuietEvidence();
    const inputs = { base: baseTip, head: sha };
    const replay = replayWith({ clusters, counts, bound });
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { inputs, replay }, async (session) => {
        await runAction(session);
        expect(statusInForce(world, sha, 'shadowgate')?.state).toBe('error');
      }),
    );
  });

  test('a replay that fails leaves `error`, not the green of before', async () => {
    const { world, event } = sceneWithPull();
    const broken = new GateError({ code: 'instance-not-ready', message: 'No answer.', remedy: 'Wait.' });
    const options = { event: ['pull_request', event] as const, replay: () => Promise.reject(broken) };
    await withFakeGitHub(world, (fake) =>
      withSession(fake, options, async (session) => {
        await session.github.postStatus({ sha, state: 'success', description: 'earlier' });
        expect(await failureOf(runAction(session))).toBe(broken);
        expect(statusInForce(world, sha, 'shadowgate')).toMatchObject({
          state: 'error',
          description: 'The gate failed (instance-not-ready: No answer.)',
        });
      }),
    );
  });

  test('a fork: replayed without a word to GitHub, and that is said', async () => {
    const { world, event } = sceneWithPull({ fork: true });
    const options = { event: ['pull_request', event] as const, token: tokens.fork };
    await withFakeGitHub(world, (fake) =>
      withSession(fake, options, async (session, told) => {
        await runAction(session);
        expect(told.warnings[0]).toMatch(/fork.*can only read/);
        expect(told.outputs.get('evidence')).toContain('shadowgate-evidence');
        expect(fake.log).toEqual([]);
      }),
    );
  });

  test('a verdict that cannot be reached fails the job', async () => {
    const { world, event } = sceneWithPull();
    const replay = replayWith({ policyDigest: `sha256:${'0'.repeat(64)}` });
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { event: ['pull_request', event], replay }, async (session, told) => {
        await runAction(session);
        expect(told.failures).toEqual([expect.stringContaining('Verdict inconclusive')]);
        expect(statusInForce(world, sha, 'shadowgate')?.state).not.toBe('success');
      }),
    );
  });

  test.each([
    ['merge_group', 'event-unusable'],
    ['pull_request', 'event-unusable'],
  ])('an unusable %s is refused before anything is posted', async (name, code) => {
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, { event: [name, {}] }, async (session) => {
        expect(await failureOf(runAction(session))).toMatchObject({ code });
        expect(fake.log).toEqual([]);
      }),
    );
  });

  test('a missing event file is told', async () => {
    await withFakeGitHub(aScene(), (fake) =>
      withSession(fake, {}, async (session) => {
        const runner = { ...session.runner, eventPath: '/nowhere/event.json' };
        expect(await failureOf(runAction({ ...session, runner }))).toMatchObject({ code: 'event-unusable' });
      }),
    );
  });
});

describe('when the job fails', () => {
  const outcome = (kind: Verdict['kind']): Outcome => ({
    kind: 'judged',
    sha,
    evidence: anEvidence(),
    evidenceDigest,
    verdict: aVerdict({ kind }),
    evidenceFolder: null,
    warnings: [],
  });

  test.each<[Verdict['kind'], boolean, boolean]>([
    ['passed', false, false],
    ['passed', true, false],
    ['awaiting-approval', false, false],
    ['awaiting-approval', true, true],
    ['blocked', false, false],
    ['blocked', true, true],
    ['inconclusive', false, true],
    ['inconclusive', true, true],
  ])('%s with fail-on-verdict %s', (kind, failOnVerdict, fails) => {
    expect(complaintOf(outcome(kind), failOnVerdict) !== null).toBe(fails);
  });

  test('waiting for another run is none', () => {
    expect(complaintOf({ kind: 'waiting', why: '' }, true)).toBeNull();
  });
});
