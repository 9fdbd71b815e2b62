import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createProcessMeter } from '../../../src/shadow/limits/measure-processes.ts';
import { until } from '../until.ts';

const describeOnLinux = existsSync('/proc/self/stat') ? describe : describe.skip;
const groups: number[] = [];
afterEach(() => {
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});

/** Starts a program in a session of its own and waits for its first line. */
async function start(
  program: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn(program, words, {
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  groups.push(child.pid ?? 0);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

describeOnLinux('what processes use (Linux only)', () => {
  test('children count, in the session and out of it; others do not', async () => {
    const id = await start('sh', ['-c', 'sleep 300 & setsid sleep 300 & echo up; wait']);
    const meter = createProcessMeter(id, []);
    await until(() => meter.measure(1e12)?.tasks === 3);
    const use = meter.measure(1e12);
    expect(use?.pids).toHaveLength(3);
    for (const pid of use?.pids ?? []) if (pid !== id) groups.push(pid);
    expect(use?.pids).not.toContain(process.pid);
  });

  test('a process that left everything is told by its marks, and stays known', async () => {
    const marks = ['METER_TEST=left'];
    const id = await start('sh', ['-c', 'setsid sh -c "setsid sleep 300 & echo up" & wait'], {
      METER_TEST: 'left',
    });
    const meter = createProcessMeter(id, marks);
    await until(() => meter.measure(1e12)?.tasks === 1);
    const [pid = 0] = meter.measure(1e12)?.pids ?? [];
    expect(pid).not.toBe(id);
    groups.push(pid);
    for (let look = 0; look < 60; look += 1) expect(meter.measure(1e12)?.pids).toEqual([pid]);
  });

  test('threads and memory count, and what is shared counts once where it decides', async () => {
    const program = `
      globalThis.held = Buffer.alloc(100e6, 1);
      console.log('up');
      setTimeout(() => {}, 60e3);
    `;
    const id = await start(process.execPath, ['-e', program]);
    const meter = createProcessMeter(id, []);
    const rough = meter.measure(1e12);
    expect(rough?.tasks).toBeGreaterThan(4);
    expect(rough?.memoryBytes).toBeGreaterThan(100e6);
    const exact = meter.measure(1);
    expect(exact?.memoryBytes).toBeGreaterThan(100e6);
    expect(exact?.memoryBytes).toBeLessThan(rough?.memoryBytes ?? 0);
  });
});
