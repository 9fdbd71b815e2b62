import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Review, review } from '../domain/verdict.ts';
import { GateError } from '../errors.ts';
import { writeOutput } from './output-file.ts';

/** Approvals given on this machine lie beside the evidence that they name. */
const approvalsFileName = 'approvals.json';

/** Reads the approvals beside evidence; none when nobody approved yet. */
export async function readLocalApprovals(evidenceFolder: string): Promise<readonly Review[]> {
  const path = join(evidenceFolder, approvalsFileName);
  try {
    return z.array(review).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new GateError({
      code: 'evidence-unreadable',
      message: `The approvals in ${path} cannot be read: they are no list as \`shadowgate approve\` writes it.`,
      remedy: `Remove ${path} and approve again.`,
      cause,
    });
  }
}

export async function writeLocalApprovals(
  evidenceFolder: string,
  approvals: readonly Review[],
): Promise<void> {
  const text = JSON.stringify(approvals, undefined, 2);
  await writeOutput(join(evidenceFolder, approvalsFileName), `${text}\n`);
}
