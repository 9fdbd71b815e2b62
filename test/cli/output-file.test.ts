import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refuseToOverwrite, writeOutput } from '../../src/cli/output-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-output-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('makes the folders above a file, and a second one asks first', async () => {
  const path = join(folder, 'a/b/report.md');
  await refuseToOverwrite(path);
  await writeOutput(path, 'text\n');
  expect(await readFile(path, 'utf8')).toBe('text\n');
  await expect(refuseToOverwrite(path)).rejects.toMatchObject({
    code: 'bad-usage',
    message: `${path} exists already.`,
  });
});

test.each([
  ['a folder in the way', () => folder, 'EISDIR'],
  ['a file where a folder should be', () => '/dev/null/report.md', 'ENOTDIR'],
])('%s', async (_name, path, code) => {
  await expect(writeOutput(path(), 'text')).rejects.toMatchObject({
    code: 'folder-not-writable',
    message: expect.stringContaining(path()),
    cause: expect.objectContaining({ code: expect.stringMatching(new RegExp(`${code}|EEXIST`)) }),
  });
});
