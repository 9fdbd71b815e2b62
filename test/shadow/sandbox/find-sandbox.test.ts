import { execFile } from 'node:child_process';
import {
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SandboxSettings } from '../../../src/domain/service.ts';
import { findSandbox } from '../../../src/shadow/sandbox/find-sandbox.ts';
import type { Sandbox } from '../../../src/shadow/sandbox/sandbox.ts';
import { noOptions, triedOptions } from '../../support/container-options.ts';
import { openScene, type Scene } from '../temporary-build.ts';

// covers: measure-leaks.ts
// covers: leak-probe.cjs
// covers: leak-canaries.ts
// covers: lay-out-root.ts

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const everyWay = 14;
const levels = ['user-namespace', 'sudo-namespace', 'container'] as const;

function find(level: SandboxSettings['level'], containerOptions = noOptions): Promise<Sandbox> {
  const checkout = join(scene.folder, 'checkout');
  mkdirSync(checkout, { recursive: true });
  writeFileSync(join(checkout, 'credentials'), 'secret');
  return findSandbox({
    settings: { level, readable: [], installNetwork: 'registries', containerOptions },
    hidden: [checkout, scene.folder, '/root', '/home'],
    workFolder: mkdtempSync(join(scene.folder, 'w-')),
    environment: process.env,
    teardown: scene.teardown,
  });
}

/** Null, with the reason printed, where this machine cannot do it. */
async function findOrSkip(level: (typeof levels)[number]): Promise<Sandbox | null> {
  let sandbox = await find(level);
  for (const options of triedOptions) {
    if (sandbox.level === level || level !== 'container') break;
    sandbox = await find(level, options);
  }
  if (sandbox.level === level) return sandbox;
  const why = sandbox.notReached.find((each) => each.level === level)?.why ?? '';
  // A leak is a fault of ours and no lack of the machine.
  expect(why).not.toContain('leak probe');
  console.log(`skipped: level ${level} cannot be reached here: ${why}`);
  return null;
}

describe('the ladder', () => {
  test.each(levels)('leaves no way out at level %s', async (level) => {
    const sandbox = await findOrSkip(level);
    if (sandbox === null) return;
    expect(sandbox.isClosed).toBe(true);
    expect(sandbox.probed).toHaveLength(everyWay);
    expect(sandbox.open).toEqual([]);
  });

  test('finds the ways out of a mere environment of its own, so the probe can see', async () => {
    const sandbox = await find('scrubbed-environment');
    expect(sandbox).toMatchObject({ level: 'scrubbed-environment', isClosed: false });
    expect(sandbox.notReached.map(({ why }) => why).join()).toContain('asks for no more');
    const names = sandbox.open.map((text) => text.split(': ')[0]);
    const always = [
      'other processes',
      'files of the gate and of its user',
      // Where we ourselves may gain none, nor may what we start.
      ...(mayGainPrivileges() ? ['privileges'] : []),
      'TCP',
      'UDP',
      'DNS',
    ];
    expect(names).toEqual(expect.arrayContaining([...always, 'unix sockets', 'abstract unix sockets']));
    if (process.getuid?.() === 0) {
      expect(names).toEqual(
        expect.arrayContaining(['environment of other processes', 'memory of other processes']),
      );
      expect(names).toContain('writing outside its folders');
    }
  });

  test('takes the next rung, with the reason, when one does not hold', async () => {
    const asked = await findSandbox({
      settings: {
        level: 'auto',
        readable: [scene.folder],
        installNetwork: 'registries',
        containerOptions: noOptions,
      },
      hidden: [scene.folder],
      workFolder: scene.folder,
      environment: { PATH: '/usr/bin:/bin' },
      teardown: scene.teardown,
    });
    // A setting that shows what must stay hidden is a leak at every level with walls.
    expect(asked.level).toBe('scrubbed-environment');
    expect(asked.notReached.map(({ level }) => level)).toEqual(levels);
  });
});

function mayGainPrivileges(): boolean {
  return !/^NoNewPrivs:\t1$/m.test(readFileSync('/proc/self/status', 'utf8'));
}

test('somebody who is not root reaches as much', async () => {
  if (process.getuid?.() !== 0) return console.log('skipped: only root can become somebody else');
  const program = join(scene.folder, 'find.mjs');
  const own = join(scene.folder, 'own');
  mkdirSync(own);
  // Another user cannot read every checkout: what is needed is put where everybody can.
  const copy = join(scene.folder, 'copy');
  for (const name of ['src', 'package.json', 'node_modules/zod']) {
    cpSync(name, join(copy, name), { recursive: true, dereference: true });
  }
  const node = join(copy, 'node');
  copyFileSync(process.execPath, node, constants.COPYFILE_FICLONE);
  await promisify(execFile)('chmod', ['-R', 'a+rX', copy]);
  const source = (name: string) => join(copy, 'src/shadow', name);
  writeFileSync(
    program,
    `import { findSandbox } from ${JSON.stringify(source('sandbox/find-sandbox.ts'))};
import { createTeardown } from ${JSON.stringify(source('processes/teardown.ts'))};
const teardown = createTeardown({ journalFolder: ${JSON.stringify(join(own, 'journal'))} });
const settings = { level: 'auto', readable: [], installNetwork: 'registries', containerOptions: { engine: [], run: [] } };
const request = { settings, hidden: ['/root'], workFolder: ${JSON.stringify(own)}, environment: process.env, teardown };
const { level, open, notReached } = await findSandbox(request);
await teardown.run();
console.log(JSON.stringify({ level, open, notReached }));
`,
  );
  for (const path of [scene.folder, own]) chmodSync(path, 0o777);
  const words = ['--reuid', '65534', '--regid', '65534', '--clear-groups', node, program];
  const ran = await promisify(execFile)('setpriv', words, {
    env: { PATH: '/usr/bin:/bin' },
    timeout: 30_000,
  });
  const found = JSON.parse(ran.stdout);
  if (found.level !== 'user-namespace') return console.log(`skipped: ${JSON.stringify(found.notReached)}`);
  expect(found.open).toEqual([]);
}, 60_000);
