import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GateError } from '../errors.ts';

/** Recordings may never come again and settings are somebody's work: a file that exists is overwritten only when asked. */
export async function refuseToOverwrite(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new GateError({
    code: 'bad-usage',
    message: `${path} exists already.`,
    remedy: 'Name another file, or overwrite this one with --force.',
  });
}

/** Writes a file that the user asked for, and the folder it lies in. */
export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    throw new GateError({
      code: 'folder-not-writable',
      message: `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      remedy: 'Name a file in a folder that can be written to, on a disk that has room.',
      cause,
    });
  }
}
