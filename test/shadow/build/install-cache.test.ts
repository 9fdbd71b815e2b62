import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CacheSpace } from '../../../src/shadow/build/cache-entries.ts';
import { installKey, installThroughCache } from '../../../src/shadow/build/install-cache.ts';
import { openScene, type Scene, writeFiles } from '../temporary-build.ts';
import { until } from '../until.ts';

let scene: Scene;
let installs: string[];
beforeEach(async () => {
  scene = await openScene();
  installs = [];
});
afterEach(() => scene.close());

/** Installs what the lock file says, as a package manager would. */
async function checkOut(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(scene.folder, name);
  await writeFiles(folder, {
    'package.json': '{"dependencies":{"a":"1"}}',
    'package-lock.json': '{"a":1}',
    ...files,
  });
  return folder;
}

async function install(
  folder: string,
  {
    command = 'npm ci',
    directory = '.',
    platform = 'v24 linux x64',
    failAfter = null as Promise<void> | null,
    space = 'baseline' as CacheSpace,
    alsoWrites = null as string | null,
  } = {},
) {
  const keyed = await installKey({ folder, command, directory, platform });
  const request = { folder, cacheFolder: join(scene.folder, 'cache'), space };
  return installThroughCache(
    {
      ...request,
      install: async () => {
        installs.push(folder);
        if (failAfter !== null) {
          await failAfter;
          throw new Error('registry is down');
        }
        await writeFiles(folder, {
          'node_modules/a/index.js': 'a',
          'packages/p/node_modules/b/index.js': 'b',
        });
        await mkdir(join(folder, 'node_modules/.bin'));
        await symlink('../a/index.js', join(folder, 'node_modules/.bin/a'));
        if (alsoWrites !== null) await writeFiles(folder, { [alsoWrites]: 'written' });
      },
    },
    keyed,
  );
}

const entries = () => readdir(join(scene.folder, 'cache/baseline'));

describe('installing through the cache', () => {
  test('installs once for equal lock files, and restores every folder of dependencies', async () => {
    expect(await install(await checkOut('one'))).toEqual({ kind: 'installed', notCached: null });
    expect(await install(await checkOut('two', { 'src/other.js': 'sources may differ' }))).toEqual({
      kind: 'restored',
    });
    expect(installs).toHaveLength(1);
    expect(await readFile(join(scene.folder, 'two/node_modules/.bin/a'), 'utf8')).toBe('a');
    expect(await readFile(join(scene.folder, 'two/packages/p/node_modules/b/index.js'), 'utf8')).toBe('b');
  });

  test('installs once for two builds side by side', async () => {
    const folders = await Promise.all([checkOut('one'), checkOut('two')]);
    const outcomes = await Promise.all(folders.map((folder) => install(folder)));
    expect(outcomes.map((each) => each.kind).sort()).toEqual(['installed', 'restored']);
    expect(installs).toHaveLength(1);
  });

  test('gives each build files of its own: writing into them does not reach the cache', async () => {
    await install(await checkOut('one'));
    await install(await checkOut('two'));
    await writeFile(join(scene.folder, 'two/node_modules/a/index.js'), 'poisoned');
    await install(await checkOut('three'));
    expect(await readFile(join(scene.folder, 'three/node_modules/a/index.js'), 'utf8')).toBe('a');
  });

  test.each([
    ['lock file', { 'package-lock.json': '{"a":2}' }, {}],
    ['package.json', { 'package.json': '{"dependencies":{"a":"2"}}' }, {}],
    ['registry settings', { '.npmrc': 'omit=dev' }, {}],
    ['command', {}, { command: 'npm ci --omit=dev' }],
    ['folder', {}, { directory: 'apps/one' }],
    ['platform', {}, { platform: 'v22 linux x64' }],
  ])('installs again for another %s', async (_, files, options) => {
    await install(await checkOut('one'));
    await install(await checkOut('two', files), options);
    expect(installs).toHaveLength(2);
  });

  test.each([
    ['scripts of its own', { 'package.json': '{"scripts":{"postinstall":"make"}}' }, /script `postinstall`/],
    ['folders as dependencies', { 'yarn.lock': '"x@file:./x":\n' }, /names a dependency that is a folder/],
  ])('keeps nothing for a project with %s, and says so', async (_, files, why) => {
    const outcome = await install(await checkOut('one', files));
    expect(outcome).toEqual({ kind: 'installed', notCached: expect.stringMatching(why) });
    await install(await checkOut('two', files));
    expect(installs).toHaveLength(2);
  });

  test('keeps nothing without a lock file', async () => {
    const folder = join(scene.folder, 'bare');
    await writeFiles(folder, { 'package.json': '{}' });
    expect(await install(folder)).toEqual({ kind: 'installed', notCached: 'there is no lock file' });
  });

  test('a failed install is not kept, and the one that waited for it tries for itself', async () => {
    const [one, two] = await Promise.all([checkOut('one'), checkOut('two')]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = install(one, { failAfter: promise });
    await until(() => installs.length === 1);
    const second = install(two);
    resolve();
    await expect(first).rejects.toThrow('registry is down');
    expect((await second).kind).toBe('installed');
    expect(await entries()).toHaveLength(1);
  });

  test('a damaged entry is thrown away, and what it should have given is installed', async () => {
    await install(await checkOut('one'));
    const [entry = ''] = await entries();
    await rm(join(scene.folder, 'cache/baseline', entry, 'files/packages'), { recursive: true });
    expect(await install(await checkOut('two'))).toEqual({ kind: 'installed', notCached: null });
    expect(await install(await checkOut('three'))).toEqual({ kind: 'restored' });
  });

  test('an entry that somebody wrote into is thrown away', async () => {
    await install(await checkOut('one'));
    const [entry = ''] = await entries();
    await writeFile(join(scene.folder, 'cache/baseline', entry, 'files/node_modules/a/index.js'), 'poisoned');
    const folder = await checkOut('two');
    expect((await install(folder)).kind).toBe('installed');
    expect(await readFile(join(folder, 'node_modules/a/index.js'), 'utf8')).toBe('a');
  });

  test('what was kept for a candidate never serves a baseline; the other way round it does', async () => {
    await install(await checkOut('one'), { space: 'candidate' });
    expect((await install(await checkOut('two'), { space: 'candidate' })).kind).toBe('restored');
    expect((await install(await checkOut('three'), { space: 'baseline' })).kind).toBe('installed');
    await install(await checkOut('four'), { space: 'baseline', platform: 'v26 linux x64' });
    expect(await install(await checkOut('five'), { space: 'candidate', platform: 'v26 linux x64' })).toEqual({
      kind: 'restored',
    });
  });

  test('keeps nothing of an install that writes elsewhere too, which the cache would not bring back', async () => {
    const outcome = await install(await checkOut('one'), { alsoWrites: 'dist/main.js' });
    expect(outcome).toEqual({ kind: 'installed', notCached: 'the install also wrote dist/main.js' });
  });

  test('replaces what already stood there', async () => {
    await install(await checkOut('one'));
    const folder = await checkOut('two', {
      'node_modules/old/index.js': '',
      'node_modules/.bin/a': 'not a link',
    });
    await install(folder);
    expect(await readdir(join(folder, 'node_modules'))).toEqual(['.bin', 'a']);
  });

  test('a cache that cannot be written costs the cache, not the install', async () => {
    await writeFile(join(scene.folder, 'cache'), 'a file where a folder should be');
    const outcome = await install(await checkOut('one'));
    expect(outcome).toEqual({ kind: 'installed', notCached: expect.stringMatching(/EEXIST|ENOTDIR/) });
  });
});
