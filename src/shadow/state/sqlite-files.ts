import { constants, type Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every database of SQLite begins so (sqlite.org/fileformat.html, section 1.3). */
const header = Buffer.from('SQLite format 3\0', 'latin1');

/** Where SQLite keeps what it has not yet written into the file itself. */
const companions = ['-wal', '-journal', '-shm'];

export function startsAsSqlite(bytes: Uint8Array): boolean {
  return header.equals(bytes.subarray(0, header.length));
}

/** Whether a file is a mere companion of a database, told by its name. */
export function isSqliteName(path: string): boolean {
  return /\.(?:db|db3|sqlite|sqlite3)-(?:wal|journal|shm)$/i.test(path);
}

/** Databases below a folder, by how they begin, whatever they are called; paths with `/`, in order. */
export async function findSqliteFiles(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [] as Dirent[]);
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && (await beginsAsSqlite(join(folder, path)))) found.push(path);
    }
  };
  await walk('');
  return found.toSorted();
}

/** A database with its companions, as they lie there; those that are missing left out. */
export function filesOfDatabase(path: string): readonly string[] {
  return [path, ...companions.filter((suffix) => suffix !== '-shm').map((suffix) => `${path}${suffix}`)];
}

async function beginsAsSqlite(path: string): Promise<boolean> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch(() => null);
  if (handle === null) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(header.length), 0, header.length, 0);
    return startsAsSqlite(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
