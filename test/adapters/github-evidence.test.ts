import { expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { findEvidence } from '../../src/adapters/github-evidence.ts';
import { aScene, tokens, uploadArtifact } from '../support/fake-github-scene.ts';
import type { World } from '../support/fake-github-world.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const sha = 'c'.repeat(40);

const archiveOf = (text: string) => zipSync({ 'evidence.json': strToU8(text) });

async function found(world: World, repositoryId: number | null = world.id) {
  return withFakeGitHub(world, (fake) => findEvidence(clientOf(fake), { sha, repositoryId }));
}

test('the newest evidence of exactly this commit', async () => {
  const world = aScene();
  uploadArtifact(world, { archive: archiveOf('old'), head: sha, createdAt: '2026-05-01T10:00:00Z' });
  uploadArtifact(world, { archive: archiveOf('new'), head: sha, createdAt: '2026-05-02T10:00:00Z' });
  uploadArtifact(world, { archive: archiveOf('older'), head: sha, createdAt: '2026-04-01T10:00:00Z' });
  const other = 'd'.repeat(40);
  uploadArtifact(world, { archive: archiveOf('foreign'), head: other, createdAt: '2026-05-03T10:00:00Z' });
  const evidence = await found(world);
  expect(Buffer.from(evidence?.files.get('evidence.json') ?? []).toString()).toBe('new');
});

test('evidence far behind others is found', async () => {
  const world = aScene();
  uploadArtifact(world, { archive: archiveOf('ours'), head: sha });
  for (let n = 0; n < 150; n += 1) uploadArtifact(world, { archive: archiveOf('x'), head: 'd'.repeat(40) });
  expect(await found(world)).not.toBeNull();
});

test.each<[string, (world: World) => void, number | null]>([
  ['none was uploaded', () => undefined, 7_001],
  ['another name', (w) => uploadArtifact(w, { archive: archiveOf('x'), head: sha, name: 'logs' }), 7_001],
  ['it has expired', expired, 7_001],
  [
    'a run for another repository',
    (w) => uploadArtifact(w, { archive: archiveOf('x'), head: sha, headRepositoryId: 666 }),
    7_001,
  ],
  ['the fork is gone', (w) => uploadArtifact(w, { archive: archiveOf('x'), head: sha }), null],
])('null when %s', async (_name, prepare, repositoryId) => {
  const world = aScene();
  prepare(world);
  expect(await found(world, repositoryId)).toBeNull();
});

function expired(world: World): void {
  uploadArtifact(world, { archive: archiveOf('x'), head: sha });
  for (const artifact of world.artifacts) artifact.expired = true;
}

test('a token without `actions: read` is a failure, not an absence', async () => {
  const world = aScene();
  await withFakeGitHub(world, async (fake) => {
    const client = clientOf(fake, { token: tokens.sara });
    const error = await failureOf(findEvidence(client, { sha, repositoryId: world.id }));
    expect(error).toMatchObject({ code: 'github-failed', remedy: expect.stringContaining('actions: read') });
  });
});
