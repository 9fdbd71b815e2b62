import { execFile } from 'node:child_process';
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

const waits = 'import threading, time; time.sleep(0.01); threading.Event().wait(0.01)';
const trialMs = 5_000;

/**
 * Whether a service that is started so bears the library. Version 0.9.10, which Debian 12 has, makes `time.sleep` of Python 3.11 fail; a
 * clock that breaks the service is worse than the real one. Other runtimes are taken to bear it.
 */
export async function bearsFaketime(
  start: string,
  library: string,
  path: string | undefined,
): Promise<boolean> {
  if (!/\b(python|gunicorn|uvicorn|hypercorn|flask|django|manage\.py)/.test(start)) return true;
  const env = { ...(path === undefined ? {} : { PATH: path }), ...faketimeVariables(library, 1e12) };
  return new Promise((resolve) => {
    execFile('python3', ['-c', waits], { env, timeout: trialMs }, (error) => resolve(error === null));
  });
}
