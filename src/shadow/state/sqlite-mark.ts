import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';

/** Sizes and layout: sqlite.org/fileformat.html section 1.3, sqlite.org/walformat.html section 2.1. */
const headerBytes = 100;
const walIndexBytes = 96;

/**
 * Equal marks of a database say that nothing was committed in between: its header counts transactions, and beside a
 * write-ahead log the index of that log does. Null where neither can be told, as while a journal lies there.
 */
export async function markOfDatabase(path: string): Promise<string | null> {
  const [main, log, journal] = await Promise.all(
    ['', '-wal', '-journal'].map((suffix) => lstat(`${path}${suffix}`, { bigint: true }).catch(() => null)),
  );
  if (!main?.isFile() || journal) return null;
  const header = await firstBytes(path, headerBytes);
  const index = log && log.size > 0n ? await firstBytes(`${path}-shm`, walIndexBytes) : '';
  if (header === null || index === null) return null;
  const stamps = [main, ...(log ? [log] : [])].map(({ ino, size, mtimeNs }) => `${ino} ${size} ${mtimeNs}`);
  return [...stamps, header, index].join('|');
}

/** Null where there are fewer. */
async function firstBytes(path: string, count: number): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch(() => null);
  if (handle === null) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return bytesRead === count ? buffer.toString('latin1') : null;
  } finally {
    await handle.close();
  }
}
