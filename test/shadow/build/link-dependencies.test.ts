import { lstat, mkdir, readFile, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { linkDependencies } from '../../../src/shadow/build/link-dependencies.ts';
import { openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await writeFiles(scene.folder, {
    'build/packages/own/index.js': 'of the build',
    'app/packages/own/index.js': 'of the instance',
    'build/node_modules/outside/index.js': 'outside',
    'build/node_modules/@scope/outside/index.js': 'outside',
    'build/node_modules/.bin/tool': 'tool',
  });
});
afterEach(() => scene.close());

const link = () =>
  linkDependencies(join(scene.folder, 'build/node_modules'), join(scene.folder, 'app/node_modules'));

test('dependencies are one link', async () => {
  await symlink('../outside/index.js', join(scene.folder, 'build/node_modules/.bin/inner'));
  await link();
  expect((await lstat(join(scene.folder, 'app/node_modules'))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(scene.folder, 'app/node_modules/outside/index.js'), 'utf8')).toBe('outside');
});

test.each([
  ['at the top', 'own', '../packages/own'],
  ['in a scope', '@scope/own', '../../packages/own'],
])('packages of a workspace %s are those of the instance', async (_, name, destination) => {
  await symlink(destination, join(scene.folder, 'build/node_modules', name));
  await link();
  const modules = join(scene.folder, 'app/node_modules');
  expect(await readFile(join(modules, name, 'index.js'), 'utf8')).toBe('of the instance');
  expect(await readFile(join(modules, '@scope/outside/index.js'), 'utf8')).toBe('outside');
  expect(await readlink(join(modules, 'outside'))).toBe(join(scene.folder, 'build/node_modules/outside'));
});

test('a folder of dependencies may be empty', async () => {
  await mkdir(join(scene.folder, 'none'));
  await linkDependencies(join(scene.folder, 'none'), join(scene.folder, 'app/none'));
  expect(await readlink(join(scene.folder, 'app/none'))).toBe(join(scene.folder, 'none'));
});
