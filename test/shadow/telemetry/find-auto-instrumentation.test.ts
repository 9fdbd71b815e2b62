import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PreparedBuild } from '../../../src/shadow/build/prepare-build.ts';
import {
  autoInstrumentation,
  findAutoInstrumentation,
} from '../../../src/shadow/telemetry/find-auto-instrumentation.ts';
import { definitionOf } from '../temporary-build.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sg-auto-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A package of that name, as far as it is resolved. */
async function install(into: string, version: string): Promise<void> {
  const home = join(folder, into, autoInstrumentation);
  const manifest = { name: autoInstrumentation, version, exports: { './register': './build/register.js' } };
  await write(join(home, 'package.json'), JSON.stringify(manifest));
  await write(join(home, 'build/register.js'), 'throw new Error("is not run")');
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function build(directory = '.', readable: readonly string[] = []): PreparedBuild {
  const definition = { ...definitionOf('node .'), directory };
  return { kind: 'prepared', label: 'b', folder: join(folder, 'build'), definition, readable };
}

describe('the auto-instrumentation of a build', () => {
  test('is found from the folder of the service, with its version, and not run', async () => {
    await install('build/apps/shop/node_modules', '0.82.0');
    const found = await findAutoInstrumentation(build('apps/shop'));
    expect(found).toEqual({
      version: '0.82.0',
      path: join(folder, 'build/apps/shop/node_modules', autoInstrumentation, 'build/register.js'),
    });
    expect(await findAutoInstrumentation(build('.'))).toBeNull();
  });

  test('is found where dependencies are linked to a place that instances can read', async () => {
    await install('cache/node_modules', '1.0.0');
    await mkdir(join(folder, 'build'));
    await symlink('../cache/node_modules', join(folder, 'build/node_modules'));
    expect(await findAutoInstrumentation(build('.', [join(folder, 'cache')]))).toMatchObject({
      version: '1.0.0',
    });
    expect(await findAutoInstrumentation(build('.'))).toBeNull();
  });

  test('is not one that lies above the build', async () => {
    await install('node_modules', '1.0.0');
    await mkdir(join(folder, 'build'));
    expect(await findAutoInstrumentation(build('.'))).toBeNull();
  });
});
