import { mkdir, realpath, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { OnProgress } from '../../domain/progress.ts';
import type { ServiceDefinition } from '../../domain/service.ts';
import { GateError } from '../../errors.ts';
import type { Environment } from '../instance/scrub-environment.ts';
import type { Teardown } from '../processes/teardown.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { buildSources, keyOfBuild } from './build-sources.ts';
import type { CacheSpace } from './cache-entries.ts';
import { fixTimes } from './copy-tree.ts';
import { installDependencies, keyOfInstall } from './install-dependencies.ts';
import type { PreparationSteps } from './preparation-steps.ts';

/** Code at one commit, installed, built and ready to be started any number of times. */
export type PreparedBuild = {
  readonly kind: 'prepared';
  readonly label: string;
  /** Root of its files; instances get copies and links, nothing runs in here. */
  readonly folder: string;
  readonly definition: ServiceDefinition;
  /** Folders elsewhere that its links lead into. */
  readonly readable?: readonly string[];
};

export type BuildRequest = {
  readonly label: string;
  /** How errors call it, e.g. `the candidate (rev:1a2b3c4d5e6f)`. */
  readonly name: string;
  /** Checked-out sources, ours to write into. */
  readonly folder: string;
  readonly definition: ServiceDefinition;
  /** Kept from gate to gate. */
  readonly cacheFolder: string;
  /** Whose entries of the cache it may read. */
  readonly space: CacheSpace;
  /** Object names of the trees that the build reads; null when the sources are no revision. */
  readonly trees: readonly string[] | null;
  /** How far the other side is, when there is one to prepare. */
  readonly pair?: PreparationSteps;
  readonly environment: Environment;
  /** Asked when the first step is run. */
  readonly sandbox: Sandbox | Promise<Sandbox>;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly teardown: Teardown;
};

/** A request with the folders that were found and made for it; what the steps work on. */
export type BuildContext = BuildRequest & { readonly home: string; readonly serviceFolder: string };

/**
 * Installs and builds what was checked out. Safe to run side by side: every build has its own folder and HOME, and
 * shares nothing but the cache. Runs scripts of the change under judgement, in the sandbox (sandbox/enclose-step.ts).
 */
export async function prepareBuild(request: BuildRequest): Promise<PreparedBuild> {
  const { label, definition, onProgress } = request;
  try {
    const folder = await realpath(request.folder);
    const serviceFolder = await findServiceFolder(folder, request);
    const readable = await prepareIn({ ...request, folder, home: `${folder}-home`, serviceFolder });
    onProgress({ kind: 'build', label, step: 'done' });
    return { kind: 'prepared', label, folder, definition, ...(readable.length === 0 ? {} : { readable }) };
  } finally {
    request.pair?.giveUp(request.space);
  }
}

/** Answers what the build must be able to read besides its own folder. */
async function prepareIn(context: BuildContext): Promise<readonly string[]> {
  const { folder, home, definition, pair, space } = context;
  await mkdir(join(home, 'tmp'), { recursive: true });
  try {
    const installKey = await keyOfInstall(context);
    const buildKey = await keyOfBuild(context, installKey);
    pair?.tellKeys(space, {
      install: installKey,
      build: buildKey,
      takesLinks: definition.build === null,
    });
    const readable =
      definition.install === null || installKey === null
        ? []
        : await installDependencies(context, definition.install, installKey);
    if (definition.build !== null) await buildSources(context, definition.build, buildKey);
    await fixTimes(folder);
    return readable;
  } catch (error) {
    if (context.signal.aborted) throw interrupted(context.name, error);
    throw error instanceof GateError ? error : unwritable(folder, error);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function findServiceFolder(root: string, { name, definition }: BuildRequest): Promise<string> {
  const folder = await realpath(join(root, definition.directory)).catch(() => null);
  const inside = folder !== null && !relative(root, folder).startsWith('..');
  if (inside && (await stat(folder)).isDirectory()) return folder;
  throw new GateError({
    code: 'service-unknown',
    message: `There is no folder ${definition.directory} in ${name}.`,
    remedy:
      'Name the folder of the service, from the root of the repository, as `directory` under `service`.',
  });
}

function interrupted(name: string, cause: unknown): GateError {
  return new GateError({
    code: 'interrupted',
    message: `Preparing ${name} was interrupted.`,
    remedy: 'Run the same command again.',
    cause,
  });
}

/** All else that can go wrong here is reading and writing files. */
function unwritable(folder: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `The build in ${folder} cannot be prepared (${(cause as Error).message}).`,
    remedy: 'Free space there, or point TMPDIR at a folder that can be written to.',
    cause,
  });
}
