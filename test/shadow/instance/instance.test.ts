import { access } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceDefinition } from '../../../src/domain/service.ts';
import { findFreePorts } from '../../../src/shadow/instance/free-ports.ts';
import { type InstanceStart, startInstance } from '../../../src/shadow/instance/instance.ts';
import { withoutWalls } from '../../../src/shadow/sandbox/sandbox.ts';
import { buildOf, getJson, openScene, type Scene } from '../temporary-build.ts';

// covers: launch-instance.ts

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function start(
  app: string,
  changes: Partial<ServiceDefinition> = {},
  wanted?: number,
): Promise<InstanceStart> {
  const [free = 0] = await findFreePorts(1);
  const build = await buildOf(scene, app, changes);
  return startInstance({
    role: 'candidate',
    build,
    workFolder: scene.folder,
    seedFolder: build.folder,
    dataSeed: build.definition.dataSeed,
    port: wanted ?? free,
    environment: { ...process.env, GITHUB_TOKEN: 'secret' },
    companions: [{ environment: { ADDED: 'yes' }, doors: [], readable: [] }],
    teardown: scene.teardown,
    sandbox: withoutWalls,
    signal: scene.teardown.signal,
  });
}

async function startReady(...request: Parameters<typeof start>) {
  const begun = await start(...request);
  if (begun.kind !== 'ready') throw begun.error;
  scene.teardown.defer('instance', () => begun.instance.stop());
  return begun.instance;
}

async function startFailing(...request: Parameters<typeof start>) {
  const begun = await start(...request);
  if (begun.kind !== 'failed') throw new Error('It started.');
  await expect(access(join(scene.folder, 'c'))).rejects.toMatchObject({ code: 'ENOENT' });
  return begun;
}

describe('an instance', () => {
  test('answers at its origin, in folders and with an environment of its own', async () => {
    const instance = await startReady('hello.mjs', { dataSeed: 'hello.mjs', readyPath: '/ready' });
    const answer = (await getJson(`${instance.origin}/x`)) as Record<string, unknown>;
    expect(answer).toMatchObject({ path: '/x', data: ['hello.mjs'], folder: instance.folder });
    expect(answer['tmp']).toBe(join(scene.folder, 'c/tmp'));
    expect(answer['names']).toEqual(
      expect.arrayContaining(['ADDED', 'DATA_DIR', 'HOME', 'PORT', 'SHADOWGATE_RUN']),
    );
    expect(answer['names']).not.toContain('GITHUB_TOKEN');
    expect(instance.identity).toContain(new URL(instance.origin).port);
    expect(instance.identity).toContain(instance.folder);
    expect(instance.logTail()).toContain('listening');
    expect(instance.startMs).toBeGreaterThan(0);
  });

  test('is alive until it is stopped, and leaves no folder', async () => {
    const instance = await startReady('hello.mjs');
    expect(instance.isAlive()).toBe(true);
    await instance.stop();
    expect(instance.isAlive()).toBe(false);
    await expect(fetch(instance.origin)).rejects.toThrow();
    await expect(access(join(scene.folder, 'c'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('may take its port by a placeholder, and listen on IPv6 alone', async () => {
    const instance = await startReady('ipv6-only.mjs', {
      start: 'PORT={port} node ipv6-only.mjs',
      portVariable: 'X',
    });
    expect(instance.origin).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(await (await fetch(instance.origin)).text()).toBe('six');
  });

  test('is ready once its path answers below 500', async () => {
    const instance = await startReady('slow-to-get-ready.mjs', { readyPath: '/' });
    expect(await (await fetch(instance.origin)).text()).toBe('4');
  });

  test('whose port was taken in between gets another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const instance = await startReady('hello.mjs', {}, port);
    expect(instance.origin).not.toContain(String(port));
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('an instance that does not start', () => {
  test('because it dies is told with exit code and clean log lines', async () => {
    const { error, portInUse } = await startFailing('dies.mjs');
    expect(error.code).toBe('instance-died');
    expect(error.message).toMatch(/^The candidate ended with exit code 3 after \d+\.\d s/);
    expect(error.message).toContain('Command: `node dies.mjs`.');
    expect(error.message).toContain('\n  | red and bells\n  | ::error::forged command\n');
    expect(error.message).not.toContain('\x1b');
    expect(error.message.length).toBeLessThan(1500);
    expect(portInUse).toBeNull();
  });

  test('because it never listens is told with the last probe', async () => {
    const { error } = await startFailing('never-listens.mjs', { readyTimeoutMs: 400 });
    expect(error.code).toBe('instance-not-ready');
    expect(error.message).toMatch(
      /did not open port \d+ within 0\.\d s \(last probe: connection refused\)\..*\n.*\n {2}\| thinking$/,
    );
  });

  test('because it ignores its port is told where it listens and what to configure', async () => {
    const [always = 0] = await findFreePorts(1);
    const env = { ALWAYS: String(always) };
    const { error } = await startFailing('fixed-port.mjs', { env, readyTimeoutMs: 1_000 });
    expect(error.message).toContain(`It listens on port ${always}.`);
    expect(error.remedy).toContain(`instead of port ${always}`);
    expect(error.remedy).toContain('`port-variable`');
  });

  test('because its fixed port is taken is told at once', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { error, portInUse } = await startFailing('fixed-port.mjs', { env: { ALWAYS: String(port) } });
    expect(error.code).toBe('instance-died');
    expect(error.remedy).toContain(`instead of port ${port}`);
    expect(portInUse).toBe(port);
    await new Promise((resolve) => server.close(resolve));
  });
});
