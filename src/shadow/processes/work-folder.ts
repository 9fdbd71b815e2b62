import { randomBytes } from 'node:crypto';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GateError } from '../../errors.ts';
import type { Teardown } from './teardown.ts';

/** Every work folder is named so; nothing else is ever swept away. */
export const workFolderPrefix = 'shadowgate-';

/** File in a work folder that holds the marker of the gate it belongs to. */
export const ownerFile = '.shadowgate-run';

/** Unix sockets are put below the work folder, and their whole path may have 107 bytes. */
const longestFolder = 50;

/**
 * The folder in which one gate keeps its builds, instances and sockets: readable by this user alone, with a short
 * path, gone at the end of the gate. Its real path is returned, since services tell their real path in answers. It is in
 * the journal before it is on disk, so that a gate that is killed leaves none that nobody knows of.
 */
export async function createWorkFolder(teardown: Teardown, parent: string = tmpdir()): Promise<string> {
  const folder = join(await shortFolder(parent), `${workFolderPrefix}${randomBytes(4).toString('hex')}`);
  teardown.record({ kind: 'folder', path: folder });
  try {
    await mkdir(folder, { mode: 0o700 });
    teardown.defer(`work folder ${folder}`, () => removeFolder(folder));
    await writeFile(join(folder, ownerFile), teardown.marker, { mode: 0o600 });
  } catch (cause) {
    throw cause instanceof GateError ? cause : notWritable(folder, cause);
  }
  return folder;
}

async function shortFolder(parent: string): Promise<string> {
  const real = await realpath(parent).catch((cause: unknown) => {
    throw notWritable(parent, cause);
  });
  return Buffer.byteLength(real) > longestFolder ? await realpath('/tmp') : real;
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
