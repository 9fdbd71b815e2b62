import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Companion } from '../../../src/shadow/instance/companion.ts';
import { type OwnInstance, startInstance } from '../../../src/shadow/instance/instance.ts';
import { findMarked, findProcess, listProcesses } from '../../../src/shadow/processes/find-processes.ts';
import { findSandbox } from '../../../src/shadow/sandbox/find-sandbox.ts';
import { ownPort, type Sandbox } from '../../../src/shadow/sandbox/sandbox.ts';
import { noOptions } from '../../support/container-options.ts';
import { containerSandbox } from '../../support/container-sandbox.ts';
import { buildOf, openScene, type Scene } from '../temporary-build.ts';

// covers: connection-broker.cjs
// covers: broker-line.ts
// covers: write-launcher.ts
// covers: launcher.ts
// covers: write-container-launcher.ts
// covers: container-line.ts
// covers: enclosure.ts

const levels = ['user-namespace', 'sudo-namespace', 'container'] as const;
let scene: Scene;
let sandbox: Sandbox;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function namespaceSandbox(level: 'user-namespace' | 'sudo-namespace'): Promise<Sandbox | null> {
  const found = await findSandbox({
    settings: { level, readable: [], installNetwork: 'registries', containerOptions: noOptions },
    hidden: [],
    workFolder: scene.folder,
    environment: process.env,
    teardown: scene.teardown,
  });
  if (found.level === level) return found;
  console.log(`skipped: level ${level} cannot be reached here: ${JSON.stringify(found.notReached)}`);
  return null;
}

async function start(
  level: (typeof levels)[number],
  companions: readonly Companion[] = [],
): Promise<OwnInstance | null> {
  const found = level === 'container' ? await containerSandbox(scene) : await namespaceSandbox(level);
  if (found === null) return null;
  sandbox = found;
  const build = await buildOf(scene, 'closed.mjs', { env: { DOOR: '{door:db}' }, readyPath: '/pid' });
  const begun = await startInstance({
    role: 'candidate',
    build,
    workFolder: scene.folder,
    seedFolder: build.folder,
    dataSeed: null,
    port: 0,
    environment: process.env,
    companions: [...companions, door],
    sandbox,
    teardown: scene.teardown,
    signal: scene.teardown.signal,
  });
  if (begun.kind === 'failed') throw begun.error;
  scene.teardown.defer('instance', () => begun.instance.stop());
  return begun.instance;
}

const door: Companion = {
  environment: {},
  get doors() {
    return [{ name: 'db', socketPath: join(scene.folder, 'db.sock') }];
  },
  readable: [],
};

async function open(instance: OwnInstance): Promise<Socket> {
  if (instance.connect === null) throw new Error('It shares our network.');
  return instance.connect({ host: '127.0.0.1', port: ownPort });
}

async function ask(instance: OwnInstance, path: string, headers: Record<string, string> = {}) {
  const socket = await open(instance);
  const sent = request({ path, headers, createConnection: () => socket });
  socket.on('error', () => {});
  sent.on('error', () => {}).end();
  const [response] = await once(sent, 'response');
  return response;
}

const answer = async (instance: OwnInstance, path: string) =>
  JSON.parse(await text(await ask(instance, path)));

describe.each(levels)('an instance at level %s', (level) => {
  test('sees its own world at the paths it has outside, and is reached by the gate alone', async () => {
    const secret = join(scene.folder, 'secret');
    const shown = join(scene.folder, 'shown.txt');
    writeFileSync(secret, 'secret');
    writeFileSync(shown, 'shown');
    const instance = await start(level, [{ environment: {}, doors: [], readable: [shown] }]);
    if (instance === null) return;
    expect(instance.origin).toBe(`http://127.0.0.1:${ownPort}`);
    await expect(fetch(instance.origin)).rejects.toThrow();
    expect(await answer(instance, '/folder')).toBe(instance.folder);
    expect(await answer(instance, '/pid')).toBeLessThan(200);
    expect(await answer(instance, '/user')).toBe(process.getuid?.());
    const folders = await answer(instance, '/root');
    expect(folders).toEqual(expect.arrayContaining(['dev', 'etc', 'proc', 'tmp', 'usr']));
    // An engine shows it, read-only.
    if (level !== 'container') expect(folders).not.toContain('sys');
    expect(await answer(instance, `/read?path=${shown}`)).toBe('shown');
    expect(await answer(instance, `/read?path=${secret}`)).toBe('ENOENT');
    expect(await answer(instance, `/write?path=${shown}`)).toBe('EROFS');
    expect(await answer(instance, '/write?path=/usr/x')).toBe('EROFS');
    expect(await answer(instance, `/write?path=${join(instance.folder ?? '', 'x')}`)).toBeNull();
    expect(await answer(instance, '/write?path=/tmp/x')).toBeNull();
    expect(instance.listensOn()).toEqual([ownPort]);
  });

  test('is talked to over plain connections: long answers, upgrades, resets', async () => {
    const instance = await start(level);
    if (instance === null) return;
    expect((await text(await ask(instance, '/long'))).length).toBe(8 * 1024 * 1024);
    const cut = await ask(instance, '/reset');
    await expect(text(cut)).rejects.toMatchObject({ code: 'ECONNRESET' });

    const socket = await open(instance);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    const [head] = await once(socket, 'data');
    expect(String(head)).toContain('101 Switching');
    socket.write('ping');
    const [echo] = await once(socket, 'data');
    expect(String(echo)).toBe('ping');
    socket.destroy();
    await expect(instance.connect?.({ host: '127.0.0.1', port: 1 })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('fills no more of the memory with files than it is given, and is told so', async () => {
    const instance = await start(level);
    if (instance === null) return;
    // More than /tmp (512 MiB) and /dev/shm (256 MiB) hold.
    expect(await answer(instance, '/fill?path=/tmp/full')).toEqual(['ENOSPC', 512]);
    expect(await answer(instance, '/fill?path=/dev/shm/full')).toEqual(['ENOSPC', 256]);
    expect(instance.isAlive()).toBe(true);
  });

  test('reaches through its doors what stands outside', async () => {
    const server = createServer({ allowHalfOpen: true }, async (socket) => {
      socket.end(`outside got: ${await text(socket)}`);
    });
    await new Promise<void>((resolve) => server.listen(join(scene.folder, 'db.sock'), resolve));
    scene.teardown.defer('server', () => void server.close());
    const instance = await start(level);
    if (instance === null) return;
    expect(await answer(instance, '/door')).toBe('outside got: from inside');
  });

  test('tells how it died, and leaves nothing behind', async () => {
    const instance = await start(level);
    if (instance === null) return;
    const pids = findMarked([`SHADOWGATE_RUN=${scene.teardown.marker}`], listProcesses() ?? []);
    expect(pids.length).toBeGreaterThan(2);
    await ask(instance, '/die').catch(() => {});
    while (instance.isAlive()) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(instance.ending()).toMatchObject({ text: expect.stringContaining('SIGKILL') });
    await instance.stop();
    expect(
      pids.map(({ pid }) => findProcess(pid)).filter((each) => each !== null && !'ZX'.includes(each.state)),
    ).toEqual([]);
    expect(dirname(instance.folder ?? '')).toContain(scene.folder);
  });
});
