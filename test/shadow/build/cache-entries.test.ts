// covers: tree-digest.ts
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CachePlace, keepEntry, restoreEntry } from '../../../src/shadow/build/cache-entries.ts';
import { digestTree } from '../../../src/shadow/build/tree-digest.ts';
import { openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
let place: CachePlace;
beforeEach(async () => {
  scene = await openScene();
  place = { cacheFolder: join(scene.folder, 'cache'), space: 'baseline', name: 'build-1' };
  await writeFiles(join(scene.folder, 'from'), { 'dist/a/main.js': 'main', 'dist/run.sh': 'run', one: '1' });
  await chmod(join(scene.folder, 'from/dist/run.sh'), 0o755);
});
afterEach(() => scene.close());

const keep = () => keepEntry(place, join(scene.folder, 'from'), { paths: ['dist', 'one'], removed: ['old'] });
const entry = () => join(place.cacheFolder, 'baseline/build-1');

test('an entry comes back with its modes, in place of what stands there, and takes away what was gone', async () => {
  await keep();
  const into = join(scene.folder, 'into');
  await writeFiles(into, { 'dist/stale.js': '', 'old/file': '', 'kept.js': '' });
  expect(await restoreEntry(place, into)).toBe(true);
  expect((await readdir(into)).sort()).toEqual(['dist', 'kept.js', 'one']);
  expect(await readdir(join(into, 'dist'))).toEqual(['a', 'run.sh']);
  expect((await stat(join(into, 'dist/run.sh'))).mode & 0o777).toBe(0o755);
  expect((await readdir(scene.folder)).filter((name) => name.includes('restore'))).toEqual([]);
});

test.each([
  ['a changed file', (files: string) => writeFile(join(files, 'one'), '2')],
  ['a file more', (files: string) => writeFile(join(files, 'two'), '')],
  ['a missing file', (files: string) => rm(join(files, 'dist/a/main.js'))],
  ['another mode', (files: string) => chmod(join(files, 'one'), 0o777)],
  ['a description that leads outside', (files: string) => describe(files, { paths: ['../../escape'] })],
  ['a description that is no JSON', (files: string) => writeFile(join(files, '../entry.json'), '{"version"')],
])('%s in an entry: it is not used, changes nothing, and goes', async (_, damage) => {
  await keep();
  await damage(join(entry(), 'files'));
  const into = join(scene.folder, 'into');
  await writeFiles(into, { one: 'mine', old: 'mine' });
  expect(await restoreEntry(place, into)).toBe(false);
  expect((await readdir(into)).sort()).toEqual(['old', 'one']);
  expect(await readFile(join(into, 'one'), 'utf8')).toBe('mine');
  expect(await readdir(join(place.cacheFolder, 'baseline'))).toEqual([]);
});

test('the first of two gates wins, and no draft is left', async () => {
  await Promise.all([keep(), keep(), keep()]);
  expect(await readdir(join(place.cacheFolder, 'baseline'))).toEqual(['build-1']);
  expect(await restoreEntry(place, join(scene.folder, 'into'))).toBe(true);
});

test('a half-written draft is never read', async () => {
  await mkdir(join(entry(), 'files'), { recursive: true });
  expect(await restoreEntry(place, join(scene.folder, 'into'))).toBe(false);
});

test('the digest tells links, folders and bytes, and counts the bytes', async () => {
  const before = await digestTree(join(scene.folder, 'from'));
  expect(before.bytes).toBe(8);
  await mkdir(join(scene.folder, 'from/empty'));
  expect((await digestTree(join(scene.folder, 'from'))).digest).not.toBe(before.digest);
});

async function describe(files: string, changes: object): Promise<void> {
  const path = join(files, '../entry.json');
  const described = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...described, ...changes }));
}
