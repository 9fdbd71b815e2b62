import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where gates on this machine keep what the next one can use. */
export function cacheFolderOf(environment: Readonly<Record<string, string | undefined>>): string {
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'shadowgate');
}
