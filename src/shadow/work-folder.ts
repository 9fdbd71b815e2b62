import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GateError } from '../errors.ts';
import type { Teardown } from './teardown.ts';

/** Every work folder is named so; nothing else is ever swept away. */
export const workFolderPrefix = 'shadowgate-';

/** File in a work folder that holds the marker of the gate it belongs to. */
export const ownerFile = '.shadowgate-run';

/** Unix sockets are put below the work folder, and their whole path may have 107 bytes. */
const longestFolder = 50;

/**
 * The folder in which one gate keeps its builds, instances and sockets: readable by this user alone, with a short
 * path, gone at the end of the gate. Its real path is returned, since services tell their real path in answers.
 */
export async function createWorkFolder(teardown: Teardown, parent: string = tmpdir()): Promise<string> {
  const folder = await makeFolder(parent.length > longestFolder ? '/tmp' : parent);
  teardown.defer(`work folder ${folder}`, () => removeFolder(folder));
  await writeFile(join(folder, ownerFile), teardown.marker, { mode: 0o600 }).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  teardown.record({ kind: 'folder', path: folder });
  return folder;
}

/** mkdtemp makes it with mode 0700. */
async function makeFolder(parent: string): Promise<string> {
  try {
    return await realpath(await mkdtemp(join(parent, workFolderPrefix)));
  } catch (cause) {
    throw notWritable(parent, cause);
  }
}

function notWritable(parent: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `No work folder can be made in ${parent} (${(cause as Error).message}).`,
    remedy: 'Free space there, or point TMPDIR at a folder that can be written to.',
    cause,
  });
}

/** A process that is just ending may still write into it, so removing is tried again for a moment. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
