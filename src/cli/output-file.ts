import { access } from 'node:fs/promises';
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
