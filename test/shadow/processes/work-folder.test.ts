import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createWorkFolder, ownerFile } from '../../../src/shadow/processes/work-folder.ts';
import { openScene, type Scene } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

describe('a work folder', () => {
  test('belongs to this user and this gate, and is gone after the teardown', async () => {
    const folder = await createWorkFolder(scene.teardown, scene.folder);
    expect(dirname(folder)).toBe(scene.folder);
    expect(basename(folder)).toMatch(/^shadowgate-/);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(folder, ownerFile), 'utf8')).toBe(scene.teardown.marker);
    await writeFile(join(folder, 'content'), '');
    await scene.teardown.run();
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('has a path short enough for sockets below it, wherever the temporary folder is', async () => {
    const deep = join(scene.folder, 'x'.repeat(80));
    await mkdir(deep);
    const folder = await createWorkFolder(scene.teardown, deep);
    expect(folder.length).toBeLessThan(70);
  });

  test('that cannot be made is told', async () => {
    const file = join(scene.folder, 'file');
    await writeFile(file, '');
    await expect(createWorkFolder(scene.teardown, file)).rejects.toMatchObject({
      code: 'folder-not-writable',
      message: expect.stringContaining('ENOTDIR'),
    });
  });
});
