import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SourceOf } from '../../../src/domain/state-source.ts';
import { instanceFolders } from '../../../src/shadow/instance/instance-folders.ts';
import { layOutInstance } from '../../../src/shadow/instance/lay-out-instance.ts';
import { openState } from '../../../src/shadow/state/open-state.ts';
import { openScene, type Scene } from '../temporary-build.ts';
import { digestOf, groundOf } from './state-scene.ts';

// covers: sqlite-state.ts
// covers: state-unavailable.ts
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const sqlite: SourceOf<'sqlite'> = {
  kind: 'sqlite',
  name: 'sqlite',
  file: 'db/shop.db',
  seed: [{ kind: 'file', path: 'schema.sql' }],
};

test('a SQLite database of the seed: a thousand writes, reset, and the same again come to the same state', async () => {
  const ground = await groundOf(scene, {
    'schema.sql':
      'CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (1, $$a$$)'.replaceAll(
        '$$',
        "'",
      ),
  });
  const state = await openState([sqlite], ground);
  const passes: string[][] = [];
  for (const run of ['observe', 'explain'] as const) {
    const folders = instanceFolders(join(ground.workFolder, run), 'baseline');
    const { companion, reader, close } = await state.fresh(run, 'baseline', folders.data);
    const { seedFolder, signal } = ground;
    await mkdir(join(ground.workFolder, run), { recursive: true });
    await layOutInstance({
      ...{ folders, seedFolder, signal, buildFolder: seedFolder, dataSeed: null },
      dataFiles: companion.dataFiles,
    });
    const before = await digestOf(reader);
    const service = new DatabaseSync(join(folders.data, 'db', 'shop.db'));
    const insert = service.prepare('INSERT INTO item (name) VALUES (?)');
    service.exec('BEGIN');
    for (let at = 0; at < 1000; at += 1) insert.run(`item ${at}`);
    service.exec('COMMIT');
    service.close();
    passes.push([before, await digestOf(reader)]);
    await close();
  }
  expect(passes[1]).toEqual(passes[0]);
  expect(passes[0]?.[0]).not.toBe(passes[0]?.[1]);
});

test('a SQL mistake is told with the file', async () => {
  const ground = await groundOf(scene, { 'schema.sql': 'CREATE TABEL item (id)' });
  await expect(openState([sqlite], ground)).rejects.toMatchObject({
    code: 'state-unavailable',
    message: expect.stringContaining('schema.sql fails: near "TABEL"'),
  });
});

test('a command cannot fill a file that no instance has yet', async () => {
  const seed = [{ kind: 'command', command: 'npm run migrate' }] as const;
  await expect(openState([{ ...sqlite, seed }], await groundOf(scene))).rejects.toThrow('npm run migrate');
});
