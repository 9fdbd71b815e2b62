import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { SourceOf } from '../../../domain/state-source.ts';
import type { Door } from '../../instance/companion.ts';
import { type InstanceFolders, instanceFolders } from '../../instance/instance-folders.ts';
import { layOutInstance } from '../../instance/lay-out-instance.ts';
import { scrubEnvironment } from '../../instance/scrub-environment.ts';
import { openSocketTo } from '../given-server.ts';
import { runBaseCommand } from '../run-base-command.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { readSnapshot } from './read-snapshot.ts';

const timeoutMs = 120_000;

type Commands = {
  readonly source: SourceOf<'commands'>;
  readonly ground: StateGround;
  /** Working copy of the base revision, in which the commands run. */
  readonly folders: InstanceFolders;
  readonly doors: readonly Door[];
};

/**
 * Any other kind of state: a command brings that of one instance to its beginning, another prints it. Both are of the
 * base revision and are told by their environment which instance is meant.
 */
export async function provideByCommands(
  source: SourceOf<'commands'>,
  ground: StateGround,
): Promise<StateProvision> {
  const { seedFolder, signal, workFolder } = ground;
  const folders = instanceFolders(join(workFolder, source.name), 'baseline');
  await layOutInstance({ folders, buildFolder: seedFolder, seedFolder, dataSeed: null, signal });
  const commands: Commands = { source, ground, folders, doors: await openDoorsTo(source, ground) };
  return { fresh: (request) => reset(commands, request), release: async () => {} };
}

/** A door leads to a unix socket as it is, and to a port through a socket of ours. */
async function openDoorsTo(source: SourceOf<'commands'>, ground: StateGround): Promise<readonly Door[]> {
  const folder = join(ground.workFolder, `${source.name}-doors`);
  await mkdir(folder, { recursive: true });
  const doors = Object.entries(source.doors).map(async ([name, target]) => {
    if (isAbsolute(target)) return { name, socketPath: target };
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(target) ?? [];
    const socketPath = join(folder, name);
    await openSocketTo({ host, port: Number(port) }, socketPath, ground);
    return { name, socketPath };
  });
  return Promise.all(doors);
}

async function reset(commands: Commands, request: StateRequest): Promise<InstanceState> {
  const { source, doors, folders } = commands;
  const environment = environmentOf(commands, request);
  await run(commands, source.reset, environment);
  const printed = join(folders.temporary, `${request.run}-${request.role}.ndjson`);
  return {
    companion: { environment: ownVariables(source, request), doors, readable: [] },
    reader: readSnapshot(source.name, async () => {
      await run(commands, `{ ${source.snapshot}\n} > '${printed}'`, environment);
      return printed;
    }),
    close: async () => {},
  };
}

function run(
  { source, ground, folders }: Commands,
  command: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const name = `A command of the state ${source.name}`;
  const remedy = 'Make the command work in a checkout of the base revision, or correct `commands`.';
  return runBaseCommand({ name, command, app: folders.app, environment, timeoutMs, remedy }, ground);
}

function environmentOf(
  { ground, source, folders }: Commands,
  request: StateRequest,
): Readonly<Record<string, string>> {
  return {
    ...scrubEnvironment(ground.environment),
    ...ownVariables(source, request),
    HOME: folders.home,
    TMPDIR: folders.temporary,
    STATE_RUN: request.run,
    STATE_ROLE: letterOf(request),
    STATE_DATA: request.dataFolder,
  };
}

function ownVariables(
  { env }: SourceOf<'commands'>,
  request: StateRequest,
): Readonly<Record<string, string>> {
  const written = Object.entries(env);
  return Object.fromEntries(
    written.map(([name, value]) => [name, value.replaceAll('{role}', letterOf(request))]),
  );
}

/** One letter for each role, so that whatever is named after it is equally long. */
function letterOf({ role }: StateRequest): string {
  return role.slice(0, 1);
}
