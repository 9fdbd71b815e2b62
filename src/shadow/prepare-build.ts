import { execFile } from 'node:child_process';
import { mkdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { OnProgress } from '../domain/progress.ts';
import type { ServiceDefinition } from '../domain/service.ts';
import { GateError } from '../errors.ts';
import { fixTimes } from './copy-tree.ts';
import { installThroughCache } from './install-cache.ts';
import { runStep } from './run-step.ts';
import {
  type Environment,
  installSettings,
  npmSettingsWithoutCredentials,
  scrubEnvironment,
} from './scrub-environment.ts';
import type { Teardown } from './teardown.ts';

/** Code at one commit, installed, built and ready to be started any number of times. */
export type PreparedBuild = {
  readonly kind: 'prepared';
  readonly label: string;
  /** Root of its files; instances get copies and links, nothing runs in here. */
  readonly folder: string;
  readonly definition: ServiceDefinition;
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
  readonly environment: Environment;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly teardown: Teardown;
  readonly installTimeoutMs?: number;
  readonly buildTimeoutMs?: number;
};

const tenMinutesMs = 600_000;

/**
 * Installs and builds what was checked out. Safe to run side by side: every build has its own folder and HOME, and
 * shares nothing but the cache. Runs scripts of the change under judgement, so it sees a scrubbed environment.
 */
export async function prepareBuild(request: BuildRequest): Promise<PreparedBuild> {
  const { label, definition, onProgress } = request;
  const folder = await realpath(request.folder);
  const home = `${folder}-home`;
  const context: Context = {
    ...request,
    folder,
    home,
    serviceFolder: await findServiceFolder(folder, request),
  };
  await mkdir(join(home, 'tmp'), { recursive: true });
  try {
    if (definition.install !== null) await install(context, definition.install);
    if (definition.build !== null) await build(context, definition.build);
    await fixTimes(folder);
  } catch (error) {
    if (request.signal.aborted) throw interrupted(request.name, error);
    throw error instanceof GateError ? error : unwritable(folder, error);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
  onProgress({ kind: 'build', label, step: 'done' });
  return { kind: 'prepared', label, folder, definition };
}

type Context = BuildRequest & { readonly home: string; readonly serviceFolder: string };

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

async function install(context: Context, command: string): Promise<void> {
  const { label, folder, cacheFolder, home, onProgress } = context;
  // npm finds its settings in HOME, and HOME is private: they are handed on without the lines that hold credentials.
  await writeFile(join(home, '.npmrc'), await npmSettingsWithoutCredentials(context.environment));
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  // Git hooks have no place in a checkout without git; husky, which many projects run on install, asks for this.
  const environment = {
    ...installSettings(context.environment),
    ...stepEnvironment(context),
    ...quiet,
    HUSKY: '0',
  };
  const outcome = await installThroughCache({
    folder,
    cacheFolder,
    command,
    directory: context.definition.directory,
    platform: await describePlatform(environment),
    install: async () => {
      onProgress({ kind: 'build', label, step: 'install' });
      await runStep({
        ...context,
        name: `Installing ${context.name}`,
        command,
        folder: context.serviceFolder,
        environment,
        timeoutMs: context.installTimeoutMs ?? tenMinutesMs,
        failure: 'install-failed',
        remedy:
          'Make the command work in a clean checkout, or set `install` under `service`; no credentials are passed to it.',
      });
    },
  });
  if (outcome.kind === 'restored') onProgress({ kind: 'build', label, step: 'cached' });
  else if (outcome.notCached !== null) {
    onProgress({ kind: 'note', text: `The install of ${context.name} is not cached: ${outcome.notCached}.` });
  }
}

async function build(context: Context, command: string): Promise<void> {
  context.onProgress({ kind: 'build', label: context.label, step: 'build' });
  await runStep({
    ...context,
    name: `Building ${context.name}`,
    command,
    folder: context.serviceFolder,
    environment: stepEnvironment(context),
    timeoutMs: context.buildTimeoutMs ?? tenMinutesMs,
    failure: 'build-failed',
    remedy:
      'Make the command work in a clean checkout, or set `build` under `service`, to null when there is nothing to build.',
  });
}

/** Programs of the dependencies are on the path, as package managers have it for their own scripts. */
function stepEnvironment({
  environment,
  home,
  folder,
  serviceFolder,
}: Context): Readonly<Record<string, string>> {
  const scrubbed = scrubEnvironment(environment);
  const programs = [serviceFolder, folder].map((each) => join(each, 'node_modules', '.bin'));
  const PATH = [...new Set(programs), scrubbed['PATH'] ?? ''].join(delimiter);
  return { ...scrubbed, PATH, HOME: home, TMPDIR: join(home, 'tmp') };
}

/** The version of the Node that the service will get, which need not be ours. */
async function describePlatform(environment: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = '' } = environment;
  const version = promisify(execFile)('node', ['--version'], { env: { PATH }, timeout: 10_000 });
  const node = await version.then(({ stdout }) => stdout.trim()).catch(() => 'without node');
  return `${node} ${process.platform} ${process.arch}`;
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
