import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFreePorts } from '../../../src/shadow/instance/free-ports.ts';
import { type Build, type ShadowRequest, startShadow } from '../../../src/shadow/instance/start-shadow.ts';
import { findMarked, listProcesses } from '../../../src/shadow/processes/find-processes.ts';
import { withoutWalls } from '../../../src/shadow/sandbox/sandbox.ts';
import { buildOf, getJson, openScene, type Scene } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const start = (baseline: Build, candidate: Build, changes: Partial<ShadowRequest> = {}) =>
  startShadow({
    baseline,
    candidate,
    secondary: true,
    workFolder: scene.folder,
    environment: process.env,
    onProgress: (event) => scene.events.push(event),
    sandbox: withoutWalls,
    signal: scene.teardown.signal,
    teardown: scene.teardown,
    ...changes,
  });

async function startAll(...request: Parameters<typeof start>) {
  const begun = await start(...request);
  if (begun.kind !== 'started') throw begun.error;
  return begun.shadow;
}

const running = () => findMarked([`SHADOWGATE_RUN=${scene.teardown.marker}`], listProcesses() ?? []);

async function expectNothingLeft() {
  expect(running()).toEqual([]);
  for (const letter of ['b', 's', 'c']) {
    await expect(access(join(scene.folder, letter))).rejects.toMatchObject({ code: 'ENOENT' });
  }
}

describe('the shadow environment', () => {
  test('runs three instances that differ in nothing but their places', async () => {
    const [baseline, candidate] = [
      await buildOf(scene, 'hello.mjs'),
      await buildOf(scene, 'hello.mjs', { name: 'build-c' }),
    ];
    await writeFile(join(baseline.folder, 'rows.json'), '[1]');
    const changed = { ...baseline, definition: { ...baseline.definition, dataSeed: 'rows.json' } };
    const companions = (role: string) => [
      { environment: { [`FOR_${role.toUpperCase()}`]: '1' }, doors: [], readable: [] },
    ];
    const shadow = await startAll(changed, candidate, { companions });

    expect(shadow.isolation).toBe('scrubbed-environment');
    const all = Object.values(shadow.instances);
    expect(all.map((each) => each.role)).toEqual(['baseline', 'secondary', 'candidate']);
    expect(new Set(all.map((each) => each.origin)).size).toBe(3);
    expect(new Set(all.map((each) => each.folder?.length)).size).toBe(1);
    for (const { origin, role, folder } of all) {
      const answer = (await getJson(origin)) as { data: string[]; names: string[] };
      expect(answer.data).toEqual(['rows.json']);
      expect(answer.names.filter((name) => name.startsWith('FOR_'))).toEqual([`FOR_${role.toUpperCase()}`]);
      expect((await stat(join(folder ?? '', 'hello.mjs'))).mtime.toISOString()).toBe(
        '2020-01-01T00:00:00.000Z',
      );
    }
    await shadow.stop();
    await expectNothingLeft();
    const states = scene.events.flatMap((event) => (event.kind === 'instance' ? [event.state] : []));
    expect(states.filter((state) => state === 'ready')).toHaveLength(3);
    expect(states.filter((state) => state === 'stopped')).toHaveLength(3);
    expect(scene.events).toContainEqual({
      kind: 'note',
      text: expect.stringContaining('scrubbed-environment'),
    });
  });

  test('can be started again in the same folder, from the same state', async () => {
    const build = await buildOf(scene, 'hello.mjs');
    await (await startAll(build, build)).stop();
    const shadow = await startAll(build, build, { secondary: false });
    expect(Object.keys(shadow.instances)).toEqual(['baseline', 'candidate']);
    await shadow.stop();
    await shadow.stop();
    await expectNothingLeft();
  });

  test('writes of an instance stay in it', async () => {
    const build = await buildOf(scene, 'hello.mjs');
    const shadow = await startAll(build, build);
    await writeFile(join(shadow.instances.baseline?.folder ?? '', 'hello.mjs'), 'changed in place');
    const others = [
      build.folder,
      shadow.instances.secondary?.folder ?? '',
      shadow.instances.candidate?.folder ?? '',
    ];
    for (const folder of others)
      expect(await readFile(join(folder, 'hello.mjs'), 'utf8')).toContain('createServer');
    await shadow.stop();
  });

  test('knows when an instance ends', async () => {
    const build = await buildOf(scene, 'hello.mjs');
    const shadow = await startAll(build, build, { secondary: false });
    const [candidate] = running()
      .filter((each) => each.pid === each.session)
      .slice(-1);
    process.kill(candidate?.pid ?? 0, 'SIGKILL');
    while (shadow.instances.baseline?.isAlive() && shadow.instances.candidate?.isAlive()) await wait(5);
    expect([shadow.instances.baseline?.isAlive(), shadow.instances.candidate?.isAlive()].sort()).toEqual([
      false,
      true,
    ]);
    await shadow.stop();
  });
});

describe('a shadow environment that does not start', () => {
  test('because of the candidate alone is a finding, and everything is stopped', async () => {
    const begun = await start(
      await buildOf(scene, 'hello.mjs'),
      await buildOf(scene, 'dies.mjs', { name: 'build-c' }),
    );
    expect(begun).toMatchObject({
      kind: 'candidate-failed',
      isolation: 'scrubbed-environment',
      error: {
        code: 'instance-died',
        message: expect.stringContaining('The candidate ended with exit code 3'),
      },
    });
    await expectNothingLeft();
  });

  test('because of the baseline throws, also when the candidate fails too', async () => {
    const build = await buildOf(scene, 'dies.mjs');
    await expect(start(build, build)).rejects.toMatchObject({
      code: 'instance-died',
      message: expect.stringMatching(/^The (baseline|secondary) ended/),
    });
    await expectNothingLeft();
  });

  test('because all want the same fixed port throws with what to configure', async () => {
    const [always = 0] = await findFreePorts(1);
    const build = await buildOf(scene, 'fixed-port.mjs', { env: { ALWAYS: String(always) } });
    await expect(start(build, build)).rejects.toMatchObject({
      remedy: expect.stringContaining(`instead of port ${always}`),
    });
    await expectNothingLeft();
  });

  test('because the baseline holds a second port that the candidate wants too is not held against the candidate', async () => {
    const [always = 0] = await findFreePorts(1);
    const env = { ALWAYS: String(always) };
    const baseline = await buildOf(scene, 'second-port.mjs', { env });
    const late = {
      env,
      start: `until (echo > /dev/tcp/127.0.0.1/${always}) 2>/dev/null; do sleep 0.02; done; node second-port.mjs`,
    };
    const candidate = await buildOf(scene, 'second-port.mjs', {
      ...late,
      start: `bash -c '${late.start}'`,
      name: 'build-c',
    });
    await expect(start(baseline, candidate, { secondary: false })).rejects.toMatchObject({
      code: 'instance-died',
    });
    await expectNothingLeft();
  });

  test('because it is interrupted leaves nothing', async () => {
    const abort = new AbortController();
    const build = await buildOf(scene, 'never-listens.mjs');
    const starting = start(build, build, { signal: abort.signal });
    while (running().length < 3) await wait(5);
    abort.abort();
    await expect(starting).rejects.toMatchObject({ code: 'interrupted' });
    await expectNothingLeft();
  });

  test('because the gate ends leaves nothing', async () => {
    const build = await buildOf(scene, 'never-listens.mjs');
    const starting = start(build, build, { signal: new AbortController().signal });
    const failed = expect(starting).rejects.toThrow();
    while (running().length < 3) await wait(5);
    await scene.teardown.run();
    await failed;
    await expectNothingLeft();
  });
});

describe('services that already run', () => {
  test('are used as they are, never stopped, and have no second instance', async () => {
    const server = createServer((_, response) => response.end('still here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const build = { kind: 'running', label: 'url', origin } as const;
    const shadow = await startAll(build, build);
    expect(shadow.isolation).toBe('none');
    expect(Object.keys(shadow.instances)).toEqual(['baseline', 'candidate']);
    await shadow.stop();
    expect(await (await fetch(origin)).text()).toBe('still here');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('that do not run throw, candidate or baseline', async () => {
    const [port] = await findFreePorts(1);
    const gone = { kind: 'running', label: 'url', origin: new URL(`http://127.0.0.1:${port}`) } as const;
    const build = await buildOf(scene, 'hello.mjs');
    await expect(start(build, gone)).rejects.toMatchObject({ code: 'instance-not-ready' });
    await expectNothingLeft();
  });
});
