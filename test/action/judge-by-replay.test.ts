import { describe, expect, test } from '@jest/globals';
import { judgeByReplay } from '../../action/judge-by-replay.ts';
import type { GateRequest } from '../../src/gate-change.ts';
import { replayWith, withSession } from '../support/action-session.ts';
import { aPullRequest, aQuietEvidence } from '../support/builders.ts';
import { aCommitOnFake, aScene, baseTip, openPull } from '../support/fake-github-scene.ts';
import { statusInForce } from '../support/fake-github-world.ts';
import { failureOf, withFakeGitHub } from '../support/github-connection.ts';

const headSha = 'c'.repeat(40);
const subject = {
  pullRequest: aPullRequest({ title: 'as the event has it' }),
  headSha,
  fromFork: false,
  baseRevisions: ['refs/remotes/origin/main'],
};

const { clusters, counts, bound } = aQuietEvidence();
const aQuietParts = { clusters, counts, bound };

function sceneWithPull() {
  const world = aScene({ now: () => new Date('2026-11-22T11:00:00Z') });
  openPull(world);
  return world;
}

describe('judgeByReplay', () => {
  test('mode gate: pending before the replay, then evidence and reviews decide', async () => {
    const world = sceneWithPull();
    const requests: GateRequest[] = [];
    const states: unknown[] = [];
    const replay = async (request: GateRequest) => {
      requests.push(request);
      states.push(statusInForce(world, headSha, 'shadowgate')?.state);
      return replayWith()(request);
    };
    const options = { replay, inputs: { config: 'gate.yml', recording: 'traffic.sgrec' } };
    await withFakeGitHub(world, (fake) =>
      withSession(fake, options, async (session) => {
        const outcome = await judgeByReplay(session, subject, 'gate');
        expect(outcome).toMatchObject({
          kind: 'judged',
          sha: headSha,
          verdict: { kind: 'awaiting-approval' },
        });
        expect(states).toEqual(['pending']);
        expect(requests).toEqual([
          {
            repositoryFolder: session.runner.workspace,
            base: baseTip,
            head: headSha,
            branch: 'topic',
            pullRequest: { ...subject.pullRequest, title: 'Round discounts half up' },
            recordingPath: `${session.runner.workspace}/traffic.sgrec`,
            configPath: 'gate.yml',
            evidenceFolder: `${session.runner.temporaryFolder}/shadowgate-evidence`,
            allowDirty: true,
          },
        ]);
      }),
    );
  });

  test('a pull request that goes elsewhere than its event says is judged against where it goes now', async () => {
    const world = sceneWithPull();
    const event = { ...subject.pullRequest, baseBranch: 'stack' };
    const bases: string[] = [];
    const replay = (request: GateRequest) => {
      bases.push(request.base);
      return replayWith()(request);
    };
    const revisions = { 'refs/remotes/origin/stack': 'e'.repeat(40) };
    const before = { ...subject, pullRequest: event, baseRevisions: ['refs/remotes/origin/stack'] };
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { replay, revisions }, async (session) => {
        await judgeByReplay(session, before, 'gate');
        expect(bases).toEqual([baseTip]);
      }),
    );
  });

  test('a pull request that is retargeted while the replay runs is not judged by it', async () => {
    const world = sceneWithPull();
    world.branches.set('release', 'e'.repeat(40));
    const replay = (request: GateRequest) => {
      Object.assign(world.pulls.get(7) ?? {}, { baseBranch: 'release' });
      return replayWith(aQuietParts)(request);
    };
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { replay }, async (session) => {
        expect(await judgeByReplay(session, subject, 'gate')).toMatchObject({
          verdict: { kind: 'inconclusive', reasons: [{ code: 'evidence-stale' }, {}] },
        });
      }),
    );
  });

  test.each(['.github/workflows/gate.yml', '.github/actions/gate/action.yml'])(
    'a change that edits %s is not green without a senior',
    async (path) => {
      const replay = replayWith({ ...aQuietParts, provenance: null, changedPaths: [path] });
      await withFakeGitHub(sceneWithPull(), (fake) =>
        withSession(fake, { replay }, async (session) => {
          expect(await judgeByReplay(session, subject, 'gate')).toMatchObject({
            verdict: {
              kind: 'awaiting-approval',
              reasons: expect.arrayContaining([expect.objectContaining({ code: 'approval-missing' })]),
            },
          });
        }),
      );
    },
  );

  test('mode replay: GitHub is neither asked nor told anything', async () => {
    await withFakeGitHub(sceneWithPull(), (fake) =>
      withSession(fake, { inputs: { evidenceFolder: 'evidence' } }, async (session) => {
        const outcome = await judgeByReplay(session, subject, 'replay');
        expect(outcome).toMatchObject({ evidenceFolder: `${session.runner.workspace}/evidence` });
        expect(fake.log).toEqual([]);
      }),
    );
  });

  test('two revisions without a pull request have no reviews', async () => {
    const world = sceneWithPull();
    await withFakeGitHub(world, (fake) =>
      withSession(fake, {}, async (session) => {
        const outcome = await judgeByReplay(session, { ...subject, pullRequest: null }, 'gate');
        expect(outcome).toMatchObject({ verdict: { kind: 'awaiting-approval', approvals: [] } });
        expect(fake.log.filter(({ path }) => path.includes('/pulls/'))).toEqual([]);
      }),
    );
  });

  test('what GitHub cannot list is not replayed', async () => {
    const world = sceneWithPull();
    const pull = world.pulls.get(7);
    if (pull) pull.commits = Array.from({ length: 250 }, () => aCommitOnFake(world, headSha));
    const replay = () => Promise.reject(new Error('was replayed'));
    await withFakeGitHub(world, (fake) =>
      withSession(fake, { replay }, async (session) => {
        expect(await failureOf(judgeByReplay(session, subject, 'gate'))).toMatchObject({
          code: 'github-failed',
        });
      }),
    );
  });
});
