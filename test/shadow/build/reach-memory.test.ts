import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recallReach, rememberReach } from '../../../src/shadow/build/reach-memory.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sg-reach-'));
});
afterAll(() => rm(folder, { recursive: true }));

const key = { recordingDigest: 'sha256:1', path: 'a.js', baseline: 'exports.a = 1;' };
const routes = { 'GET /a': [1, 2], 'GET /b': [] };

test('what was remembered of a file comes back, for this text and this recording alone', async () => {
  expect(await recallReach(folder, key)).toBeNull();
  await rememberReach(folder, key, routes);
  expect(await recallReach(folder, key)).toEqual(routes);
  for (const other of [{ recordingDigest: 'sha256:2' }, { path: 'b.js' }, { baseline: 'exports.a = 2;' }]) {
    expect(await recallReach(folder, { ...key, ...other })).toBeNull();
  }
  expect(await readdir(join(folder, 'reach'))).toHaveLength(1);
});

test('what is damaged counts as forgotten, and is written anew', async () => {
  const [name = ''] = await readdir(join(folder, 'reach'));
  await writeFile(join(folder, 'reach', name), '{"version":1,"routes":{"GET /a":["1"]}}');
  expect(await recallReach(folder, key)).toBeNull();
  await rememberReach(folder, key, routes);
  expect(await recallReach(folder, key)).toEqual(routes);
});

test('a cache that cannot be written costs the cache alone', async () => {
  await writeFile(join(folder, 'file'), '');
  await rememberReach(join(folder, 'file'), key, routes);
  expect(await recallReach(join(folder, 'file'), key)).toBeNull();
});
