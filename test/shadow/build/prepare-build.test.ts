import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceDefinition } from '../../../src/domain/service.ts';
import { fixedTime } from '../../../src/shadow/build/copy-tree.ts';
import { prepareBuild } from '../../../src/shadow/build/prepare-build.ts';
import { withoutWalls } from '../../../src/shadow/sandbox/sandbox.ts';
import { definitionOf, openScene, type Scene, writeFiles } from '../temporary-build.ts';
import { until } from '../until.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function prepare(
  name: string,
  definition: Partial<ServiceDefinition>,
  files: Readonly<Record<string, string>> = {},
  signal = new AbortController().signal,
) {
  const folder = join(scene.folder, name);
  await writeFiles(folder, { 'server.js': '', ...files });
  return prepareBuild({
    sandbox: withoutWalls,
    label: `rev:${name}`,
    name: `the candidate (rev:${name})`,
    folder,
    definition: definitionOf('node server.js', definition),
    cacheFolder: join(scene.folder, 'cache'),
    space: 'candidate',
    trees: null,
    environment: { ...process.env, GITHUB_TOKEN: 'secret', NODE_OPTIONS: '' },
    onProgress: (event) => scene.events.push(event),
    signal,
    teardown: scene.teardown,
  });
}

const steps = () => scene.events.flatMap((event) => (event.kind === 'build' ? [event.step] : []));
const text = (...path: string[]) => readFile(join(scene.folder, ...path), 'utf8');

describe('preparing a build', () => {
  test('of sources that run as they are takes no step', async () => {
    const build = await prepare('b', {});
    expect(build).toMatchObject({ kind: 'prepared', label: 'rev:b', folder: join(scene.folder, 'b') });
    expect(steps()).toEqual(['done']);
    expect((await stat(join(build.folder, 'server.js'))).mtime).toEqual(fixedTime);
  });

  test('installs, then builds, in the folder of the service, with a private HOME that is gone afterwards', async () => {
    await prepare(
      'b',
      {
        directory: 'apps/one',
        install: 'echo "$HOME" > home',
        build: 'cat home > built; echo "$HOME" >> built',
      },
      { 'apps/one/package.json': '{}' },
    );
    expect(steps()).toEqual(['install', 'build', 'done']);
    const [home, ...rest] = (await text('b/apps/one/built')).trim().split('\n');
    expect(rest).toEqual([home]);
    expect(home).not.toBe(process.env['HOME']);
    await expect(access(home ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('passes no token to either step', async () => {
    await prepare('b', { install: 'env > install-env', build: 'env > build-env' });
    for (const file of ['install-env', 'build-env']) {
      expect(await text('b', file)).toContain('SHADOWGATE_RUN=');
      expect(await text('b', file)).not.toMatch(/GITHUB_TOKEN|NODE_OPTIONS|secret/);
    }
  });

  test('really installs with npm, and takes the second time from the cache', async () => {
    const files = {
      'package.json': '{"name":"app","version":"1.0.0","dependencies":{"near":"file:near"}}',
      'near/package.json': '{"name":"near","version":"1.0.0"}',
      'near/index.js': 'module.exports = 1;',
      'package-lock.json': JSON.stringify({
        name: 'app',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { name: 'app', version: '1.0.0', dependencies: { near: 'file:near' } },
          near: { version: '1.0.0' },
          'node_modules/near': { resolved: 'near', link: true },
        },
      }),
    };
    const build = `node -p "require('near')" > built`;
    await Promise.all(['b', 'c'].map((name) => prepare(name, { install: 'npm ci', build }, files)));
    expect(steps().filter((step) => step === 'install')).toHaveLength(1);
    expect(steps().filter((step) => step === 'cached')).toHaveLength(1);
    expect(await text('b/built')).toBe('1\n');
    expect(await text('c/built')).toBe('1\n');
  });

  test('tells which build failed, by which command, with its log', async () => {
    await expect(prepare('b', { build: 'echo "no such module"; exit 2' })).rejects.toMatchObject({
      code: 'build-failed',
      message: expect.stringMatching(
        /^Building the candidate \(rev:b\) failed: .* exit code 2\.[\s\S]*\| no such module$/,
      ),
    });
  });

  test.each([['nowhere'], ['../b-home'], ['server.js']])(
    'refuses %s as folder of the service',
    async (directory) => {
      await expect(prepare('b', { directory })).rejects.toMatchObject({ code: 'service-unknown' });
    },
  );

  test('can be interrupted', async () => {
    const abort = new AbortController();
    const preparing = prepare('b', { build: 'touch begun; sleep 300' }, {}, abort.signal);
    await until(() =>
      access(join(scene.folder, 'b/begun')).then(
        () => true,
        () => false,
      ),
    );
    abort.abort();
    await expect(preparing).rejects.toMatchObject({ code: 'interrupted' });
  });
});
