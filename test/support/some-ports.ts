import { join } from 'node:path';
import type { ProgressEvent } from '../../src/domain/progress.ts';
import type { Ports } from '../../src/ports.ts';
import { createTeardown } from '../../src/shadow/processes/teardown.ts';

/** What a shell would hand to the library, for tests that call it without one; the caller runs the teardown. */
export function somePorts(folder: string, told: ProgressEvent[] = []): Ports {
  const teardown = createTeardown({ journalFolder: join(folder, 'journal') });
  return {
    environment: { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
    onProgress: (event) => void told.push(event),
    signal: teardown.signal,
    teardown,
    agentPath: join(import.meta.dirname, '../../src/agent/node/agent.cjs'),
    version: '0.0.0-test',
    now: () => new Date('2026-11-22T10:00:00.000Z'),
  };
}
