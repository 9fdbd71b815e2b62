import { describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

describe('the worktree', () => {
  test('untracked files leave it clean; changes to tracked files are named, five at most', async () => {
    const made = await temporary.repository();
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
    const made = await temporary.repository();
    await made.commit({ message: 'first', files: { old: 'same\n' } });
    await made.git('mv', 'old', 'new');
    const git = await openRepository(made.folder);
    await expect(git.assertClean()).rejects.toMatchObject({ message: expect.stringMatching(/: new\.$/) });
  });
});
