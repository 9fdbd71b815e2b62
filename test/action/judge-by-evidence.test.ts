import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { judgeByEvidence } from '../../action/judge-by-evidence.ts';
import { replayingDescription, type Session } from '../../action/session.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { replayWith, withSession } from '../support/action-session.ts';
import { aPullRequest, aQuietEvidence } from '../support/builders.ts';
import { aScene, baseTip, openPull, pushTo, uploadArtifact } from '../support/fake-github-scene.ts';
import { accountOf, nextId, type World } from '../support/fake-github-world.ts';
import { failureOf, withFakeGitHub } from '../support/github-connection.ts';

const headSha = 'c'.repeat(40);
const subject = { pullRequest: null, headSha, fromFork: false, baseRevisions: [] };
const later = '2026-11-22T11:00:00Z';

function sceneWithPull(): World {
  const world = aScene({ now: () => new Date(later) });
  openPull(world);
  return world;
}

function subjectOf() {
  return { ...subject, pullRequest: aPullRequest() };
}

function approve(
  world: World,
  login: string,
  change: { commit?: string; at?: string; state?: string } = {},
): void {
  const { commit = headSha, at = later, state = 'APPROVED' } = change;
  const user = accountOf(world, login);
  world.reviews.push({
    id: nextId(world),
    pull: 7,
    user,
    body: '',
    state,
    commit_id: commit,
    submitted_at: at,
  });
}

/** What a gate run of before left behind, as an artifact of a run on the head. */
async function upload(session: Session, world: World, overrides: Partial<Evidence> = {}): Promise<void> {
  const evidenceFolder = join(session.runner.temporaryFolder, 'earlier');
  const request = { repositoryFolder: '.', base: baseTip, head: headSha, evidenceFolder, allowDirty: true };
  await replayWith(overrides)(request);
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(evidenceFolder)) files[name] = await readFile(join(evidenceFolder, name));
  uploadArtifact(world, { archive: zipSync(files), head: headSha });
}

async function judged(world: World, overrides: Partial<Evidence> = {}) {
  let verdict: unknown;
  const replay = () => Promise.reject(new Error('was replayed again'));
  await withFakeGitHub(world, (fake) =>
    withSession(fake, { replay }, async (session) => {
      await upload(session, world, overrides);
      const outcome = await judgeByEvidence(session, subjectOf());
      verdict = outcome.kind === 'judged' ? outcome.verdict : outcome;
      expect(fake.log.length).toBeLessThanOrEqual(12);
    }),
  );
  return verdict;
}

describe('reviews are counted on evidence that is there already', () => {
  test('without a review it waits', async () => {
    expect(await judged(sceneWithPull())).toMatchObject({ kind: 'awaiting-approval' });
  });

  test('a senior on the head lets it pass', async () => {
    const world = sceneWithPull();
    approve(world, 'sara');
    expect(await judged(world)).toMatchObject({
      kind: 'passed',
      approvals: [{ kind: 'counted', user: 'sara' }],
    });
  });

  test.each<[string, (world: World) => void, RegExp]>([
    ['the author', approvedByAuthor, /took part/],
    ['no senior', (world) => approve(world, 'pat'), /pat|senior|role/],
    ['a bot', (world) => approve(world, 'approve-all[bot]'), /bot/],
    ['a senior before the last push', staleApproval, /eeeeeee|commit/],
    [
      'a senior before the evidence',
      (world) => approve(world, 'sara', { at: '2026-11-22T09:00:00Z' }),
      /before/,
    ],
    [
      'a senior whose review was dismissed',
      (world) => approve(world, 'sara', { state: 'DISMISSED' }),
      /dismissed/,
    ],
  ])('not by %s', async (_name, prepare, reason) => {
    const world = sceneWithPull();
    prepare(world);
    const verdict = await judged(world);
    expect(verdict).toMatchObject({
      kind: 'awaiting-approval',
      approvals: [{ kind: 'dismissed', reason: expect.stringMatching(reason) }],
    });
  });

  test('a senior who asks for changes blocks', async () => {
    const world = sceneWithPull();
    approve(world, 'sara', { state: 'CHANGES_REQUESTED' });
    expect(await judged(world)).toMatchObject({ kind: 'blocked' });
  });

  test('a policy that was changed on the base branch since makes the evidence stale', async () => {
    const world = sceneWithPull();
    approve(world, 'sara');
    const policy = 'version: 1\npolicy:\n  seniors:\n    users: [sara]\n';
    world.files.set(baseTip, new Map([['.github/shadowgate.yml', policy]]));
    expect(await judged(world)).toMatchObject({
      kind: 'inconclusive',
      reasons: [{ code: 'evidence-stale' }],
    });
  });

  test('evidence of another commit in an artifact of this one decides nothing', async () => {
    const world = sceneWithPull();
    approve(world, 'sara', { commit: headSha });
    const verdict = await judged(world, { head: 'f'.repeat(40) });
    expect(verdict).toMatchObject({ kind: 'inconclusive', reasons: [{ code: 'evidence-stale' }, {}] });
  });
});

describe('evidence is held against what GitHub says of the change', () => {
  const { clusters, counts, bound } = aQuietEvidence();
  const quiet = { clusters, counts, bound };

  test('quiet evidence of this change passes', async () => {
    expect(await judged(sceneWithPull(), quiet)).toMatchObject({ kind: 'passed' });
  });

  test('evidence of the way from another base decides nothing: the pull request was retargeted', async () => {
    const world = sceneWithPull();
    world.mergeBases.set(`${baseTip}...${headSha}`, 'e'.repeat(40));
    expect(await judged(world, quiet)).toMatchObject({
      kind: 'inconclusive',
      reasons: [{ code: 'evidence-stale', text: expect.stringContaining('eeeeeee') }, {}],
    });
  });

  test('evidence that leaves out a changed file is refused', async () => {
    const world = sceneWithPull();
    world.pulls.get(7)?.files.push({ filename: 'src/hidden.js', status: 'added' });
    expect(await failureOf(judged(world, quiet))).toMatchObject({
      code: 'evidence-altered',
      message: expect.stringContaining('src/hidden.js'),
    });
  });

  test('a file that GitHub shows as removed may be named as moved', async () => {
    const world = sceneWithPull();
    world.pulls.get(7)?.files.push({ filename: 'src/old.js', status: 'removed' });
    expect(await judged(world, quiet)).toMatchObject({ kind: 'passed' });
  });

  const edits = [
    { filename: '.github/workflows/gate.yml', status: 'modified' },
    { filename: '.github/workflows/gate.yml', status: 'removed' },
    {
      filename: 'docs/gate.yml',
      status: 'renamed',
      previous_filename: '.github/workflows/gate.yml',
    },
  ] as const;

  test.each(edits)(
    '$filename $status: not green without a senior, though nobody knows of AI',
    async (file) => {
      const world = sceneWithPull();
      world.pulls.get(7)?.files.push(file);
      const changedPaths = ['src/pricing.js', file.filename];
      const found = { ...quiet, provenance: null, changedPaths };
      expect(await judged(world, found)).toMatchObject({
        kind: 'awaiting-approval',
        reasons: [{ text: expect.stringContaining('gate.yml') }, {}, {}],
      });
      approve(world, 'sara');
      world.artifacts.length = 0;
      expect(await judged(world, found)).toMatchObject({ kind: 'passed' });
    },
  );
});

function approvedByAuthor(world: World): void {
  world.roles.set('dev', 'admin');
  approve(world, 'dev');
}

function staleApproval(world: World): void {
  approve(world, 'sara', { commit: 'e'.repeat(40) });
}

describe('without evidence', () => {
  async function outcomeWithStatus(description: string | null) {
    const world = sceneWithPull();
    let outcome: unknown;
    await withFakeGitHub(world, (fake) =>
      withSession(fake, {}, async (session) => {
        if (description) await session.github.postStatus({ sha: headSha, state: 'pending', description });
        outcome = await judgeByEvidence(session, subjectOf()).catch((error: unknown) => error);
      }),
    );
    return outcome;
  }

  test('while the replay runs, it is left to that run', async () => {
    expect(await outcomeWithStatus(replayingDescription)).toMatchObject({ kind: 'waiting' });
  });

  test.each([
    ['none was ever posted', null],
    ['the evidence has expired', 'Waiting for one senior'],
  ])('%s: a failure, never the state of before', async (_name, description) => {
    expect(await outcomeWithStatus(description)).toMatchObject({ code: 'evidence-missing' });
  });
});

test('a push since the event: the new head is judged, not the one that was reviewed', async () => {
  const world = sceneWithPull();
  const pull = world.pulls.get(7);
  if (pull) pushTo(world, pull, 'd'.repeat(40));
  await withFakeGitHub(world, (fake) =>
    withSession(fake, {}, async (session) => {
      await upload(session, world);
      const error = await failureOf(judgeByEvidence(session, subjectOf()));
      expect(error).toMatchObject({ code: 'evidence-missing', message: expect.stringContaining('ddddddd') });
    }),
  );
});

test('evidence out of a folder is held against the head as well', async () => {
  const world = sceneWithPull();
  await withFakeGitHub(world, (fake) =>
    withSession(fake, { inputs: { evidenceFolder: 'given' } }, async (session) => {
      const evidenceFolder = join(session.runner.workspace, 'given');
      const head = 'f'.repeat(40);
      await replayWith()({ repositoryFolder: '.', base: baseTip, head, evidenceFolder, allowDirty: true });
      const outcome = await judgeByEvidence(session, subjectOf());
      expect(outcome).toMatchObject({ sha: headSha, verdict: { kind: 'inconclusive' } });
    }),
  );
});

test('without a pull request there is nothing to judge', async () => {
  await withFakeGitHub(sceneWithPull(), (fake) =>
    withSession(fake, {}, async (session) => {
      expect(await failureOf(judgeByEvidence(session, subject))).toMatchObject({ code: 'bad-usage' });
    }),
  );
});
