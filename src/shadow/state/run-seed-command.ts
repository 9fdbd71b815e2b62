import { join } from 'node:path';
import type { Companion } from '../instance/companion.ts';
import { instanceFolders } from '../instance/instance-folders.ts';
import { instanceEnvironment, layOutInstance } from '../instance/lay-out-instance.ts';
import { openDoors } from '../sandbox/open-doors.ts';
import { runBaseCommand } from './run-base-command.ts';
import type { StateGround } from './state-driver.ts';

const timeoutMs = 600_000;

/**
 * Runs a command of the base revision against a state, such as a migration. It gets a working copy and the environment
 * of an instance, and reaches the state through the same doors; they are ports of this machine while it runs.
 */
export async function runSeedCommand(
  command: string,
  companion: Companion,
  ground: StateGround,
): Promise<void> {
  const { definition, seedFolder, signal, teardown } = ground;
  const folders = instanceFolders(join(ground.workFolder, 'seed'), 'baseline');
  const { dataSeed } = definition;
  await layOutInstance({ folders, buildFolder: seedFolder, seedFolder, dataSeed, signal });
  const doors = await openDoors(companion.doors);
  const close = teardown.defer('the doors of a seed command', () => doors.close());
  try {
    const environment = instanceEnvironment({
      folders,
      definition,
      port: 0,
      doorPorts: doors.ports,
      marker: teardown.marker,
      environment: ground.environment,
      companion,
    });
    const app = folders.app;
    const name = `The seed command \`${command}\``;
    const remedy = 'Make the command work against an empty database at the base revision, or correct `seed`.';
    await runBaseCommand({ name, command, app, environment, timeoutMs, remedy }, ground);
  } finally {
    await close();
  }
}
