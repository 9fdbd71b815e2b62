/**
 * A gate as a process of its own, for tests that end it from outside: starts the shadow, prints what it started as one
 * line of JSON, and waits. Arguments: folder to work in, app, `wait` or a way to fail by itself.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startShadow } from '../../src/shadow/instance/start-shadow.ts';
import { handleSignals } from '../../src/shadow/processes/handle-signals.ts';
import { createTeardown } from '../../src/shadow/processes/teardown.ts';
import { createWorkFolder } from '../../src/shadow/processes/work-folder.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { buildOf, getJson } from './temporary-build.ts';

const [folder = '', app = '', mode = 'wait'] = process.argv.slice(2);
const teardown = createTeardown({ journalFolder: join(folder, 'journal') });
handleSignals(teardown, process, 'test');

await mkdir(join(folder, 'tmp'), { recursive: true });
const workFolder = await createWorkFolder(teardown, join(folder, 'tmp'));
const build = await buildOf({ folder, teardown, events: [], close: async () => {} }, app);
const start = await startShadow({
  baseline: build,
  candidate: build,
  secondary: true,
  workFolder,
  environment: process.env,
  onProgress: () => {},
  sandbox: withoutWalls,
  signal: teardown.signal,
  teardown,
});
if (start.kind !== 'started') throw start.error;
const pids = await Promise.all(Object.values(start.shadow.instances).map((each) => getJson(each.origin)));
process.stdout.write(`${JSON.stringify({ workFolder, pids: pids.flat() })}\n`);

switch (mode) {
  case 'throw':
    setTimeout(() => {
      throw new Error('a bug of ours');
    });
    break;
  case 'reject':
    void Promise.reject(new Error('a bug of ours'));
    break;
  default:
    setInterval(() => {}, 1000);
}
