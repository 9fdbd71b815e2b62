import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { filesOfDatabase } from './sqlite-files.ts';

export type OpenCopy = { readonly database: DatabaseSync; close(): Promise<void> };

const attempts = 5;

/**
 * Opens a copy of a database that a service has open. A reader in the file itself would hold locks that the service
 * runs into, and its companions would be written by us. Files may be in the middle of a change while they are copied:
 * then they are copied again. Null where there is no such database any more.
 */
export async function openSqliteCopy(path: string, scratchFolder: string): Promise<OpenCopy | null> {
  await mkdir(scratchFolder, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const folder = await mkdtemp(join(scratchFolder, 'copy-'));
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const before = await stampOf(path);
      if (before === null) {
        await remove();
        return null;
      }
      await copyDatabase(path, folder);
      if ((await stampOf(path)) === before || attempt === attempts) {
        return openIn(join(folder, basename(path)), remove);
      }
    } catch (error) {
      await remove();
      if (attempt === attempts) throw error;
      continue;
    }
    await remove();
  }
}

/** What the schema of a service names must not run with the trust of our own statements. */
function openIn(path: string, remove: () => Promise<void>): OpenCopy {
  const database = new DatabaseSync(path, { allowExtension: false });
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA schema_version');
  return {
    database,
    async close() {
      database.close();
      await remove();
    },
  };
}

async function copyDatabase(path: string, folder: string): Promise<void> {
  for (const file of filesOfDatabase(path)) {
    const found = await lstat(file).catch(() => null);
    if (found?.isFile()) {
      await copyFile(file, join(folder, basename(file)), constants.COPYFILE_FICLONE).catch(unlessGone);
    }
  }
}

/** A journal goes away at the end of each transaction. */
function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Changes whenever one of the files does; null where the database itself is missing or is a link. */
async function stampOf(path: string): Promise<string | null> {
  const stamps: string[] = [];
  for (const file of filesOfDatabase(path)) {
    const found = await lstat(file, { bigint: true }).catch(() => null);
    if (file === path && !found?.isFile()) return null;
    stamps.push(found === null ? '-' : `${found.ino} ${found.size} ${found.mtimeNs}`);
  }
  return stamps.join('|');
}
