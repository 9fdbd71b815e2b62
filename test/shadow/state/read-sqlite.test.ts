import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readSqlite } from '../../../src/shadow/state/read-sqlite.ts';
import { openScene, type Scene } from '../temporary-build.ts';
import { rowsOf, unitCalled } from './state-scene.ts';

// covers: sqlite-files.ts
// covers: sqlite-tables.ts
// covers: open-sqlite-copy.ts
// covers: sqlite-mark.ts
let scene: Scene;
let folder: string;
beforeEach(async () => {
  scene = await openScene();
  folder = join(scene.folder, 'data');
  await mkdir(folder);
});
afterEach(() => scene.close());

const reader = () => readSqlite('sqlite', folder, join(scene.folder, 'scratch'));

test('every table of every database is shown, with exact values', async () => {
  const database = new DatabaseSync(join(folder, 'any-name'));
  database.exec(`CREATE TABLE item (sku TEXT, place INTEGER, price REAL, raw BLOB, PRIMARY KEY (sku, place));
    CREATE TABLE log (line);
    INSERT INTO item VALUES ('b', 2, 0.1, x'00ff'), ('a', 9007199254740993, NULL, NULL);
    INSERT INTO log VALUES ('one')`);
  database.close();
  const units = await reader().units();
  expect(units).toEqual([
    { store: 'sqlite', kind: 'table', name: 'any-name/item', keyColumns: ['sku', 'place'] },
    { store: 'sqlite', kind: 'table', name: 'any-name/log', keyColumns: ['rowid'] },
  ]);
  expect(await rowsOf(reader(), await unitCalled(reader(), 'any-name/item'))).toEqual([
    {
      key: '["a","9007199254740993"]',
      values: {
        sku: { type: 'text', text: 'a' },
        place: { type: 'number', text: '9007199254740993' },
        price: { type: 'null', text: '' },
        raw: { type: 'null', text: '' },
      },
    },
    {
      key: '["b","2"]',
      values: {
        sku: { type: 'text', text: 'b' },
        place: { type: 'number', text: '2' },
        price: { type: 'number', text: '0.1' },
        raw: { type: 'bytes', text: 'AP8=' },
      },
    },
  ]);
});

test('a few rows are found by their keys', async () => {
  const database = new DatabaseSync(join(folder, 'a.db'));
  database.exec(
    `CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (1, 'x'), (2, 'y')`,
  );
  database.close();
  const unit = await unitCalled(reader(), 'a.db/item');
  const found = await reader().read(unit, ['["2"]', '["7"]']);
  expect([...found].map(([key, row]) => [key, row.values['name']?.text])).toEqual([['["2"]', 'y']]);
});

test('what a service has written but not yet moved into the file is seen, and the service is not held up', async () => {
  const service = new DatabaseSync(join(folder, 'a.db'));
  service.exec('PRAGMA journal_mode = WAL; CREATE TABLE item (id INTEGER PRIMARY KEY)');
  const unit = await unitCalled(reader(), 'a.db/item');
  for (let id = 1; id <= 20; id += 1) {
    service.exec(`INSERT INTO item VALUES (${id})`);
    expect(await rowsOf(reader(), unit)).toHaveLength(id);
  }
  service.close();
});

test('a link to a database of the machine is not followed', async () => {
  const elsewhere = join(scene.folder, 'machine.db');
  const database = new DatabaseSync(elsewhere);
  database.exec('CREATE TABLE secret (b)');
  database.close();
  await symlink(elsewhere, join(folder, 'link.db'));
  expect(await reader().units()).toEqual([]);
  expect(
    await rowsOf(reader(), { store: 'sqlite', kind: 'table', name: 'link.db/secret', keyColumns: [] }),
  ).toEqual([]);
});

test.each(['DELETE', 'WAL'])('every commit shows at the next look, with journal mode %s', async (mode) => {
  const database = new DatabaseSync(join(folder, 'a.db'));
  database.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE item (id INTEGER PRIMARY KEY, count INTEGER)`);
  database.exec('INSERT INTO item VALUES (1, 0)');
  const looking = reader();
  const unit = await unitCalled(looking, 'a.db/item');
  const keys = ['["1"]'];
  const seen: (string | undefined)[] = [];
  for (let count = 1; count <= 5; count += 1) {
    database.exec(`UPDATE item SET count = ${count}`);
    for (const _ of [1, 2]) seen.push((await looking.read(unit, keys)).get('["1"]')?.values['count']?.text);
  }
  database.close();
  expect(seen.join('')).toBe('1122334455');
});
