import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../../../src/domain/service.ts';
import { findProcess } from '../../../src/shadow/processes/find-processes.ts';
import { startGroup } from '../../../src/shadow/processes/process-group.ts';
import { isRunning, openScene, type Scene } from '../temporary-build.ts';
import { until } from '../until.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const kept = { limits: defaultLimits, folders: [], enclosure: null };

function launch(command: string) {
  const environment = { PATH: process.env['PATH'] ?? '', SHADOWGATE_RUN: scene.teardown.marker };
  return startGroup({ command, folder: scene.folder, environment, markedBy: ['SHADOWGATE_RUN'], ...kept });
}

describe('a process group', () => {
  test.each([
    ['an exit code', 'exit 3', { code: 3, signal: null }],
    ['a signal', 'kill -KILL $$', { code: null, signal: 'SIGKILL' }],
  ])('tells an end by %s', async (_, command, exit) => {
    const group = launch(command);
    expect(await group.exited).toEqual(exit);
    expect(group.exit()).toEqual(exit);
  });

  test('has all that was printed when it has ended, both streams', async () => {
    const group = launch('echo one; echo two >&2; echo three');
    await group.exited;
    expect(group.log.text().split('\n').sort()).toEqual(['', 'one', 'three', 'two']);
  });

  test('inherits no environment', async () => {
    const group = launch('env');
    await group.exited;
    const names = group.log
      .text()
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? '')).sort()).toEqual([
      'PATH',
      'SHADOWGATE_RUN',
    ]);
  });

  test('tells a folder that is not there as an end with a reason', async () => {
    const group = startGroup({ command: 'true', folder: '/nowhere', environment: {}, markedBy: [], ...kept });
    expect(await group.exited).toEqual({ code: 127, signal: null });
    expect(group.log.text()).toContain('ENOENT');
    await group.stop();
  });

  test('is ended politely when it listens', async () => {
    const group = launch('trap "echo bye; exit 0" TERM; echo up; while :; do sleep 0.01; done');
    await until(() => group.log.text().includes('up'));
    await group.stop();
    expect(group.log.text()).toContain('bye');
  });

  test('is ended by force when it does not, children in it and children that left it too', async () => {
    const pids = join(scene.folder, 'pids');
    const group = launch(
      `trap "" TERM; (sleep 300 & echo $! >> pids); setsid sh -c 'echo $$ >> pids; sleep 300' & echo $$ >> pids; wait; sleep 300`,
    );
    const read = async () =>
      (await readFile(pids, 'utf8').catch(() => '')).trim().split('\n').filter(Boolean).map(Number);
    await until(async () => (await read()).length === 3);
    const all = await read();
    expect(all.filter((pid) => isRunning(pid, findProcess))).toEqual(all);
    expect(group.members()).toEqual(expect.arrayContaining(all));
    await group.stop();
    expect(all.filter((pid) => isRunning(pid, findProcess))).toEqual([]);
    expect(group.members()).toEqual([]);
  });

  test('tells the processor time of all in it, also of children that were collected', async () => {
    const group = launch(`(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done); echo worked; sleep 300`);
    await until(async () => group.log.text().includes('worked'));
    expect(group.cpuMs()).toBeGreaterThanOrEqual(30);
    await group.stop();
    expect(group.cpuMs()).toBeNull();
  });

  test('is found whole although the command itself has ended and its child forgot its environment', async () => {
    const group = launch('env -i /bin/sleep 300 & exit 0');
    await group.exited;
    expect(group.members()).toHaveLength(1);
    await group.stop();
    expect(group.members()).toEqual([]);
  });

  test('may be stopped twice', async () => {
    const group = launch('sleep 300');
    await Promise.all([group.stop(), group.stop()]);
    await group.stop();
    expect(group.exit()).toEqual({ code: null, signal: 'SIGTERM' });
  });
});
