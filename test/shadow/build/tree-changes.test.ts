import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { snapshotTree, treeChanges } from '../../../src/shadow/build/tree-changes.ts';
import { openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await writeFiles(join(scene.folder, 'b'), {
    'src/a.js': 'a',
    'src/b.js': 'b',
    'gone/x/y.js': '',
    same: '',
  });
});
afterEach(() => scene.close());

test('tells what came, what changed and what is gone, folders as one path', async () => {
  const folder = join(scene.folder, 'b');
  const before = await snapshotTree(folder);
  await rm(join(folder, 'gone'), { recursive: true });
  await rm(join(folder, 'src/b.js'));
  await mkdir(join(folder, 'empty'));
  await writeFiles(folder, { 'dist/deep/main.js': 'x', 'dist/other.js': 'y' });
  await rewriteUnseen(join(folder, 'src/a.js'), before);
  expect(treeChanges(before, await snapshotTree(folder))).toEqual({
    paths: ['dist', 'empty', 'src/a.js'],
    removed: ['gone', 'src/b.js'],
  });
});

test('leaves out what is skipped', async () => {
  const found = await snapshotTree(join(scene.folder, 'b'), (entry) => entry.name === 'src');
  expect([...found.keys()].sort()).toEqual(['gone/', 'gone/x/', 'gone/x/y.js', 'same']);
});

/** The same length, and the time of before: it shows all the same, once the clock of the file system has moved on. */
async function rewriteUnseen(path: string, before: ReadonlyMap<string, string>): Promise<void> {
  for (let isSeen = false; !isSeen; ) {
    await writeFile(path, 'A');
    await utimes(path, new Date(0), new Date(0));
    const after = await snapshotTree(join(path, '../..'));
    isSeen = after.get('src/a.js') !== before.get('src/a.js');
  }
}
