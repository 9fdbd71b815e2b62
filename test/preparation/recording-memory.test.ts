// covers: cache-folder.ts
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recallRecording, rememberRecording } from '../../src/preparation/recording-memory.ts';

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'shadowgate-test-memory-'));
});
afterAll(() => rm(cache, { recursive: true }));

const here = () => ({ XDG_CACHE_HOME: cache });
const file = () => join(cache, 'shadowgate/recordings.json');

test('a recording is found by its digest, where it was read last', async () => {
  expect(await recallRecording(here(), 'sha256:a')).toBeNull();
  await rememberRecording(here(), 'sha256:a', 'old.sgrec');
  await rememberRecording(here(), 'sha256:b', '/data/b.sgrec');
  await rememberRecording(here(), 'sha256:a', 'a.sgrec');
  expect(await recallRecording(here(), 'sha256:a')).toBe(resolve('a.sgrec'));
  expect(await recallRecording(here(), 'sha256:b')).toBe('/data/b.sgrec');
  expect(await recallRecording(here(), 'sha256:c')).toBeNull();
});

test('nobody else may read it, and the oldest go', async () => {
  for (let number = 0; number < 210; number += 1)
    await rememberRecording(here(), `sha256:${number}`, `${number}.sgrec`);
  expect((await stat(file())).mode & 0o077).toBe(0);
  expect(JSON.parse(await readFile(file(), 'utf8')).recordings).toHaveLength(200);
  expect(await recallRecording(here(), 'sha256:0')).toBeNull();
  expect(await recallRecording(here(), 'sha256:209')).not.toBeNull();
});

test('one that cannot be read is begun anew, and a folder that cannot be made is no error', async () => {
  await writeFile(file(), 'not JSON');
  expect(await recallRecording(here(), 'sha256:209')).toBeNull();
  await rememberRecording(here(), 'sha256:a', 'a.sgrec');
  expect(await recallRecording(here(), 'sha256:a')).toBe(resolve('a.sgrec'));
  const nowhere = { XDG_CACHE_HOME: file() };
  await rememberRecording(nowhere, 'sha256:a', 'a.sgrec');
  expect(await recallRecording(nowhere, 'sha256:a')).toBeNull();
});
