import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

type Person = { readonly name: string; readonly email: string };

type CommitRequest = {
  readonly message: string;
  /** Path to content; `null` deletes the file. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  readonly author?: Person;
  readonly committer?: Person;
  /** ISO 8601; the same for author and committer. */
  readonly date?: string;
};

/** A real repository in a temporary folder, on branch `main`, blind to the settings of the machine. */
export type TestRepository = {
  readonly folder: string;
  /** Runs git in the folder and gives its output without the last line end. */
  git(...commands: readonly string[]): Promise<string>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes the files, stages everything and commits, also when nothing changed. Gives the full name. */
  commit(request: CommitRequest): Promise<string>;
  /** Makes a branch at the current commit and goes on there. */
  branch(name: string): Promise<void>;
  /** Goes on at a branch or commit that exists. */
  switchTo(revision: string): Promise<void>;
  cleanUp(): Promise<void>;
};

const somebody: Person = { name: 'Ada Example', email: 'ada@example.com' };

/** Used by every test that needs commits; the caller owes a `cleanUp` in `afterEach` or `afterAll`. */
export async function createRepository(): Promise<TestRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'shadowgate-test-repository-')));
  const git = (...commands: readonly string[]) => gitIn(folder, commands, {});
  await git('init', '--quiet', '--initial-branch=main');
  const write = (path: string, content: string | Uint8Array) => writeInside(folder, path, content);
  return {
    folder,
    git,
    write,
    commit: async ({ message, files = {}, author = somebody, committer = author, date }) => {
      for (const [path, content] of Object.entries(files)) {
        if (content === null) await rm(join(folder, path), { recursive: true });
        else await write(path, content);
      }
      await git('add', '--all');
      const variables = { ...peopleVariables(author, committer), ...dateVariables(date) };
      const commands = ['commit', '--quiet', '--allow-empty', '--allow-empty-message', '--cleanup=verbatim'];
      await gitIn(folder, [...commands, '-m', message], variables);
      return await git('rev-parse', 'HEAD');
    },
    branch: async (name) => void (await git('checkout', '--quiet', '-b', name)),
    switchTo: async (revision) => void (await git('checkout', '--quiet', revision)),
    cleanUp: async () => await rm(folder, { recursive: true, force: true }),
  };
}

async function gitIn(
  folder: string,
  commands: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const env = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: folder },
    ...{ GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_ALLOW_PROTOCOL: 'file' },
    ...peopleVariables(somebody, somebody),
    ...variables,
  };
  const pending = run('git', [...commands], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  // Some commands read standard input when they are given nothing else, and would wait for its end.
  pending.child.stdin?.end();
  const { stdout } = await pending;
  return stdout.replace(/\n$/, '');
}

async function writeInside(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const peopleVariables = (author: Person, committer: Person): Record<string, string> => ({
  GIT_AUTHOR_NAME: author.name,
  GIT_AUTHOR_EMAIL: author.email,
  GIT_COMMITTER_NAME: committer.name,
  GIT_COMMITTER_EMAIL: committer.email,
});

const dateVariables = (date: string | undefined): Record<string, string> =>
  date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
