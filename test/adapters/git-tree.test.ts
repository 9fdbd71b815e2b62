import { describe, expect, test } from '@jest/globals';
import { type GitRepository, openRepository } from '../../src/adapters/git.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

describe('files at a revision', () => {
  const odd = ' ü "quoted"\t*.txt';

  async function withFiles(): Promise<{ git: GitRepository; sha: string }> {
    const made = await temporary.repository();
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

  test('names by content what stands at a path: the same in every commit that has the same there', async () => {
    const { git, sha } = await withFiles();
    const [all, folder, file, nothing, outside] = await git.objectNames(sha, [
      ...['.', 'src', 'bytes', 'nowhere', '../outside'],
    ]);
    expect([nothing, outside]).toEqual(['absent', 'absent']);
    expect(await git.objectNames('HEAD', ['bytes', 'src'])).toEqual([file, 'absent']);
    expect(new Set([all, folder, file]).size).toBe(3);
    expect((await git.objectNames('HEAD', ['.']))[0]).not.toBe(all);
  });

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
