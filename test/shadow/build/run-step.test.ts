import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../../../src/domain/service.ts';
import { runStep } from '../../../src/shadow/build/run-step.ts';
import { findProcess } from '../../../src/shadow/processes/find-processes.ts';
import { isRunning, openScene, type Scene } from '../temporary-build.ts';
import { until } from '../until.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function run(command: string, { timeoutMs = 10_000, signal = new AbortController().signal } = {}) {
  return runStep({
    name: 'Installing the candidate',
    command,
    folder: scene.folder,
    environment: { PATH: process.env['PATH'] ?? '', HOME: join(scene.folder, 'home') },
    timeoutMs,
    enclosure: null,
    limits: defaultLimits,
    failure: 'install-failed',
    remedy: 'Repair it.',
    signal,
    teardown: scene.teardown,
  });
}

const pidIn = async (name: string) =>
  Number(await readFile(join(scene.folder, name), 'utf8').catch(() => ''));

describe('a step', () => {
  test('ends when its command does, and takes along what it left in the background', async () => {
    await run('sleep 300 & echo $! > pid');
    expect(isRunning(await pidIn('pid'), findProcess)).toBe(false);
  });

  test('that fails is told with command, exit code and the end of its log', async () => {
    await expect(run('for i in $(seq 1 40); do echo "line $i"; done; exit 7')).rejects.toMatchObject({
      code: 'install-failed',
      remedy: 'Repair it.',
      message: expect.stringMatching(
        /^Installing the candidate failed: `for .*` ended with exit code 7\.\n {2}The last 20 lines of its log:\n {2}\| line 21\n[\s\S]*\| line 40$/,
      ),
    });
  });

  test('that takes too long is ended', async () => {
    const step = run('echo $$ > pid; echo hanging; sleep 300', { timeoutMs: 300 });
    await expect(step).rejects.toMatchObject({
      code: 'install-failed',
      message: expect.stringContaining('did not end within 0.3 s.'),
    });
    expect(isRunning(await pidIn('pid'), findProcess)).toBe(false);
  });

  test('that is interrupted is ended, and rejects with the reason', async () => {
    const abort = new AbortController();
    const step = run('echo $$ > pid; sleep 300', { signal: abort.signal });
    await until(async () => (await pidIn('pid')) > 0);
    abort.abort(new Error('enough'));
    await expect(step).rejects.toThrow('enough');
    expect(isRunning(await pidIn('pid'), findProcess)).toBe(false);
  });

  test('is ended by the teardown', async () => {
    const step = run('echo $$ > pid; sleep 300');
    const failed = expect(step).rejects.toMatchObject({
      message: expect.stringContaining('was ended by SIGTERM'),
    });
    await until(async () => (await pidIn('pid')) > 0);
    await scene.teardown.run();
    await failed;
    expect(isRunning(await pidIn('pid'), findProcess)).toBe(false);
  });
});
