// covers: preparation-steps.ts

import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CacheSpace } from '../../../src/shadow/build/cache-entries.ts';
import { createPreparationSteps } from '../../../src/shadow/build/preparation-steps.ts';
import { prepareBuild } from '../../../src/shadow/build/prepare-build.ts';
import { findSandbox } from '../../../src/shadow/sandbox/find-sandbox.ts';
import { withoutWalls } from '../../../src/shadow/sandbox/sandbox.ts';
import { noOptions } from '../../support/container-options.ts';
import { definitionOf, openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());
const at = (...path: string[]) => join(scene.folder, ...path);

const locked = { 'package.json': '{"dependencies":{"a":"1"}}', 'package-lock.json': '{}', 'server.js': '' };
const installing = 'echo once >> "$COUNT" && mkdir -p node_modules/a && echo a > node_modules/a/index.js';

async function prepareBoth(
  candidateFiles: Readonly<Record<string, string>>,
  build: string | null,
  also = 'true',
) {
  const steps = createPreparationSteps();
  const install = `${installing.replace('$COUNT', at('count'))} && ${also}`;
  const prepare = async (space: CacheSpace, files: Readonly<Record<string, string>>) => {
    await writeFiles(at(space), files);
    return prepareBuild({
      label: space,
      name: `the ${space}`,
      folder: at(space),
      definition: definitionOf('node server.js', { install, build }),
      cacheFolder: at('cache'),
      space,
      trees: null,
      pair: steps,
      environment: process.env,
      onProgress: (event) => scene.events.push(event),
      sandbox: withoutWalls,
      signal: new AbortController().signal,
      teardown: scene.teardown,
    });
  };
  const [candidate] = await Promise.all([
    prepare('candidate', { ...locked, ...candidateFiles }),
    prepare('baseline', locked),
  ]);
  readable = candidate.readable ?? [];
  return (await readFile(at('count'), 'utf8')).split('\n').length - 1;
}

let readable: readonly string[];

test('one lock file: installed once, and there once, in the cache', async () => {
  expect(await prepareBoth({}, null)).toBe(1);
  const there = await realpath(at('candidate/node_modules'));
  expect(await realpath(at('baseline/node_modules'))).toBe(there);
  expect(readable).toEqual([join(there, '..')]);
  expect(there.startsWith(at('cache/baseline/install-'))).toBe(true);
});

test('what a service wrote there in an earlier gate is not used again', async () => {
  await prepareBoth({}, null);
  await writeFiles(await realpath(at('baseline/node_modules')), { 'a/written.js': '' });
  await Promise.all(['baseline', 'candidate'].map((side) => rm(at(side), { recursive: true })));
  expect(await prepareBoth({}, null)).toBe(2);
  expect(await readdir(at('candidate/node_modules/a'))).toEqual(['index.js']);
});

test('packages of a workspace stay with their sources: each side must run its own', async () => {
  const workspace = 'mkdir -p node_modules && ln -s ../packages/p node_modules/p';
  expect(await prepareBoth({ 'packages/p/index.js': '' }, null, workspace)).toBe(1);
  expect(await realpath(at('candidate/node_modules/p'))).toBe(at('candidate/packages/p'));
  expect(readable).toEqual([]);
});

test('a side that builds has a copy of its own, since builds write there', async () => {
  expect(await prepareBoth({}, 'echo generated > node_modules/a/generated.js')).toBe(1);
  expect(await realpath(at('candidate/node_modules'))).toBe(at('candidate/node_modules'));
});

test('another lock file: each side has its own, where paths have the same length', async () => {
  expect(await prepareBoth({ 'package-lock.json': '{"other":1}' }, null)).toBe(2);
  expect(await realpath(at('candidate/node_modules'))).toBe(at('candidate/node_modules'));
  expect(await realpath(at('baseline/node_modules'))).toBe(at('baseline/node_modules'));
});

test('scripts of a candidate see no cache of ours, and write into no cache that a baseline reads', async () => {
  const sandbox = await findSandbox({
    settings: { level: 'auto', readable: [], installNetwork: 'registries', containerOptions: noOptions },
    hidden: [],
    workFolder: at('walls'),
    environment: process.env,
    teardown: scene.teardown,
  });
  const environment = { ...process.env, HOME: at('user'), npm_config_cache: at('user/.npm') };
  await writeFiles(at('.'), { 'cache/baseline/entry': '', 'user/.npm/known': '' });
  const planting =
    'echo "$npm_config_cache" >told && mkdir -p "$npm_config_cache" && echo x >"$npm_config_cache/planted"';
  const looking = `ls ${at('cache')} ${at('user')} >seen 2>&1 || true`;
  for (const space of ['baseline', 'candidate'] as const) {
    await writeFiles(at(space), locked);
    await prepareBuild({
      ...{
        label: space,
        name: `the ${space}`,
        folder: at(space),
        cacheFolder: at('cache'),
        space,
        trees: null,
      },
      definition: definitionOf('node server.js', { install: `${planting} && ${looking}` }),
      environment,
      onProgress: () => {},
      sandbox,
      signal: new AbortController().signal,
      teardown: scene.teardown,
    });
  }
  expect(await readFile(at('baseline/told'), 'utf8')).toBe(`${at('user/.npm')}\n`);
  expect(await readFile(at('candidate/told'), 'utf8')).toBe(`${at('candidate-home/packages')}\n`);
  expect(await readdir(at('user/.npm'))).toEqual(['known', 'planted']);
  await expect(readdir(at('candidate-home'))).rejects.toMatchObject({ code: 'ENOENT' });
  if (!sandbox.isClosed) return console.log('skipped: nothing here hides the cache from the steps');
  for (const space of ['baseline', 'candidate']) {
    const seen = await readFile(at(space, 'seen'), 'utf8');
    expect(seen).toContain(`'${at('cache')}': No such file`);
    expect(seen).not.toContain('entry');
  }
  expect(await readFile(at('candidate/seen'), 'utf8')).toContain(`'${at('user')}': No such file`);
});

test('packages that may come from the cache alone are copied for a candidate', async () => {
  await writeFiles(at('.'), { 'user/.npm/known': 'known' });
  await writeFiles(at('candidate'), locked);
  await prepareBuild({
    ...{ label: 'c', name: 'the candidate', folder: at('candidate'), cacheFolder: at('cache'), trees: null },
    definition: definitionOf('node server.js', { install: 'cat "$npm_config_cache/known" >told' }),
    space: 'candidate',
    environment: {
      ...process.env,
      HOME: at('user'),
      npm_config_offline: 'true',
      npm_config_cache: at('user/.npm'),
    },
    onProgress: () => {},
    sandbox: withoutWalls,
    signal: new AbortController().signal,
    teardown: scene.teardown,
  });
  expect(await readFile(at('candidate/told'), 'utf8')).toBe('known');
});
