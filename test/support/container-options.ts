import type { SandboxSettings } from '../../src/domain/service.ts';

type Options = SandboxSettings['containerOptions'];

/** What most machines need. */
export const noOptions: Options = { engine: [], run: [] };

/**
 * What tests of the level `container` try one after the other: nothing besides, then what podman needs inside a machine
 * that is a container itself, without its own limits, its own storage driver and cgroups of the second version.
 */
export const triedOptions: readonly Options[] = [
  noOptions,
  {
    engine: ['--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--runtime', 'runc'],
    run: ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1000:1000'],
  },
];
