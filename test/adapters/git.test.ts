import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type GitRepository, openRepository } from '../../src/adapters/git.ts';
import * as changeSchema from '../../src/domain/change.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function repository(): Promise<TestRepository> {
  const made = await createRepository();
  undo.push(made.cleanUp);
  return made;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-git-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function shallowClone(
  of: TestRepository,
  depth: number,
): Promise<{ folder: string; git: GitRepository }> {
  const folder = join(await temporaryFolder(), 'clone');
  const source = pathToFileURL(of.folder).href;
  execFileSync('git', ['clone', '--quiet', '--no-single-branch', `--depth=${depth}`, source, folder]);
  return { folder, git: await openRepository(folder) };
}

describe('opening', () => {
  test('finds the root from a folder inside', async () => {
    const made = await repository();
    await made.commit({ message: 'first', files: { 'src/deep/a.txt': 'a' } });
    expect((await openRepository(join(made.folder, 'src/deep'))).root).toBe(made.folder);
  });

  test('a bare repository is its own root and always clean', async () => {
    const made = await repository();
    const sha = await made.commit({ message: 'first', files: { a: '1\n' } });
    const folder = join(await temporaryFolder(), 'bare.git');
    execFileSync('git', ['clone', '--quiet', '--bare', made.folder, folder]);
    const git = await openRepository(folder);
    await git.assertClean();
    const target = await temporaryFolder();
    await git.checkOut(sha, target);
    expect(await readdir(target)).toEqual(['a']);
  });

  test.each([
    ['a folder without a repository', (folder: string) => folder],
    ['a folder that does not exist', (folder: string) => join(folder, 'nowhere')],
  ])('%s is not a repository', async (_, choose) => {
    const folder = choose(await temporaryFolder());
    await expect(openRepository(folder)).rejects.toMatchObject({
      code: 'not-a-repository',
      message: expect.stringContaining(folder),
    });
  });

  test('the data folder of a repository is not a repository', async () => {
    const made = await repository();
    await expect(openRepository(join(made.folder, '.git'))).rejects.toMatchObject({
      code: 'not-a-repository',
    });
  });

  test('says that git is missing when it is not on the PATH', async () => {
    const made = await repository();
    const empty = await temporaryFolder();
    await expect(openRepository(made.folder, { PATH: empty })).rejects.toMatchObject({ code: 'git-missing' });
  });

  test('works without any environment but PATH, and against a misleading one', async () => {
    const made = await repository();
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

describe('revisions', () => {
  test('resolves branches, tags of tags, abbreviations and expressions to the commit', async () => {
    const made = await repository();
    const first = await made.commit({ message: 'first' });
    const second = await made.commit({ message: 'second' });
    await made.git('tag', '-a', 'v1', '-m', 'one', first);
    const git = await openRepository(made.folder);
    const found = await Promise.all(
      ['main', 'v1', second.slice(0, 10), 'HEAD~1', 'HEAD^{/first}'].map(git.resolve),
    );
    expect(found).toEqual([second, first, second, first, first]);
  });

  test.each([
    ['a name nobody has', 'no-such-branch'],
    ['a full name nobody has', 'f'.repeat(40)],
    ['an option', '--upload-pack=touch /tmp/owned'],
    ['a short option', '-h'],
    ['nothing', ''],
    ['two lines', 'main\nHEAD'],
    ['a NUL', 'ma\0in'],
    ['a file instead of a commit', 'HEAD:a.txt'],
  ])('%s is unknown, and the message shows it', async (_, revision) => {
    const made = await repository();
    await made.commit({ message: 'first', files: { 'a.txt': 'a' } });
    const git = await openRepository(made.folder);
    await expect(git.resolve(revision)).rejects.toMatchObject({
      code: 'revision-unknown',
      message: expect.stringContaining(JSON.stringify(revision)),
      remedy: expect.stringContaining('git fetch'),
    });
  });

  test('the merge base is where two branches parted', async () => {
    const made = await repository();
    const parted = await made.commit({ message: 'first' });
    await made.branch('feature');
    await made.commit({ message: 'feature' });
    await made.switchTo('main');
    await made.commit({ message: 'main goes on' });
    expect(await (await openRepository(made.folder)).mergeBase('main', 'feature')).toBe(parted);
  });

  test('two histories without a common commit are told as such', async () => {
    const made = await repository();
    await made.commit({ message: 'first' });
    await made.git('checkout', '--quiet', '--orphan', 'other');
    await made.commit({ message: 'other' });
    const git = await openRepository(made.folder);
    await expect(git.mergeBase('main', 'other')).rejects.toMatchObject({ code: 'git-failed' });
  });
});

describe('shallow clones', () => {
  async function forked(): Promise<TestRepository> {
    const made = await repository();
    await made.commit({ message: 'first', files: { a: '1\n' } });
    await made.branch('feature');
    await made.commit({ message: 'feature one', files: { a: '2\n' } });
    await made.commit({ message: 'feature two', files: { a: '3\n' } });
    await made.switchTo('main');
    await made.commit({ message: 'main one' });
    await made.commit({ message: 'main two' });
    return made;
  }

  test('an absent merge base is an error that says what to do', async () => {
    const { git } = await shallowClone(await forked(), 1);
    await expect(git.mergeBase('origin/main', 'origin/feature')).rejects.toMatchObject({
      code: 'shallow-clone',
      remedy: expect.stringContaining('fetch-depth: 0'),
    });
    await expect(git.assertWhole()).rejects.toMatchObject({ code: 'shallow-clone' });
  });

  test('a range that is cut off is never read in part', async () => {
    const { git } = await shallowClone(await forked(), 1);
    await expect(git.readChange({ base: 'origin/main', head: 'origin/feature' })).rejects.toMatchObject({
      code: 'shallow-clone',
    });
  });

  test('enough history is enough', async () => {
    const made = await forked();
    const { git } = await shallowClone(made, 3);
    const base = await git.mergeBase('origin/main', 'origin/feature');
    const change = await git.readChange({ base, head: 'origin/feature' });
    expect(change.commits.map((commit) => commit.message.trim())).toEqual(['feature one', 'feature two']);
    await expect(git.assertWhole()).rejects.toMatchObject({ code: 'shallow-clone' });
  });

  test('a whole clone is whole', async () => {
    const made = await forked();
    await expect((await openRepository(made.folder)).assertWhole()).resolves.toBeUndefined();
  });
});

describe('the worktree', () => {
  test('untracked files leave it clean; changes to tracked files are named, five at most', async () => {
    const made = await repository();
    const names = ['a', 'b', 'c', 'd', 'e f', 'g'];
    await made.commit({
      message: 'first',
      files: Object.fromEntries(names.map((name) => [name, `${name}\n`])),
    });
    const git = await openRepository(made.folder);
    await made.write('untracked', 'x');
    await git.assertClean();
    for (const name of names) await made.write(name, 'changed');
    await expect(git.assertClean()).rejects.toMatchObject({
      code: 'dirty-worktree',
      message: expect.stringMatching(/: a, b, c, d, e f and 1 more\./),
    });
  });

  test('a staged rename is one file', async () => {
    const made = await repository();
    await made.commit({ message: 'first', files: { old: 'same\n' } });
    await made.git('mv', 'old', 'new');
    const git = await openRepository(made.folder);
    await expect(git.assertClean()).rejects.toMatchObject({ message: expect.stringMatching(/: new\.$/) });
  });
});

describe('reading a change', () => {
  test('gives a change as the domain knows it, with branch and pull request', async () => {
    const made = await repository();
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
    const made = await repository();
    const sha = await made.commit({ message: 'first', files: { a: '1' } });
    const change = await (await openRepository(made.folder)).readChange({ base: sha, head: sha });
    expect(change).toEqual({ base: sha, head: sha, commits: [], files: [] });
  });

  test('brings the note of git-ai along', async () => {
    const made = await repository();
    const base = await made.commit({ message: 'first' });
    const head = await made.commit({ message: 'second' });
    const note = 'a.js\n  s_0123456789abcd::t_0 1-2\n---\n{}';
    await made.git('notes', '--ref=ai', 'add', '-m', note, head);
    await made.git('notes', 'add', '-m', 'a note of another kind', head);
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.commits.map((commit) => commit.note)).toEqual([`${note}\n`]);
  });

  test('attributes in the change do not hide its lines', async () => {
    const made = await repository();
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
    const made = await repository();
    const base = await made.commit({
      message: 'first',
      files: { 'a.js': '1\n2\n3\n4\n5\n', '.gitattributes': '*.js diff=x\n' },
    });
    const head = await made.commit({ message: 'second', files: { 'a.js': 'x\n2\n3\n4\ny\n' } });
    const owned = join(await temporaryFolder(), 'owned');
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
    execFileSync('chmod', ['+x', join(made.folder, 'hooks/post-index-change')]);
    for (const [name, value] of Object.entries(settings)) await made.git('config', name, value);
    const git = await openRepository(made.folder);
    await git.assertClean();
    await git.checkOut(head, join(await temporaryFolder(), 'files'));
    const change = await git.readChange({ base, head });
    expect(change.files[0]?.blocks).toHaveLength(2);
    await expect(stat(owned)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('files at a revision', () => {
  const odd = ' ü "quoted"\t*.txt';

  async function withFiles(): Promise<{ git: GitRepository; sha: string }> {
    const made = await repository();
    const files = { 'src/a.txt': '\uFEFFä\r\n', [odd]: 'odd', bytes: new Uint8Array([0, 255, 10, 13, 0]) };
    const sha = await made.commit({ message: 'first', files });
    await made.commit({ message: 'second', files: { 'src/a.txt': null } });
    return { git: await openRepository(made.folder), sha };
  }

  test('reads text and bytes as they were', async () => {
    const { git, sha } = await withFiles();
    expect(await git.readFile(sha, 'src/a.txt')).toBe('\uFEFFä\r\n');
    expect(await git.readFile(sha, odd)).toBe('odd');
    expect([...((await git.readBytes(sha, 'bytes')) ?? [])]).toEqual([0, 255, 10, 13, 0]);
    expect(await git.readFile('HEAD', 'src/a.txt')).toBeNull();
  });

  test.each(['nowhere', 'src', 'src/', '../outside', '/etc/passwd', '*.txt', '', '-h', 'a\0b'])(
    'there is no file %j',
    async (path) => {
      const { git, sha } = await withFiles();
      expect(await git.readBytes(sha, path)).toBeNull();
    },
  );

  test('lists every file', async () => {
    const { git, sha } = await withFiles();
    expect(await git.listFiles(sha)).toEqual([odd, 'bytes', 'src/a.txt']);
  });

  test('a commit that is not there is unknown', async () => {
    const { git } = await withFiles();
    await expect(git.readFile('e'.repeat(40), 'a')).rejects.toMatchObject({ code: 'revision-unknown' });
    await expect(git.listFiles('e'.repeat(40))).rejects.toMatchObject({ code: 'revision-unknown' });
  });
});

describe('checking out', () => {
  test('writes the files of two commits side by side and leaves no trace in the repository', async () => {
    const made = await repository();
    const first = await made.commit({ message: 'first', files: { 'src/a.txt': 'one\n', gone: 'x' } });
    const second = await made.commit({
      message: 'second',
      files: { 'src/a.txt': 'two\n', gone: null, run: '#!/bin/sh\n' },
    });
    const before = await Promise.all([made.git('status', '--porcelain'), readdir(join(made.folder, '.git'))]);
    const git = await openRepository(made.folder);
    const [base, head] = [join(await temporaryFolder(), 'b/base'), await temporaryFolder()];
    await Promise.all([git.checkOut(first, base), git.checkOut(second, head)]);
    expect((await readdir(base, { recursive: true })).sort()).toEqual(['gone', 'src', 'src/a.txt']);
    expect((await readdir(head, { recursive: true })).sort()).toEqual(['run', 'src', 'src/a.txt']);
    expect(await readFile(join(base, 'src/a.txt'), 'utf8')).toBe('one\n');
    expect(await readFile(join(head, 'src/a.txt'), 'utf8')).toBe('two\n');
    expect(
      await Promise.all([made.git('status', '--porcelain'), readdir(join(made.folder, '.git'))]),
    ).toEqual(before);
    expect(await made.git('worktree', 'list')).not.toContain('\n');
  });

  test('refuses a folder that holds something', async () => {
    const made = await repository();
    const sha = await made.commit({ message: 'first', files: { a: 'a' } });
    const git = await openRepository(made.folder);
    await expect(git.checkOut(sha, made.folder)).rejects.toMatchObject({ code: 'folder-not-writable' });
  });

  test('refuses an unknown revision before it touches the folder', async () => {
    const made = await repository();
    await made.commit({ message: 'first' });
    const target = join(await temporaryFolder(), 'files');
    const git = await openRepository(made.folder);
    await expect(git.checkOut('nowhere', target)).rejects.toMatchObject({ code: 'revision-unknown' });
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
