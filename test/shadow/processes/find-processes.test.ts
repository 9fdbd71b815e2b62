import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  findMarked,
  findProcess,
  listProcesses,
  pidScope,
} from '../../../src/shadow/processes/find-processes.ts';

const hasProc = existsSync('/proc/self/stat');
if (!hasProc) process.stdout.write('find-processes: skipped, this system has no /proc\n');

(hasProc ? describe : describe.skip)('processes under /proc', () => {
  test('our own is found, with its start', () => {
    const own = findProcess(process.pid);
    expect(own).toMatchObject({ pid: process.pid });
    expect(own?.startTicks).toMatch(/^\d+$/);
    expect(listProcesses()?.map((each) => each.pid)).toContain(process.pid);
    expect(pidScope()).not.toBe('');
  });

  test('one that is gone is null', async () => {
    const child = spawn('true');
    await once(child, 'close');
    expect(findProcess(child.pid ?? 0)).toBeNull();
  });

  test('those that carry all marks are found, others are not', async () => {
    const run = randomUUID();
    const start = (env: Record<string, string>) =>
      spawn('/bin/sleep', ['300'], { env, detached: true, stdio: 'ignore' });
    const children = [
      start({ SHADOWGATE_RUN: run, ROLE: 'a' }),
      start({ SHADOWGATE_RUN: run, ROLE: 'b' }),
      start({ SHADOWGATE_RUN: `${run}x`, ROLE: 'a' }),
    ];
    const [a, b] = children.map((child) => child.pid);
    const find = (...marks: string[]) => findMarked(marks, listProcesses() ?? []).map((each) => each.pid);
    expect(find(`SHADOWGATE_RUN=${run}`)).toEqual([a, b].sort((x = 0, y = 0) => x - y));
    expect(find(`SHADOWGATE_RUN=${run}`, 'ROLE=a')).toEqual([a]);
    expect(find(`SHADOWGATE_RUN=${run}`, 'ROLE=c')).toEqual([]);
    for (const child of children) child.kill('SIGKILL');
  });

  test('our own session is never found, whatever its processes carry', async () => {
    const run = randomUUID();
    const child = spawn('/bin/sleep', ['300'], { env: { SHADOWGATE_RUN: run }, stdio: 'ignore' });
    expect(findMarked([`SHADOWGATE_RUN=${run}`], listProcesses() ?? [])).toEqual([]);
    child.kill('SIGKILL');
  });
});
