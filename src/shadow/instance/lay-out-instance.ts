import { cp, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import type { ServiceDefinition } from '../../domain/service.ts';
import { GateError } from '../../errors.ts';
import { copyTree, fixTimes } from '../build/copy-tree.ts';
import { holdsDependencies, linkDependencies } from '../build/link-dependencies.ts';
import { type Companion, type DoorPorts, fillDoors, joinEnvironments } from './companion.ts';
import type { InstanceFolders } from './instance-folders.ts';
import { type Environment, scrubEnvironment } from './scrub-environment.ts';

export type Layout = {
  readonly folders: InstanceFolders;
  /** Root of the build it is an instance of. */
  readonly buildFolder: string;
  /** Root of the build that holds the data seed: the same for all roles, so that all begin in one state. */
  readonly seedFolder: string;
  readonly dataSeed: string | null;
  /** Files of ours that go into the data folder, by their path in it. */
  readonly dataFiles?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
};

/** Gives an instance its own working copy, data, temporary folder and home; whatever stood there before is gone. */
export async function layOutInstance(layout: Layout): Promise<void> {
  const { folders, signal } = layout;
  try {
    await rm(folders.whole, { recursive: true, force: true, maxRetries: 3 });
    await copyTree(layout.buildFolder, folders.app, {
      signal,
      instead: async (source, target, entry) => {
        if (!holdsDependencies(entry)) return false;
        await linkDependencies(source, target);
        return true;
      },
    });
    await mkdir(folders.temporary);
    await mkdir(folders.home);
    await seedData(layout);
    await addDataFiles(layout);
  } catch (cause) {
    if (cause instanceof GateError || signal.aborted) throw cause;
    throw new GateError({
      code: 'folder-not-writable',
      message: `No working copy can be made in ${folders.whole} (${(cause as Error).message}).`,
      remedy: 'Free space there, or point TMPDIR at a folder that can be written to.',
      cause,
    });
  }
}

export type Surroundings = {
  readonly folders: InstanceFolders;
  readonly definition: ServiceDefinition;
  readonly port: number;
  readonly doorPorts: DoorPorts;
  readonly marker: string;
  readonly environment: Environment;
  /** What others add for this instance, such as the agent. */
  readonly companion: Companion;
};

/** The whole environment of an instance: the allow-list, what the settings name, its own places, what was added. */
export function instanceEnvironment(surroundings: Surroundings): Readonly<Record<string, string>> {
  const { folders, definition, port, marker, companion } = surroundings;
  const scrubbed = scrubEnvironment(surroundings.environment);
  const configured = Object.entries(definition.env).map(
    ([name, value]) => [name, fillPlaceholders(value, surroundings)] as const,
  );
  const added = Object.fromEntries(
    Object.entries(companion.environment).map(([name, value]) => [
      name,
      fillDoors(value, surroundings.doorPorts),
    ]),
  );
  const programs = [join(folders.app, definition.directory), folders.app];
  const PATH = [
    ...new Set(programs.map((each) => join(each, 'node_modules', '.bin'))),
    scrubbed['PATH'] ?? '',
  ];
  const own = {
    PATH: PATH.join(delimiter),
    ...Object.fromEntries(configured),
    HOME: folders.home,
    TMPDIR: folders.temporary,
    [definition.portVariable]: String(port),
    [definition.dataVariable]: folders.data,
  };
  const marks = { SHADOWGATE_RUN: marker, SHADOWGATE_INSTANCE: folders.whole };
  return { ...scrubbed, ...joinEnvironments([own, added]), ...marks };
}

/** Puts the instance's own port, data folder and doors where `{port}`, `{data}` and `{door:NAME}` stand. */
export function fillPlaceholders(
  text: string,
  { port, folders, doorPorts }: Pick<Surroundings, 'port' | 'folders' | 'doorPorts'>,
): string {
  const own = text.replaceAll('{port}', String(port)).replaceAll('{data}', folders.data);
  return fillDoors(own, doorPorts);
}

/** A folder is copied with all in it; a single file is put into the data folder under its own name. */
async function seedData({ folders, seedFolder, dataSeed }: Layout): Promise<void> {
  await mkdir(folders.data);
  if (dataSeed === null) return;
  const seed = await realpath(join(seedFolder, dataSeed)).catch(() => null);
  if (seed === null || relative(seedFolder, seed).startsWith('..')) throw seedMissing(dataSeed);
  const target = (await stat(seed)).isDirectory() ? folders.data : join(folders.data, basename(seed));
  await cp(seed, target, { recursive: true, verbatimSymlinks: true });
  await fixTimes(folders.data);
}

async function addDataFiles({ folders, dataFiles = {} }: Layout): Promise<void> {
  for (const [path, source] of Object.entries(dataFiles)) {
    await mkdir(dirname(join(folders.data, path)), { recursive: true });
    await cp(source, join(folders.data, path));
  }
  if (Object.keys(dataFiles).length > 0) await fixTimes(folders.data);
}

function seedMissing(dataSeed: string): GateError {
  return new GateError({
    code: 'config-invalid',
    message: `The data seed ${dataSeed} is not in the sources of the baseline.`,
    remedy:
      'Name a folder or file of the base revision as `data-seed` under `service`, from the root of the repository.',
  });
}
