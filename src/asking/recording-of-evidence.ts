import { access } from 'node:fs/promises';
import type { Evidence } from '../domain/evidence.ts';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Settings } from '../preparation/base-config.ts';
import { recallRecording } from '../preparation/recording-memory.ts';

type Asked = {
  readonly evidence: Evidence;
  readonly settings: Settings;
  readonly environment: Ports['environment'];
};

/**
 * Used by whoever goes on from evidence and names no recording: the file that the gate was given, where this machine knows it; undefined where
 * the base revision holds it. Another one in its place is refused by its digest later.
 */
export async function recordingOfEvidence({
  evidence,
  settings,
  environment,
}: Asked): Promise<string | undefined> {
  if (evidence.services !== undefined) return undefined;
  const { digest, exchanges } = evidence.recording;
  const path = await recallRecording(environment, digest);
  const isThere = path !== null && (await exists(path));
  if (isThere) return path;
  if (settings.config.recording !== null) return undefined;
  const where =
    path === null
      ? 'on this machine no gate read it, and the evidence does not say where files lie'
      : `it is not at ${path} any more`;
  throw new GateError({
    code: 'recording-unreadable',
    message: `The gate was given its recording as a file (${exchanges} exchanges, ${digest}), and ${where}.`,
    remedy: 'Name that file with --recording FILE.',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
