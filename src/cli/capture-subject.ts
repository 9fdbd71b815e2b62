import { openRepository } from '../adapters/git.ts';
import type { CaptureRequest } from '../asking/capture-state.ts';
import { recordingOfEvidence } from '../asking/recording-of-evidence.ts';
import { settingsOfEvidence } from '../asking/settings-of-evidence.ts';
import { GateError } from '../errors.ts';
import { readEvidence } from '../evidence/evidence-files.ts';
import type { Ports } from '../ports.ts';
import type { ChangeRequest } from '../preparation/open-change.ts';

export type SubjectOptions = {
  readonly repo: string;
  readonly evidence: string;
  readonly base?: string;
  readonly head?: string;
  readonly recording?: string;
  readonly config?: string;
  readonly allowDirty: boolean;
};

type Subject = ChangeRequest & Pick<CaptureRequest, 'recordingDigest'>;

/** What a capture is about: the two commits of a gate by its evidence, so that nobody types them again, or those that are named. */
export async function subjectOf(
  options: SubjectOptions,
  environment: Ports['environment'],
): Promise<Subject> {
  const { repo: repositoryFolder, recording, config, allowDirty } = options;
  const shared = {
    ...{ repositoryFolder, allowDirty },
    ...(recording === undefined ? {} : { recordingPath: recording }),
    ...(config === undefined ? {} : { configPath: config }),
  };
  if (options.base !== undefined) return { ...shared, base: options.base, head: options.head ?? 'HEAD' };
  const { evidence } = await readEvidence(options.evidence);
  const { base, head, services } = evidence;
  if (base === null || head === null) throw noCommits(options.evidence);
  const settings = await settingsOfEvidence(await openRepository(repositoryFolder), evidence, options);
  const given = recording ?? (await recordingOfEvidence({ evidence, settings, environment }));
  const isSameRecording = services === undefined ? { recordingDigest: evidence.recording.digest } : {};
  const found = given === undefined ? {} : { recordingPath: given };
  return { ...shared, ...isSameRecording, ...found, base, head: options.head ?? head };
}

function noCommits(folder: string): GateError {
  return new GateError({
    code: 'bad-usage',
    message: `The evidence in ${folder} compares two folders or services, and names no commits.`,
    remedy: 'Name two revisions with --base and --head.',
  });
}
