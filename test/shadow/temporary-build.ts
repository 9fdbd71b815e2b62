import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgressEvent } from '../../src/domain/progress.ts';
import { defaultLimits, type ServiceDefinition } from '../../src/domain/service.ts';
import type { PreparedBuild } from '../../src/shadow/build/prepare-build.ts';
import { createTeardown, type Teardown } from '../../src/shadow/processes/teardown.ts';

/** The tiny services that tests start. */
const appsFolder = fileURLToPath(new URL('../fixtures/apps/', import.meta.url));

/** A folder of its own for one test, with a teardown that journals into it. */
export type Scene = {
  readonly folder: string;
  readonly teardown: Teardown;
  readonly events: ProgressEvent[];
  close(): Promise<void>;
};

export async function openScene(): Promise<Scene> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sg-test-')));
  const teardown = createTeardown({ journalFolder: join(folder, 'journal') });
  return {
    folder,
    teardown,
    events: [],
    async close() {
      await teardown.run();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A definition that starts one of the fixture services. */
export function definitionOf(start: string, changes: Partial<ServiceDefinition> = {}): ServiceDefinition {
  return {
    name: 'fixture',
    directory: '.',
    install: null,
    build: null,
    start,
    portVariable: 'PORT',
    dataVariable: 'DATA_DIR',
    dataSeed: null,
    env: {},
    readyPath: null,
    readyTimeoutMs: 15_000,
    installTimeoutMs: 600_000,
    buildTimeoutMs: 600_000,
    limits: defaultLimits,
    assumptions: [],
    ...changes,
  };
}

/** A build of one fixture service, in `folder` below the scene. */
export async function buildOf(
  scene: Scene,
  app: string,
  { name = 'build-b', ...changes }: Partial<ServiceDefinition> & { name?: string } = {},
): Promise<PreparedBuild> {
  const folder = join(scene.folder, name);
  await mkdir(folder, { recursive: true });
  await cp(join(appsFolder, app), join(folder, app));
  return {
    kind: 'prepared',
    label: `build of ${app}`,
    folder,
    definition: definitionOf(`node ${app}`, changes),
  };
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

export async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.json();
}

/** Whether a process lives; one that only waits to be collected does not. */
export function isRunning(pid: number, find: (pid: number) => { readonly state: string } | null): boolean {
  const found = find(pid);
  return found !== null && !'ZX'.includes(found.state);
}
