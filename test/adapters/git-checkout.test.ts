import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

describe('checking out', () => {
  test('writes the files of two commits side by side and leaves no trace in the repository', async () => {
    const made = await temporary.repository();
    const first = await made.commit({ message: 'first', files: { 'src/a.txt': 'one\n', gone: 'x' } });
    const second = await made.commit({
      message: 'second',
      files: { 'src/a.txt': 'two\n', gone: null, run: '#!/bin/sh\n' },
    });
    // One after the other: git holds a lock file while it looks.
    const state = async () => [
      await made.git('status', '--porcelain'),
      await readdir(join(made.folder, '.git')),
    ];
    const before = await state();
    const git = await openRepository(made.folder);
    const [base, head] = [join(await temporary.folder(), 'b/base'), await temporary.folder()];
    await Promise.all([git.checkOut(first, base), git.checkOut(second, head)]);
    expect((await readdir(base, { recursive: true })).sort()).toEqual(['gone', 'src', 'src/a.txt']);
    expect((await readdir(head, { recursive: true })).sort()).toEqual(['run', 'src', 'src/a.txt']);
    expect(await readFile(join(base, 'src/a.txt'), 'utf8')).toBe('one\n');
    expect(await readFile(join(head, 'src/a.txt'), 'utf8')).toBe('two\n');
    expect(await state()).toEqual(before);
    expect(await made.git('worktree', 'list')).not.toContain('\n');
  });

  test('refuses a folder that holds something', async () => {
    const made = await temporary.repository();
    const sha = await made.commit({ message: 'first', files: { a: 'a' } });
    const git = await openRepository(made.folder);
    await expect(git.checkOut(sha, made.folder)).rejects.toMatchObject({ code: 'folder-not-writable' });
  });

  test('refuses an unknown revision before it touches the folder', async () => {
    const made = await temporary.repository();
    await made.commit({ message: 'first' });
    const target = join(await temporary.folder(), 'files');
    const git = await openRepository(made.folder);
    await expect(git.checkOut('nowhere', target)).rejects.toMatchObject({ code: 'revision-unknown' });
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('a scratch folder goes with a process that is ended while it is in use', async () => {
  const parent = await temporary.folder();
  const moduleUrl = new URL('../../src/adapters/git-checkout.ts', import.meta.url).href;
  const script = `
    const { withScratchFolder } = await import(${JSON.stringify(moduleUrl)});
    await withScratchFolder(process.env.TMPDIR, async (folder) => {
      process.stdout.write(folder);
      process.exit(130);
    });`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: parent },
  });
  expect(ended.status).toBe(130);
  expect(ended.stdout.toString()).toMatch(/shadowgate-git-/);
  expect(await readdir(parent)).toEqual([]);
});
