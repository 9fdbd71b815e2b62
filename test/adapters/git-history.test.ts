import { describe, expect, test } from '@jest/globals';
import { type GitRepository, openRepository } from '../../src/adapters/git.ts';
import type { TestRepository } from '../support/repository.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

describe('revisions', () => {
  test('resolves branches, tags of tags, abbreviations and expressions to the commit', async () => {
    const made = await temporary.repository();
    const first = await made.commit({ message: 'first' });
    const second = await made.commit({ message: 'second' });
    await made.git('tag', '-a', 'v1', '-m', 'one', first);
    const git = await openRepository(made.folder);
    const found = await Promise.all(
      ['main', 'v1', second.slice(0, 10), 'HEAD~1', 'HEAD^{/first}'].map(git.resolve),
    );
    expect(found).toEqual([second, first, second, first, first]);
  });

  test('knows which branch a revision names, and that a commit or a tag names none', async () => {
    const made = await temporary.repository();
    const first = await made.commit({ message: 'first' });
    await made.git('tag', 'v1');
    await made.git('switch', '--quiet', '--create', 'cursor/fix-1a2b');
    await made.git('update-ref', 'refs/remotes/origin/claude/fix', first);
    const git = await openRepository(made.folder);
    const named = ['HEAD', 'main', 'origin/claude/fix', 'v1', first, 'nobody', '--all'];
    expect(await Promise.all(named.map(git.branchNamed))).toEqual([
      ...['cursor/fix-1a2b', 'main', 'claude/fix'],
      ...[null, null, null, null],
    ]);
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
    const made = await temporary.repository();
    await made.commit({ message: 'first', files: { 'a.txt': 'a' } });
    const git = await openRepository(made.folder);
    await expect(git.resolve(revision)).rejects.toMatchObject({
      code: 'revision-unknown',
      message: expect.stringContaining(JSON.stringify(revision)),
      remedy: expect.stringContaining('git fetch'),
    });
  });

  test('the merge base is where two branches parted', async () => {
    const made = await temporary.repository();
    const parted = await made.commit({ message: 'first' });
    await made.branch('feature');
    await made.commit({ message: 'feature' });
    await made.switchTo('main');
    await made.commit({ message: 'main goes on' });
    expect(await (await openRepository(made.folder)).mergeBase('main', 'feature')).toBe(parted);
  });

  test('two histories without a common commit are told as such', async () => {
    const made = await temporary.repository();
    await made.commit({ message: 'first' });
    await made.git('checkout', '--quiet', '--orphan', 'other');
    await made.commit({ message: 'other' });
    const git = await openRepository(made.folder);
    await expect(git.mergeBase('main', 'other')).rejects.toMatchObject({ code: 'git-failed' });
  });
});

describe('shallow clones', () => {
  async function forked(): Promise<TestRepository> {
    const made = await temporary.repository();
    await made.commit({ message: 'first', files: { a: '1\n' } });
    await made.branch('feature');
    await made.commit({ message: 'feature one', files: { a: '2\n' } });
    await made.commit({ message: 'feature two', files: { a: '3\n' } });
    await made.switchTo('main');
    await made.commit({ message: 'main one' });
    await made.commit({ message: 'main two' });
    return made;
  }

  const shallow = async (of: TestRepository, depth: number): Promise<GitRepository> =>
    await openRepository(await temporary.clone(of, ['--no-single-branch', `--depth=${depth}`]));

  test('an absent merge base is an error that says what to do', async () => {
    const git = await shallow(await forked(), 1);
    await expect(git.mergeBase('origin/main', 'origin/feature')).rejects.toMatchObject({
      code: 'shallow-clone',
      remedy: expect.stringContaining('fetch-depth: 0'),
    });
    await expect(git.assertWhole()).rejects.toMatchObject({ code: 'shallow-clone' });
  });

  test('a range that is cut off is never read in part', async () => {
    const git = await shallow(await forked(), 1);
    await expect(git.readChange({ base: 'origin/main', head: 'origin/feature' })).rejects.toMatchObject({
      code: 'shallow-clone',
    });
  });

  test('enough history is enough', async () => {
    const made = await forked();
    const git = await shallow(made, 3);
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
