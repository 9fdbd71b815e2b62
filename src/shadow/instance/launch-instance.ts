import { join } from 'node:path';
import { type ProcessGroup, startGroup } from '../processes/process-group.ts';
import { type OpenDoors, openDoors } from '../sandbox/open-doors.ts';
import { doorPorts, type Sandbox } from '../sandbox/sandbox.ts';
import { type Companion, joinCompanions } from './companion.ts';
import type { InstanceRequest } from './instance.ts';
import type { InstanceFolders } from './instance-folders.ts';
import { fillPlaceholders, instanceEnvironment } from './lay-out-instance.ts';

/** The processes of an instance, ready or not. */
export type LaunchedInstance = {
  readonly request: InstanceRequest;
  readonly folders: InstanceFolders;
  readonly port: number;
  readonly doors: OpenDoors;
  readonly command: string;
  readonly group: ProcessGroup;
  readonly startedAt: number;
};

/**
 * Starts the command of an instance whose folders are laid out: in the sandbox, with its companions beside it, held to
 * its limits. Nothing is left of its doors when it cannot be started.
 */
export async function launchInstance(
  request: InstanceRequest,
  folders: InstanceFolders,
  port: number,
): Promise<LaunchedInstance> {
  const { definition } = request.build;
  const companion = joinCompanions(request.companions);
  const doors = await findDoors(request.sandbox, companion);
  try {
    const places = { folders, port, doorPorts: doors.ports };
    const { marker } = request.teardown;
    const environment = instanceEnvironment({ ...request, ...places, definition, companion, marker });
    const command = fillPlaceholders(definition.start, places);
    const group = startGroup({
      command,
      folder: join(folders.app, definition.directory),
      environment,
      markedBy: ['SHADOWGATE_RUN', 'SHADOWGATE_INSTANCE'],
      limits: definition.limits,
      folders: [folders.whole],
      enclosure: request.sandbox.enclose({
        network: 'closed',
        writable: [folders.whole],
        readable: [request.build.folder, ...companion.readable],
        doors: companion.doors,
        isReached: true,
      }),
    });
    return { request, folders, port, doors, command, group, startedAt: performance.now() };
  } catch (error) {
    await doors.close();
    throw error;
  }
}

/** In a network of its own the doors open with the instance; in ours they are opened for it. */
async function findDoors({ isClosed }: Sandbox, { doors }: Companion): Promise<OpenDoors> {
  return isClosed ? { ports: doorPorts(doors), close: async () => {} } : openDoors(doors);
}
