import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFolder } from '../../../src/shadow/state/read-folder.ts';
import { openScene, type Scene } from '../temporary-build.ts';
import { rowsOf, unitCalled } from './state-scene.ts';

// covers: join-readers.ts
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

test('files are told by size and digest, small text by its text', async () => {
  const folder = join(scene.folder, 'data');
  await mkdir(join(folder, 'deep'), { recursive: true });
  await writeFile(join(folder, 'deep', 'note.txt'), 'hello');
  await writeFile(join(folder, 'raw.bin'), Buffer.from([0, 255]));
  await writeFile(join(folder, 'large.txt'), 'x'.repeat(100_000));
  const reader = readFolder({ store: 'data', folder, isDeclared: true });
  const rows = await rowsOf(reader, await unitCalled(reader, '.'));
  expect(rows.map(({ key }) => key)).toEqual(['deep/note.txt', 'large.txt', 'raw.bin']);
  expect(rows[0]?.values['content']).toEqual({ type: 'text', text: 'hello' });
  expect(rows[1]?.values).toMatchObject({ size: { type: 'number', text: '100000' } });
  expect(rows[1]?.values['content']).toBeUndefined();
  expect(rows[2]?.values['content']).toBeUndefined();
  expect(rows[2]?.values['digest']?.text).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('a link of the instance is told, never followed', async () => {
  const folder = join(scene.folder, 'data');
  await mkdir(folder);
  await writeFile(join(scene.folder, 'secret'), 'of the machine');
  await symlink(join(scene.folder, 'secret'), join(folder, 'link'));
  const reader = readFolder({ store: 'data', folder, isDeclared: true });
  const rows = await rowsOf(reader, await unitCalled(reader, '.'));
  expect(JSON.stringify(rows)).not.toContain('of the machine');
  expect(rows[0]?.values['link']?.text).toBe(join(scene.folder, 'secret'));
});

test('databases are left to their own reader, and a folder that is missing holds nothing', async () => {
  const folder = join(scene.folder, 'data');
  const reader = readFolder({ store: 'data', folder, isDeclared: true });
  const unit = await unitCalled(reader, '.');
  expect(await rowsOf(reader, unit)).toEqual([]);
  await mkdir(folder);
  const database = new DatabaseSync(join(folder, 'shop.db'));
  database.exec('CREATE TABLE a (b)');
  database.close();
  await writeFile(join(folder, 'a.txt'), '1');
  expect((await rowsOf(reader, unit)).map(({ key }) => key)).toEqual(['a.txt']);
  expect([...(await reader.read(unit, ['a.txt', 'missing'])).keys()]).toEqual(['a.txt']);
});
