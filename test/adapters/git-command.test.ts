import { describe, expect, test } from '@jest/globals';
import { exitCodeOf, gitIn } from '../../src/adapters/git-command.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();
const environment = { PATH: process.env['PATH'] };

describe('git as a command', () => {
  test('a failure says which command, how it ended, and what git said', async () => {
    const { folder } = await temporary.repository();
    await expect(gitIn(folder, environment).text(['ls-tree', 'nowhere'])).rejects.toMatchObject({
      code: 'git-failed',
      message: expect.stringMatching(
        /^git ls-tree \(exit code 128\) failed: fatal: Not a valid object name nowhere/,
      ),
    });
  });

  test('an exit code that is an answer is given back, another one is thrown', async () => {
    const { folder } = await temporary.repository();
    const git = gitIn(folder, environment);
    const ask = () => git.text(['config', '--get', 'no.such.setting']);
    expect(await exitCodeOf(ask(), [1])).toBe(1);
    await expect(exitCodeOf(ask(), [2])).rejects.toMatchObject({ code: 'git-failed' });
  });

  test('variables of git in the surroundings do not reach it, whatever their case', async () => {
    const { folder } = await temporary.repository();
    const git = gitIn(folder, {
      ...environment,
      GIT_DIR: '/nowhere',
      git_work_tree: '/',
      GIT_CONFIG_COUNT: 'x',
    });
    expect((await git.text(['rev-parse', '--is-inside-work-tree'])).trim()).toBe('true');
  });

  test('bytes of an object come whole', async () => {
    const made = await temporary.repository();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    await made.commit({ message: 'bytes', files: { bytes } });
    const name = await made.git('rev-parse', 'HEAD:bytes');
    expect(Buffer.compare(await gitIn(made.folder, environment).blob(name), bytes)).toBe(0);
  });

  test('many at once do not disturb each other', async () => {
    const made = await temporary.repository();
    const sha = await made.commit({ message: 'first' });
    const git = gitIn(made.folder, environment);
    const answers = await Promise.all(Array.from({ length: 8 }, () => git.text(['rev-parse', 'HEAD'])));
    expect(new Set(answers.map((answer) => answer.trim()))).toEqual(new Set([sha]));
  });
});
