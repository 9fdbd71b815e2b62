import { lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fixedTime } from '../../../src/shadow/build/copy-tree.ts';
import { instanceFolders } from '../../../src/shadow/instance/instance-folders.ts';
import {
  fillPlaceholders,
  instanceEnvironment,
  layOutInstance,
} from '../../../src/shadow/instance/lay-out-instance.ts';
import { definitionOf, openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const folders = () => instanceFolders(scene.folder, 'candidate');

async function layOut(dataSeed: string | null, files: Readonly<Record<string, string>> = {}) {
  const build = join(scene.folder, 'build');
  await writeFiles(build, { 'server.js': 'serve', 'node_modules/a/index.js': 'a', ...files });
  const signal = new AbortController().signal;
  await layOutInstance({ folders: folders(), buildFolder: build, seedFolder: build, dataSeed, signal });
  return folders();
}

describe('the folders of an instance', () => {
  test('are a copy of the sources and a link to the dependencies', async () => {
    const { app } = await layOut(null, { 'apps/one/node_modules/b/index.js': 'b' });
    expect(await readFile(join(app, 'server.js'), 'utf8')).toBe('serve');
    expect((await lstat(join(app, 'node_modules'))).isSymbolicLink()).toBe(true);
    expect((await lstat(join(app, 'apps/one/node_modules'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(app, 'node_modules/a/index.js'), 'utf8')).toBe('a');
  });

  test('are fresh, whatever stood there', async () => {
    const { app, data, temporary } = await layOut(null);
    for (const folder of [app, data, temporary]) await writeFile(join(folder, 'left'), '');
    await layOut(null);
    for (const folder of [app, data, temporary]) {
      await expect(stat(join(folder, 'left'))).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });

  test('hold the data seed, times fixed: a folder by its content, a file by its name', async () => {
    const { data } = await layOut('seed', { 'seed/deep/rows.json': '[]' });
    expect(await readFile(join(data, 'deep/rows.json'), 'utf8')).toBe('[]');
    expect((await stat(join(data, 'deep/rows.json'))).mtime).toEqual(fixedTime);
    await layOut('seed/deep/rows.json');
    expect(await readFile(join(data, 'rows.json'), 'utf8')).toBe('[]');
  });

  test.each([['nowhere'], ['../elsewhere'], ['led-astray']])('refuse %s as data seed', async (seed) => {
    await writeFiles(scene.folder, { 'elsewhere/secret': '', 'build/x': '' });
    await symlink('../elsewhere', join(scene.folder, 'build/led-astray'));
    await expect(layOut(seed)).rejects.toMatchObject({ code: 'config-invalid' });
  });

  test('that cannot be made are told', async () => {
    await writeFile(join(scene.folder, 'file'), '');
    const request = layOutInstance({
      folders: instanceFolders(join(scene.folder, 'file'), 'baseline'),
      buildFolder: scene.folder,
      seedFolder: scene.folder,
      dataSeed: null,
      signal: new AbortController().signal,
    });
    await expect(request).rejects.toMatchObject({ code: 'folder-not-writable' });
  });
});

describe('the environment of an instance', () => {
  const environmentOf = (env: Record<string, string>, added: Record<string, string> = {}) =>
    instanceEnvironment({
      folders: folders(),
      definition: definitionOf('x', { env, directory: 'apps/one' }),
      port: 41000,
      marker: 'run-1',
      environment: { PATH: '/bin', TZ: 'UTC', GITHUB_TOKEN: 'secret', HOME: '/home/runner' },
      doorPorts: new Map([['db', 5432]]),
      companion: { environment: added, doors: [], readable: [] },
    });

  test('is the allow-list, its own places and what the settings name', () => {
    const { app, data, temporary, home, whole } = folders();
    expect(
      environmentOf({
        LEVEL: 'warn',
        DB: 'pg://{door:db}/x',
        URL: 'http://127.0.0.1:{port}',
        FILE: '{data}/x.db',
      }),
    ).toEqual({
      PATH: `${app}/apps/one/node_modules/.bin:${app}/node_modules/.bin:/bin`,
      TZ: 'UTC',
      HOME: home,
      TMPDIR: temporary,
      PORT: '41000',
      DATA_DIR: data,
      LEVEL: 'warn',
      DB: 'pg://127.0.0.1:5432/x',
      URL: 'http://127.0.0.1:41000',
      FILE: `${data}/x.db`,
      SHADOWGATE_RUN: 'run-1',
      SHADOWGATE_INSTANCE: whole,
    });
  });

  test('keeps its own places whatever the settings name, and both sets of options for Node', () => {
    const environment = environmentOf(
      { PORT: '3000', SHADOWGATE_RUN: 'x', NODE_OPTIONS: '--max-old-space-size=100' },
      { NODE_OPTIONS: '--require /agent.cjs' },
    );
    expect(environment).toMatchObject({
      PORT: '41000',
      SHADOWGATE_RUN: 'run-1',
      NODE_OPTIONS: '--max-old-space-size=100 --require /agent.cjs',
    });
  });
});

test('placeholders are filled wherever they stand', () => {
  expect(
    fillPlaceholders('run --port {port} --db {data}/db --again {port}', {
      port: 1,
      folders: folders(),
      doorPorts: new Map(),
    }),
  ).toBe(`run --port 1 --db ${folders().data}/db --again 1`);
});
