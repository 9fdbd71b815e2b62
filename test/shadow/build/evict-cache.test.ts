import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { evictOldEntries } from '../../../src/shadow/build/evict-cache.ts';
import { openScene, type Scene } from '../temporary-build.ts';

const now = new Date('2026-05-01T00:00:00Z');
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function entry(path: string, bytes: number, hoursAgo: number): Promise<void> {
  const folder = join(scene.folder, path);
  await mkdir(folder, { recursive: true });
  const used = new Date(now.getTime() - hoursAgo * 3_600_000);
  await writeFile(join(folder, 'entry.json'), JSON.stringify({ bytes }));
  await utimes(join(folder, 'entry.json'), used, used);
  await utimes(folder, used, used);
}

const hourMs = 3_600_000;
const bounds = { bytes: 100, ageMs: 48 * hourMs, inUseMs: 3 * hourMs, draftAgeMs: 24 * hourMs };
const left = async (space: string) => (await readdir(join(scene.folder, space))).sort();

test('takes away what was not used for long, and what was used longest ago until the rest fits', async () => {
  await entry('baseline/install-new', 40, 1);
  await entry('candidate/build-newer', 40, 0);
  await entry('baseline/build-older', 40, 10);
  await entry('candidate/install-ancient', 1, 49);
  await evictOldEntries(scene.folder, now, bounds);
  expect(await left('baseline')).toEqual(['install-new']);
  expect(await left('candidate')).toEqual(['build-newer']);
});

test('leaves alone what a gate that runs may be linked to', async () => {
  await entry('baseline/install-now', 90, 0);
  await entry('baseline/install-before', 90, 2);
  await evictOldEntries(scene.folder, now, bounds);
  expect(await left('baseline')).toEqual(['install-before', 'install-now']);
});

test('leaves drafts of a gate that still writes, and takes away those of one that died', async () => {
  await entry('baseline/draft-fresh', 1, 1);
  await entry('baseline/draft-dead', 1, 25);
  await evictOldEntries(scene.folder, now, bounds);
  expect(await left('baseline')).toEqual(['draft-fresh']);
});

test('an entry without its description, and a cache that is not there, are no trouble', async () => {
  await mkdir(join(scene.folder, 'baseline/install-broken'), { recursive: true });
  await evictOldEntries(scene.folder, now, bounds);
  expect(await left('baseline')).toEqual([]);
  await evictOldEntries(join(scene.folder, 'nowhere'), now, bounds);
});
