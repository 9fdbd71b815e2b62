/** What a gate and a capture have in common before any service is looked at: the commits, the settings of the base, and where recordings come from. */
import { type GitRepository, openRepository } from '../adapters/git.ts';
import type { Change, PullRequest } from '../domain/change.ts';
import { refuseOneRecording } from '../gate-services.ts';
import type { Ports } from '../ports.ts';
import { createWorkFolder } from '../shadow/processes/work-folder.ts';
import { openSettings, type Settings } from './base-config.ts';
import { type ChangedSources, readChangedSources } from './changed-sources.ts';
import { takeRecordingFromBase } from './open-recording.ts';
import type { Sources } from './prepare-sources.ts';

export type ChangeRequest = {
  readonly repositoryFolder: string;
  /** Revision that the change would be merged into; policy and settings are read from it. */
  readonly base: string;
  /** Revision that would be merged. */
  readonly head: string;
  readonly branch?: string;
  readonly pullRequest?: PullRequest;
  /** A recording on this machine; without it, the one that the settings name, as the base revision has it. */
  readonly recordingPath?: string;
  /** Path of the settings inside the base revision, when it is not the usual one. */
  readonly configPath?: string;
  /** Go on although tracked files have uncommitted changes, which are not judged. */
  readonly allowDirty: boolean;
};

/** A change with all that is needed to run both of its sides. */
export type OpenChange = {
  readonly repository: GitRepository;
  readonly change: Change;
  /** Changed files with their text on both sides. */
  readonly changed: ChangedSources;
  readonly sources: Sources;
  readonly settings: Settings;
  /** Makes the recording that the settings name a file in a folder, and tells its path. */
  readonly takeRecording: (named: string | null, folder: string) => Promise<string>;
  /** Reads a file that the settings name, from where they come; null when there is none. */
  readonly readBeside: (path: string) => Promise<Uint8Array | null>;
  readonly workFolder: string;
};

/** Used first: resolves both revisions and reads what lies between them. The work folder goes with the teardown of the ports. */
export async function openChange(request: ChangeRequest, ports: Ports): Promise<OpenChange> {
  const repository = await openRepository(request.repositoryFolder);
  if (!request.allowDirty) await repository.assertClean();
  const baseTip = await repository.resolve(request.base);
  const head = await repository.resolve(request.head);
  const base = await repository.mergeBase(baseTip, head);

  const settings = await openSettings(repository, baseTip, request.configPath);
  refuseOneRecording(settings, request.recordingPath);
  const branch = request.branch ?? (await repository.branchNamed(request.head)) ?? undefined;
  const workFolder = await createWorkFolder(ports.teardown);
  const change = await repository.readChange({
    ...request,
    scratchFolder: workFolder,
    base,
    head,
    ...(branch === undefined ? {} : { branch }),
  });
  return {
    ...{ repository, change, settings, workFolder },
    changed: await readChangedSources(repository, change),
    sources: {
      baseline: { kind: 'rev', sha: base, repository },
      candidate: { kind: 'rev', sha: head, repository },
    },
    takeRecording: async (named, into) =>
      request.recordingPath ?? (await takeRecordingFromBase(repository, baseTip, named, into)),
    readBeside: (path) => repository.readBytes(baseTip, path),
  };
}
