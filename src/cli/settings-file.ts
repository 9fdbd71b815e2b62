import { readFile } from 'node:fs/promises';
import { GateError } from '../errors.ts';

/** The text of a settings file on this machine, for commands that have no base revision to read it from. */
export async function readSettings(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new GateError({
      code: 'config-unreadable',
      message: `The settings in ${path} cannot be read (${cause.code ?? cause.message}).`,
      remedy: 'Name a settings file on this machine with --config, or leave it out.',
      cause,
    });
  });
}
