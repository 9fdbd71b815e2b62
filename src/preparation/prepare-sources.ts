import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { GitRepository } from '../adapters/git.ts';
import type { OnProgress } from '../domain/progress.ts';
import type { ServiceDefinition } from '../domain/service.ts';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { CacheSpace } from '../shadow/build/cache-entries.ts';
import { copyTree } from '../shadow/build/copy-tree.ts';
import { createPreparationSteps } from '../shadow/build/preparation-steps.ts';
import { type BuildRequest, prepareBuild } from '../shadow/build/prepare-build.ts';
import { detectService } from '../shadow/detection/detect-service.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import type { Sandbox } from '../shadow/sandbox/sandbox.ts';
import { cacheFolderOf } from './cache-folder.ts';

/** Where the code of one side comes from: a revision, a folder, or a service that already runs. */
export type Source =
  | { readonly kind: 'rev'; readonly sha: string; readonly repository: GitRepository }
  | { readonly kind: 'dir'; readonly folder: string }
  | { readonly kind: 'url'; readonly origin: URL };

export type Sources = { readonly baseline: Source; readonly candidate: Source };

type PreparationRequest = {
  readonly sources: Sources;
  /** What the settings say of the service; the rest is found out from the files of each side. */
  readonly configured: Partial<ServiceDefinition>;
  readonly workFolder: string;
  /** Still being found out while the sources are fetched. */
  readonly sandbox: Sandbox | Promise<Sandbox>;
  readonly ports: Ports;
};

/** The two builds, ready to be started, and what was assumed on the way. */
export type PreparedSources = {
  readonly baseline: Build;
  /** Sources that do not build are a finding about the change, like a service that does not start. */
  readonly candidate: Build | FailedBuild;
  readonly assumptions: readonly string[];
  /** Whether a build step stands between the sources of the candidate and what runs. */
  readonly isBuilt: boolean;
};

export type FailedBuild = { readonly kind: 'failed'; readonly error: GateError };

/** Prepares both sides next to each other: sources, dependencies, build. What serves both is made once. */
export async function prepareSources(request: PreparationRequest): Promise<PreparedSources> {
  const { baseline: before, candidate: after } = request.sources;
  const steps = createPreparationSteps();
  const pair = before.kind === 'url' || after.kind === 'url' ? {} : { pair: steps };
  const sides = [
    prepareSide({ ...request, ...pair, side: 'baseline', source: before }).finally(() =>
      steps.giveUp('baseline'),
    ),
    prepareSide({ ...request, ...pair, side: 'candidate', source: after })
      .finally(() => steps.giveUp('candidate'))
      .catch(takeBuildFailure),
  ] as const;
  // One that fails ends the gate while the other still writes: the work folder is not removed under its hands.
  request.ports.teardown.defer('the preparation of both sides', async () => {
    await Promise.allSettled(sides);
  });
  const [baseline, candidate] = await Promise.all(sides);
  const assumptions = [baseline, candidate].flatMap((build) =>
    build.kind === 'prepared' ? build.definition.assumptions : [],
  );
  const isBuilt = candidate.kind === 'prepared' && candidate.definition.build !== null;
  return { baseline, candidate, assumptions: [...new Set(assumptions)], isBuilt };
}

/** Only the build itself and what passes a limit: what else cannot be had or installed may be the fault of the machine. */
function takeBuildFailure(error: unknown): FailedBuild {
  if (error instanceof GateError && (error.code === 'build-failed' || error.code === 'limit-exceeded'))
    return { kind: 'failed', error };
  throw error;
}

/** How a source is named in reports. */
export function labelOf(source: Source): string {
  switch (source.kind) {
    case 'rev':
      return `rev:${source.sha.slice(0, 12)}`;
    case 'dir':
      return `dir:${source.folder}`;
    case 'url':
      return `url:${source.origin.origin}`;
    default:
      return source satisfies never;
  }
}

type SideRequest = PreparationRequest &
  Pick<BuildRequest, 'pair'> & { readonly source: Source; readonly side: CacheSpace };

async function prepareSide({ source, side, ...request }: SideRequest): Promise<Build> {
  const label = labelOf(source);
  if (source.kind === 'url') return { kind: 'running', label, origin: source.origin };
  const { environment, signal, teardown } = request.ports;
  // A reader of the progress thinks in sides, not in object names.
  const onProgress: OnProgress = (event) =>
    request.ports.onProgress(event.kind === 'build' ? { ...event, label: side } : event);
  // Both sides get paths of equal length: paths leak into answers, and their length into Content-Length.
  const folder = join(request.workFolder, 'builds', side.slice(0, 1));
  await mkdir(dirname(folder), { recursive: true });
  onProgress({ kind: 'build', label: side, step: 'checkout' });
  await fetchSources(source, folder);
  const definition = await detectService({
    readFile: (path) => readFile(join(folder, path), 'utf8').catch(() => null),
    listFiles: () => readdir(folder),
    configured: request.configured,
  });
  const cacheFolder = cacheFolderOf(environment);
  const name = `the ${side} (${label})`;
  const trees = await treesOf(source, definition);
  const pair = request.pair === undefined ? {} : { pair: request.pair };
  const build = {
    label,
    name,
    folder,
    definition,
    cacheFolder,
    space: side,
    trees,
    ...pair,
    sandbox: request.sandbox,
  };
  return prepareBuild({ ...build, environment, onProgress, signal, teardown });
}

/** By what a build is kept: the trees it is made of, and everything where the settings do not name them. */
async function treesOf(source: Source, definition: ServiceDefinition): Promise<readonly string[] | null> {
  if (source.kind !== 'rev' || definition.build === null) return null;
  return source.repository.objectNames(source.sha, definition.sources ?? ['.']);
}

async function fetchSources(source: Exclude<Source, { kind: 'url' }>, folder: string): Promise<void> {
  if (source.kind === 'rev') {
    await mkdir(folder);
    return source.repository.checkOut(source.sha, folder);
  }
  const from = resolve(source.folder);
  await access(from).catch((cause: unknown) => {
    throw new GateError({
      code: 'source-unusable',
      message: `There is no folder ${from}.`,
      remedy: 'Name an existing folder after dir:.',
      cause,
    });
  });
  return copyTree(from, folder, { skip: (entry) => entry.name === '.git' });
}
