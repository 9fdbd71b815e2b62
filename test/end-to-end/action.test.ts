import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github.ts';
import {
  aCommitOnFake,
  aScene,
  openPull,
  pushTo,
  repositoryName,
  tokens,
  uploadArtifact,
} from '../support/fake-github-scene.ts';
import { type Pull, statusInForce, type World } from '../support/fake-github-world.ts';
import { pullRequestEvent } from '../support/github-events.ts';
import { createPricedService, type PricedService, settingsPath } from '../support/priced-service.ts';
import { type ActionResult, runAction } from '../support/run-action.ts';

/**
 * The committed bundle, started as a runner starts it, against the fake GitHub and a real repository. One replay
 * is made in the beginning; everything after it is about what people do then.
 */
let service: PricedService;
let emptyFolder: string;
let gate: Judgement;
const cleanUps: (() => Promise<void>)[] = [];

type Judgement = { world: World; pull: Pull; fake: FakeGitHub; result: ActionResult; evidence: Uint8Array };

beforeAll(async () => {
  service = await createPricedService();
  cleanUps.push(service.repository.cleanUp);
  emptyFolder = await mkdtemp(join(tmpdir(), 'shadowgate-test-empty-'));
  cleanUps.push(() => rm(emptyFolder, { recursive: true, force: true }));
  gate = await judgePush();
}, 180_000);

afterAll(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
});

describe('a pull request by a coding tool that changes behaviour', () => {
  test('waits for an approval, and the job ends well', () => {
    const { result } = gate;
    expect(result.log).toContain('verdict: awaiting-approval');
    expect(result.status).toBe(0);
    expect(result.outputs).toMatchObject({
      verdict: 'awaiting-approval',
      findings: expect.stringMatching(/^[1-9]\d*$/),
    });
  });

  test('its status was pending from the beginning, and is so still', () => {
    const { world } = gate;
    const states = world.statuses.get(service.head)?.map(({ state, context }) => `${context} ${state}`);
    expect(states).toEqual(['shadowgate pending', 'shadowgate pending']);
    const oldest = world.statuses.get(service.head)?.at(-1);
    expect(oldest).toMatchObject({ description: expect.stringContaining('Replaying') });
    expect(oldest?.target_url).toBe('https://github.example/acme/shop/actions/runs/42');
  });

  test('comment and summary name the line, and both values', () => {
    const [comment] = gate.world.comments;
    expect(gate.world.comments).toHaveLength(1);
    for (const text of [comment?.body ?? '', gate.result.summary]) {
      expect(text).toMatch(/^<!-- shadowgate:report -->/);
      expect(text).toContain('service.js');
      expect(text).toContain('Math.floor');
    }
    expect(gate.result.log).toMatch(/^::warning title=Behaves differently,file=service\.js,line=5::/m);
  });

  test('the evidence lies where the output says', async () => {
    await access(join(gate.result.outputs['evidence'] ?? '', 'evidence.json'));
  });

  test('nothing else is left of the run, neither file nor process', async () => {
    const { temporaryFolder } = gate.result;
    expect(await readdir(temporaryFolder)).toEqual(['shadowgate-evidence']);
    expect(await processesWith(temporaryFolder)).toEqual([]);
  });
});

describe('reviews are counted without replaying', () => {
  test('a senior on the head: green, the same comment, nothing started', async () => {
    await withCopy(async ({ world, fake, pull }) => {
      await review(fake, tokens.sara, { event: 'APPROVE' });
      const { result } = await countReviews(world, fake, pull);
      expect(result.outputs).toMatchObject({ verdict: 'passed', evidence: '' });
      expect(statusInForce(world, service.head, 'shadowgate')).toMatchObject({ state: 'success' });
      expect(world.comments).toHaveLength(1);
      expect(world.comments[0]?.body).toContain('sara');
      expect(result.log).not.toMatch(/candidate (starting|ready)/);
      expect(result.durationMs).toBeLessThan(gate.result.durationMs);
      expect(fake.log.length).toBeLessThanOrEqual(20);
    });
  });

  test('the author cannot approve, neither on GitHub nor as a senior', async () => {
    await withCopy(async ({ world, fake, pull }) => {
      world.roles.set('dev', 'maintain');
      expect((await review(fake, tokens.dev, { event: 'APPROVE' })).status).toBe(422);
      const author = world.accounts.get('dev') ?? null;
      const forged = { id: 1, pull: 7, user: author, body: '', commit_id: service.head };
      world.reviews.push({ ...forged, state: 'APPROVED', submitted_at: later().toISOString() });
      const { result } = await countReviews(world, fake, pull);
      expect(result.outputs['verdict']).toBe('awaiting-approval');
      expect(statusInForce(world, service.head, 'shadowgate')?.state).toBe('pending');
    });
  });

  test('an approval of an older commit is not carried to the head', async () => {
    await withCopy(async ({ world, fake, pull }) => {
      const older = 'a'.repeat(40);
      pull.commits.unshift(aCommitOnFake(world, older));
      await review(fake, tokens.sara, { event: 'APPROVE', commit_id: older });
      const { result } = await countReviews(world, fake, pull);
      expect(result.outputs['verdict']).toBe('awaiting-approval');
      expect(world.comments[0]?.body).toContain('sara');
    });
  });

  test('a push after the approval: no green on what was never replayed', async () => {
    await withCopy(async ({ world, fake, pull }) => {
      await review(fake, tokens.sara, { event: 'APPROVE' });
      const pushed = 'd'.repeat(40);
      const event = pullRequestEvent(world, pull);
      pushTo(world, pull, pushed);
      const { result } = await countReviews(world, fake, pull, event);
      expect(result.status).toBe(1);
      expect(result.log).toContain('evidence-missing');
      expect(statusInForce(world, pushed, 'shadowgate')).toBeNull();
    });
  });
});

describe('what a fork may do', () => {
  test('its token can only read: a verdict says so, and stays without effect', async () => {
    await withCopy(async ({ world, fake, pull }) => {
      await review(fake, tokens.sara, { event: 'APPROVE' });
      const result = await run({
        fake,
        event: ['pull_request_review', pullRequestEvent(world, pull)],
        token: tokens.fork,
      });
      expect(result.status).toBe(1);
      expect(result.log).toMatch(/github-failed: GitHub answered 403/);
      expect(result.log).toMatch(/fork/);
      expect(statusInForce(world, service.head, 'shadowgate')?.state).toBe('pending');
    });
  });
});

test('a merge group is refused with a reason', async () => {
  await withCopy(async ({ fake }) => {
    const result = await run({ fake, event: ['merge_group', { action: 'checks_requested' }] });
    expect(result.status).toBe(1);
    expect(result.log).toMatch(/^::error::error event-unusable: A merge group/m);
  });
});

/** Ids of processes whose environment names a folder; Linux tells, elsewhere the list is empty. */
async function processesWith(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')),
  );
  return ids.filter((_, index) => environments[index]?.includes(folder));
}

/** The one replay: push event, checkout, status, comment, evidence. */
async function judgePush(): Promise<Judgement> {
  const { world, pull } = scene();
  const fake = await startFakeGitHub(world);
  cleanUps.push(fake.stop);
  const event = ['pull_request', pullRequestEvent(world, pull)] as const;
  const result = await run({ fake, event, workspace: service.repository.folder });
  return { world, pull, fake, result, evidence: await pack(result.outputs['evidence']) };
}

function scene(): { world: World; pull: Pull } {
  const world = aScene({ now: later, baseTip: service.base });
  world.files.set(service.base, new Map([[settingsPath, service.settings]]));
  const pull = openPull(world, { head: service.head });
  pull.files = [{ filename: 'service.js', status: 'modified' }];
  return { world, pull };
}

/** Reviews come after the evidence; GitHub's clock has seconds only. */
function later(): Date {
  return new Date(Date.now() + 5_000);
}

/** The state after the replay, on a GitHub of its own, so that tests do not see each other's reviews. */
async function withCopy(
  body: (copy: { world: World; pull: Pull; fake: FakeGitHub }) => Promise<void>,
): Promise<void> {
  const { world, pull } = scene();
  world.statuses.set(service.head, [...(gate.world.statuses.get(service.head) ?? [])]);
  world.comments.push(...gate.world.comments.map((comment) => ({ ...comment })));
  uploadArtifact(world, { archive: gate.evidence, head: service.head });
  const fake = await startFakeGitHub(world);
  try {
    await body({ world, pull, fake });
  } finally {
    await fake.stop();
  }
}

async function countReviews(
  world: World,
  fake: FakeGitHub,
  pull: Pull,
  event = pullRequestEvent(world, pull),
) {
  fake.log.length = 0;
  return { result: await run({ fake, event: ['pull_request_review', event] }) };
}

async function run(request: {
  fake: FakeGitHub;
  event: readonly [string, unknown];
  token?: string;
  workspace?: string;
}): Promise<ActionResult> {
  const { fake, event, token = tokens.job, workspace = emptyFolder } = request;
  const result = await runAction({ event, apiUrl: fake.url, repository: repositoryName, token, workspace });
  cleanUps.push(result.cleanUp);
  return result;
}

async function review(fake: FakeGitHub, token: string, body: unknown): Promise<Response> {
  return fetch(`${fake.url}/repos/${repositoryName}/pulls/7/reviews`, {
    method: 'POST',
    headers: { authorization: `token ${token}` },
    body: JSON.stringify(body),
  });
}

/** What `actions/upload-artifact` makes of the evidence folder. */
async function pack(folder: string | undefined): Promise<Uint8Array> {
  if (!folder) throw new Error(`The Action wrote no evidence:\n${gate?.result.log ?? ''}`);
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(folder)) files[name] = await readFile(join(folder, name));
  return zipSync(files);
}
