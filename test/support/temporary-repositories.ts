import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach } from '@jest/globals';
import { createRepository, type TestRepository } from './repository.ts';

const run = promisify(execFile);

export type TemporaryRepositories = {
  repository(): Promise<TestRepository>;
  folder(): Promise<string>;
  /** A clone with no more than `depth` commits of each branch, or a bare one; gives its folder. */
  clone(of: TestRepository, options: readonly string[]): Promise<string>;
};

/** Called once at the top of a test file: what its tests ask for is gone after each of them. */
export function temporaryRepositories(): TemporaryRepositories {
  const undo: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'shadowgate-test-git-'));
    undo.push(() => rm(made, { recursive: true, force: true }));
    return made;
  };
  return {
    folder,
    repository: async () => {
      const made = await createRepository();
      undo.push(made.cleanUp);
      return made;
    },
    clone: async (of, options) => {
      const target = join(await folder(), 'clone');
      await run('git', ['clone', '--quiet', ...options, pathToFileURL(of.folder).href, target]);
      return target;
    },
  };
}
