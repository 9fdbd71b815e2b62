import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createJournal, readJournal, removeIfEmpty } from '../../../src/shadow/processes/teardown-journal.ts';
import { openScene, type Scene } from '../temporary-build.ts';

let scene: Scene;
let folder: string;
beforeEach(async () => {
  scene = await openScene();
  folder = join(scene.folder, 'journals');
});
afterEach(() => scene.close());

describe('the journal', () => {
  test('is not written before something is recorded', async () => {
    createJournal(folder, 'marker-1').discard();
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('holds what was recorded, in order, and is readable by this user alone', async () => {
    const journal = createJournal(folder, 'marker-1');
    journal.record({ kind: 'folder', path: '/tmp/shadowgate-x' });
    journal.record({ kind: 'process-group', id: 4711 });
    const path = join(folder, 'marker-1.ndjson');
    expect(readJournal(path)).toMatchObject({
      header: { kind: 'gate', marker: 'marker-1', pid: process.pid },
      leftovers: [
        { kind: 'folder', path: '/tmp/shadowgate-x' },
        { kind: 'process-group', id: 4711 },
      ],
    });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('goes when it is discarded, the folder with the last one, and nothing is written after that', async () => {
    const [one, two] = [createJournal(folder, 'marker-1'), createJournal(folder, 'marker-2')];
    one.record({ kind: 'process-group', id: 1 });
    two.record({ kind: 'process-group', id: 2 });
    one.discard();
    expect(await readdir(folder)).toEqual(['marker-2.ndjson']);
    two.discard();
    two.record({ kind: 'process-group', id: 3 });
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('that cannot be written is told', async () => {
    await writeFile(folder, 'a file where a folder should be');
    const journal = createJournal(folder, 'marker-1');
    expect(() => journal.record({ kind: 'process-group', id: 1 })).toThrow(
      expect.objectContaining({ code: 'folder-not-writable' }),
    );
  });

  test('with a torn last line is read up to it; another file is no journal', async () => {
    createJournal(folder, 'marker-1').record({ kind: 'process-group', id: 1 });
    const path = join(folder, 'marker-1.ndjson');
    await writeFile(path, '{"kind":"folder","pa', { flag: 'a' });
    expect(readJournal(path)?.leftovers).toEqual([{ kind: 'process-group', id: 1 }]);
    await writeFile(path, '');
    expect(readJournal(path)).toBeNull();
  });
});

test('a folder that is not empty stays', async () => {
  await mkdir(join(folder, 'deep'), { recursive: true });
  removeIfEmpty(folder);
  await access(folder);
  removeIfEmpty(join(folder, 'deep'));
  removeIfEmpty(folder);
  await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});
