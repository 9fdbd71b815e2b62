import { join } from 'node:path';
import type { IsolationDetail, IsolationLevel } from '../../domain/isolation.ts';
import type { Door, DoorPorts } from '../instance/companion.ts';
import type { Enclosure } from './enclosure.ts';
import { outermost, type SystemView, viewsOf } from './system-view.ts';
import { contains } from './toolchain-folders.ts';

/** What one program needs within the walls. */
export type Needs = {
  readonly network: Enclosure['network'];
  readonly writable: readonly string[];
  readonly readable: readonly string[];
  readonly doors: readonly Door[];
  readonly isReached: boolean;
};

/** How far this machine can shut programs in, found out once a gate; whatever runs code of the change asks it. */
export type Sandbox = IsolationDetail & {
  readonly level: IsolationLevel;
  /** Whether instances have a network of their own, in which all of them may use the same ports. */
  readonly isClosed: boolean;
  /** Whether install steps may reach the network. */
  readonly installNetwork: 'registries' | 'none';
  /** Null where the level has no walls. */
  enclose(needs: Needs): Enclosure | null;
};

/** Port of the service in a network of its own: the same in all instances, so that it tells them apart in no answer. */
export const ownPort = 29_100;

/** Ports of doors follow it. */
export function doorPorts(doors: readonly Door[]): DoorPorts {
  return new Map(doors.map(({ name }, index) => [name, ownPort + 1 + index]));
}

/** The lowest rung: environment and folders of its own, and nothing else. */
export const withoutWalls: Sandbox = {
  level: 'scrubbed-environment',
  isClosed: false,
  installNetwork: 'registries',
  notReached: [],
  probed: [],
  open: [],
  enclose: () => null,
};

export type Walls = {
  readonly level: Enclosure['level'];
  readonly engine: Enclosure['engine'];
  readonly system: SystemView;
  /** Paths that the settings name besides. */
  readonly readable: readonly string[];
  /** Folder of the gate for the sandbox's own files. */
  readonly folder: string;
};

/** The walls around one program. What a writable folder holds is seen through it and needs no view of its own. */
export function raiseWalls({ level, engine, system, readable, folder }: Walls, needs: Needs): Enclosure {
  const ports = doorPorts(needs.doors);
  const seen = outermost([...system.views.map(({ at }) => at), ...needs.writable]);
  const views = viewsOf([...readable, ...needs.readable]).filter(
    ({ at }) => !seen.some((each) => contains(each, at)),
  );
  return {
    level,
    engine,
    network: needs.network,
    views: [...system.views, ...views],
    links: system.links,
    writable: needs.writable,
    doors: needs.doors.map((door) => ({ ...door, port: ports.get(door.name) ?? 0 })),
    isReached: needs.isReached,
    scratch: join(folder, 'launches'),
  };
}
