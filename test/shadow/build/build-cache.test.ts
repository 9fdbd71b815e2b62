// covers: platform.ts
// covers: build-sources.ts
// covers: step-environment.ts

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BuildInputs, buildKey, buildThroughCache } from '../../../src/shadow/build/build-cache.ts';
import type { CacheSpace } from '../../../src/shadow/build/cache-entries.ts';
import { createPreparationSteps } from '../../../src/shadow/build/preparation-steps.ts';
import { prepareBuild } from '../../../src/shadow/build/prepare-build.ts';
import { describePrograms } from '../../../src/shadow/processes/platform.ts';
import { withoutWalls } from '../../../src/shadow/sandbox/sandbox.ts';
import { definitionOf, openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
let builds: string[];
beforeEach(async () => {
  scene = await openScene();
  builds = [];
});
afterEach(() => scene.close());

const inputs: BuildInputs = {
  trees: ['1111'],
  command: 'npm run build',
  directory: '.',
  install: 'abc',
  platform: 'v24 linux x64',
  environment: { PATH: '/bin' },
};

test.each([
  ['tree', { trees: ['2222'] }],
  ['command', { command: 'npm run other' }],
  ['folder', { directory: 'apps/one' }],
  ['install', { install: 'def' }],
  ['platform', { platform: 'v26 linux x64' }],
  ['environment', { environment: { PATH: '/usr/bin' } }],
])('another %s is another key', (_, changes: Partial<BuildInputs>) => {
  expect(buildKey({ ...inputs, ...changes })).not.toBe(buildKey(inputs));
});

test('there is no key where sources are no revision, or the install is not sure', () => {
  expect(buildKey({ ...inputs, trees: null })).toBeNull();
  expect(buildKey({ ...inputs, install: null })).toBeNull();
});

test('a program that is exchanged is told', async () => {
  const bin = join(scene.folder, 'bin');
  await writeFiles(bin, { tool: 'one' });
  const before = await describePrograms('tool --fast', bin);
  expect(before).toContain(join(bin, 'tool'));
  await writeFile(join(bin, 'tool'), 'another');
  expect(await describePrograms('tool --fast', bin)).not.toBe(before);
});

describe('building through the cache', () => {
  async function build(name: string, key: string | null, space: CacheSpace = 'baseline') {
    const folder = join(scene.folder, name);
    await writeFiles(folder, { 'src/a.ts': name, 'draft.txt': '' });
    return buildThroughCache({
      folder,
      cacheFolder: join(scene.folder, 'cache'),
      space,
      key,
      build: async () => {
        builds.push(name);
        await mkdir(join(folder, 'dist'));
        await writeFile(join(folder, 'dist/a.js'), `built from ${name}`);
        await rm(join(folder, 'draft.txt'));
      },
    });
  }

  test('builds once for one key, and brings back all that the build did', async () => {
    expect(await build('one', 'k')).toBe('built');
    expect(await build('two', 'k')).toBe('restored');
    expect(await readFile(join(scene.folder, 'two/dist/a.js'), 'utf8')).toBe('built from one');
    await expect(readFile(join(scene.folder, 'two/draft.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(join(scene.folder, 'two/src/a.ts'), 'utf8')).toBe('two');
  });

  test('builds again for another key, without one, and for a baseline what a candidate kept', async () => {
    await build('one', 'k', 'candidate');
    await build('two', 'other', 'candidate');
    await build('three', null, 'candidate');
    await build('four', 'k', 'baseline');
    expect(builds).toEqual(['one', 'two', 'three', 'four']);
  });
});

describe('two builds of one gate', () => {
  async function prepareBoth(trees: readonly [string, string]) {
    const steps = createPreparationSteps();
    const command = `mkdir dist && echo once >> ${join(scene.folder, 'count')} && echo built > dist/main.js`;
    const prepare = async (space: CacheSpace, tree: string) => {
      const folder = join(scene.folder, space);
      await writeFiles(folder, { 'server.js': '' });
      return prepareBuild({
        label: space,
        name: `the ${space}`,
        folder,
        definition: definitionOf('node server.js', { build: command }),
        cacheFolder: join(scene.folder, 'cache'),
        space,
        trees: [tree],
        pair: steps,
        environment: process.env,
        onProgress: (event) => scene.events.push(event),
        sandbox: withoutWalls,
        signal: new AbortController().signal,
        teardown: scene.teardown,
      });
    };
    await Promise.all([prepare('candidate', trees[1]), prepare('baseline', trees[0])]);
    return (await readFile(join(scene.folder, 'count'), 'utf8')).split('\n').length - 1;
  }

  test('of one tree are built once, whichever begins first', async () => {
    expect(await prepareBoth(['a', 'a'])).toBe(1);
    expect(await readFile(join(scene.folder, 'candidate/dist/main.js'), 'utf8')).toBe('built\n');
    expect(scene.events).toContainEqual({ kind: 'build', label: 'candidate', step: 'build-cached' });
  });

  test('of two trees are built each', async () => {
    expect(await prepareBoth(['a', 'b'])).toBe(2);
  });

  test('a baseline that fails does not keep the candidate waiting', async () => {
    const steps = createPreparationSteps();
    steps.giveUp('baseline');
    expect([await steps.baseline, await steps.installed]).toEqual([null, false]);
    await steps.built;
  });
});
