import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import * as changeSchema from '../../src/domain/change.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

describe('opening', () => {
  test('finds the root from a folder inside', async () => {
    const made = await temporary.repository();
    await made.commit({ message: 'first', files: { 'src/deep/a.txt': 'a' } });
    expect((await openRepository(join(made.folder, 'src/deep'))).root).toBe(made.folder);
  });

  test('a bare repository is its own root and always clean', async () => {
    const made = await temporary.repository();
    const sha = await made.commit({ message: 'first', files: { a: '1\n' } });
    const folder = await temporary.clone(made, ['--bare']);
    const git = await openRepository(folder);
    await git.assertClean();
    const target = await temporary.folder();
    await git.checkOut(sha, target);
    expect(await readdir(target)).toEqual(['a']);
  });

  test.each([
    ['a folder without a repository', (folder: string) => folder],
    ['a folder that does not exist', (folder: string) => join(folder, 'nowhere')],
  ])('%s is not a repository', async (_, choose) => {
    const folder = choose(await temporary.folder());
    await expect(openRepository(folder)).rejects.toMatchObject({
      code: 'not-a-repository',
      message: expect.stringContaining(folder),
    });
  });

  test('the data folder of a repository is not a repository', async () => {
    const made = await temporary.repository();
    await expect(openRepository(join(made.folder, '.git'))).rejects.toMatchObject({
      code: 'not-a-repository',
    });
  });

  test('says that git is missing when it is not on the PATH', async () => {
    const made = await temporary.repository();
    const empty = await temporary.folder();
    await expect(openRepository(made.folder, { PATH: empty })).rejects.toMatchObject({ code: 'git-missing' });
  });

  test('works without any environment but PATH, and against a misleading one', async () => {
    const made = await temporary.repository();
    const sha = await made.commit({ message: 'first' });
    const environment = {
      PATH: process.env['PATH'],
      GIT_DIR: '/nowhere',
      GIT_INDEX_FILE: '/nowhere/index',
      GIT_PAGER: 'false',
      EDITOR: 'false',
    };
    expect(await (await openRepository(made.folder, environment)).resolve('HEAD')).toBe(sha);
  });
});

describe('reading a change', () => {
  test('gives a change as the domain knows it, with branch and pull request', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'first', files: { 'a.js': 'one\ntwo\nthree\n' } });
    const author = { name: 'Zoë "Z" <b>', email: 'zoe@example.com' };
    const committer = { name: 'Bot', email: 'bot@example.com' };
    const date = '2026-02-03T04:05:06+02:00';
    const message = 'Subject\n\nBody — with ünïcode\n\nCo-authored-by: A <a@b.c>\n';
    const files = { 'a.js': 'one\n2\nthree\nfour\n' };
    const head = await made.commit({ message, files, author, committer, date });
    const pullRequest = {
      ...{ number: 7, title: 't', body: 'b', author: 'zoe', authorIsBot: false },
      ...{ headBranch: 'feature', baseBranch: 'main', labels: [] },
    };
    const git = await openRepository(made.folder);
    const change = await git.readChange({ base, head: 'main', branch: 'feature', pullRequest });
    expect(changeSchema.change.parse(change)).toEqual({
      ...{ base, head, branch: 'feature', pullRequest },
      commits: [
        // git itself takes `<` and `>` out of names.
        {
          sha: head,
          parents: [base],
          author: { ...author, name: 'Zoë "Z" b' },
          committer,
          committedAt: date,
          message,
        },
      ],
      files: [
        {
          path: 'a.js',
          status: 'modified',
          binary: false,
          blocks: [
            { baseline: { start: 2, end: 2 }, candidate: { start: 2, end: 2 } },
            { baseline: null, candidate: { start: 4, end: 4 } },
          ],
        },
      ],
    });
  });

  test('a change of nothing has no commits and no files', async () => {
    const made = await temporary.repository();
    const sha = await made.commit({ message: 'first', files: { a: '1' } });
    const change = await (await openRepository(made.folder)).readChange({ base: sha, head: sha });
    expect(change).toEqual({ base: sha, head: sha, commits: [], files: [] });
  });

  test('brings the note of git-ai along', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'first' });
    const head = await made.commit({ message: 'second' });
    const note = 'a.js\n  s_0123456789abcd::t_0 1-2\n---\n{}';
    await made.git('notes', '--ref=ai', 'add', '-m', note, head);
    await made.git('notes', 'add', '-m', 'a note of another kind', head);
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.commits.map((commit) => commit.note)).toEqual([`${note}\n`]);
  });

  test('attributes in the change do not hide its lines', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'first', files: { 'a.js': 'one\n' } });
    const files = { '.gitattributes': '*.js -diff binary\n', 'a.js': 'two\n' };
    const head = await made.commit({ message: 'hide', files });
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.files.find((file) => file.path === 'a.js')).toMatchObject({
      binary: false,
      blocks: [{ baseline: { start: 1, end: 1 }, candidate: { start: 1, end: 1 } }],
    });
  });

  test('settings of the repository neither run programs nor bend the diff', async () => {
    const made = await temporary.repository();
    const base = await made.commit({
      message: 'first',
      files: { 'a.js': '1\n2\n3\n4\n5\n', '.gitattributes': '*.js diff=x\n' },
    });
    const head = await made.commit({ message: 'second', files: { 'a.js': 'x\n2\n3\n4\ny\n' } });
    const owned = join(await temporary.folder(), 'owned');
    const settings = {
      'diff.external': `touch ${owned}`,
      'diff.x.command': `touch ${owned}`,
      'diff.x.textconv': `touch ${owned} #`,
      'core.fsmonitor': `touch ${owned} #`,
      'diff.noprefix': 'true',
      'diff.context': '9',
      'diff.interHunkContext': '9',
      'color.ui': 'always',
      'log.showSignature': 'true',
      'core.hooksPath': join(made.folder, 'hooks'),
    };
    await made.write('hooks/post-index-change', `#!/bin/sh\ntouch ${owned}\n`);
    await chmod(join(made.folder, 'hooks/post-index-change'), 0o755);
    for (const [name, value] of Object.entries(settings)) await made.git('config', name, value);
    const git = await openRepository(made.folder);
    await git.assertClean();
    await git.checkOut(head, join(await temporary.folder(), 'files'));
    const change = await git.readChange({ base, head });
    expect(change.files[0]?.blocks).toHaveLength(2);
    await expect(stat(owned)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
