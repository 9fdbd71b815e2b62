import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where distributions put the library; below the first two there is a folder for each architecture. */
const libraryFolders = ['/usr/lib', '/usr/local/lib', '/usr/lib64'];
const libraryName = join('faketime', 'libfaketime.so.1');

/**
 * Used for services that have no agent: the library that, loaded ahead of the C library, shows a process another time. Null where
 * this machine has none; such services then run on the real clock.
 */
export async function findFaketime(folders: readonly string[] = libraryFolders): Promise<string | null> {
  for (const folder of folders) {
    const within = await readdir(folder).catch(() => []);
    const candidates = [
      folder,
      ...within.filter((name) => name.includes('-linux-')).map((name) => join(folder, name)),
    ];
    for (const candidate of candidates) {
      const path = join(candidate, libraryName);
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      if (isThere) return path;
    }
  }
  return null;
}

/**
 * Loads the library, lets time in the process start at that instant, and leaves alone what measures durations, or timers would go
 * astray. An offset would be counted from the real start, which differs between instances.
 */
export function faketimeVariables(library: string, startsAt: number): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: library,
    FAKETIME: `@${(startsAt / 1000).toFixed(3)}`,
    FAKETIME_FMT: '%s',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}
