import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { copyTree, fixedTime, fixTimes } from '../../../src/shadow/build/copy-tree.ts';
import { openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
let source: string;
let target: string;
beforeEach(async () => {
  scene = await openScene();
  source = join(scene.folder, 'source');
  target = join(scene.folder, 'target');
  await writeFiles(source, { 'a.txt': 'a', 'deep/er/b.txt': 'b', 'run.sh': '#!/bin/sh\n' });
});
afterEach(() => scene.close());

describe('copying a folder', () => {
  test('copies content, modes and empty folders', async () => {
    await chmod(join(source, 'run.sh'), 0o755);
    await mkdir(join(source, 'empty'));
    await copyTree(source, target);
    expect(await readFile(join(target, 'deep/er/b.txt'), 'utf8')).toBe('b');
    expect((await stat(join(target, 'run.sh'))).mode & 0o777).toBe(0o755);
    expect(await readdir(join(target, 'empty'))).toEqual([]);
  });

  test('gives everything the same time', async () => {
    await copyTree(source, target);
    for (const path of ['a.txt', 'deep', 'deep/er/b.txt', '.']) {
      expect((await stat(join(target, path))).mtime).toEqual(fixedTime);
    }
  });

  test('shares nothing with the source', async () => {
    await copyTree(source, target);
    await writeFile(join(target, 'a.txt'), 'changed in place');
    expect(await readFile(join(source, 'a.txt'), 'utf8')).toBe('a');
  });

  test('copies links as links, and leads those into the source into the copy', async () => {
    await symlink('/etc/passwd', join(source, 'away'));
    await symlink('a.txt', join(source, 'near'));
    await symlink(join(source, 'deep'), join(source, 'whole-path'));
    await copyTree(source, target);
    expect((await lstat(join(target, 'away'))).isSymbolicLink()).toBe(true);
    expect(await readlink(join(target, 'away'))).toBe('/etc/passwd');
    expect(await readlink(join(target, 'near'))).toBe('a.txt');
    expect(await readlink(join(target, 'whole-path'))).toBe('deep');
  });

  test('leaves out what it is told to', async () => {
    await copyTree(source, target, { skip: (entry) => entry.name === 'deep' });
    expect((await readdir(target)).sort()).toEqual(['a.txt', 'run.sh']);
  });

  test('ends when it is interrupted', async () => {
    const copying = copyTree(source, target, { signal: AbortSignal.abort() });
    await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('times are fixed in place, links included and not followed', async () => {
  await rm(join(source, 'a.txt'));
  await symlink('/nowhere', join(source, 'broken'));
  await fixTimes(source);
  expect((await stat(join(source, 'deep/er/b.txt'))).mtime).toEqual(fixedTime);
  expect((await lstat(join(source, 'broken'))).mtime).toEqual(fixedTime);
});
