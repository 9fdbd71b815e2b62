import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultLimits, type ServiceLimits } from '../../../src/domain/service.ts';
import { watchLimits } from '../../../src/shadow/limits/watch-limits.ts';
import { findProcess } from '../../../src/shadow/processes/find-processes.ts';
import { type ProcessGroup, startGroup } from '../../../src/shadow/processes/process-group.ts';
import { openScene, type Scene } from '../temporary-build.ts';
import { until } from '../until.ts';

let scene: Scene;
let groups: ProcessGroup[];
beforeEach(async () => {
  scene = await openScene();
  groups = [];
});
afterEach(async () => {
  for (const group of groups) await group.stop();
  await scene.close();
});

const describeOnLinux = existsSync('/proc/self/stat') ? describe : describe.skip;

/** All of these programs end by themselves when nobody ends them: a bug of ours must not take the machine along. */
function start(program: string, limits: Partial<ServiceLimits>): ProcessGroup {
  const group = startGroup({
    command: `exec node -e '${program}'`,
    folder: scene.folder,
    environment: { PATH: process.env['PATH'] ?? '', SHADOWGATE_RUN: scene.teardown.marker },
    markedBy: ['SHADOWGATE_RUN'],
    limits: { ...defaultLimits, ...limits },
    folders: [scene.folder],
    enclosure: null,
  });
  groups.push(group);
  return group;
}

async function killed(group: ProcessGroup): Promise<void> {
  await group.exited;
  await until(() => group.members().length === 0);
}

describeOnLinux('what passes a limit is killed whole (Linux only)', () => {
  test('memory, of all processes together', async () => {
    const eating = `
      const held = [];
      const eat = () => { held.push(Buffer.alloc(10e6, 1)); if (held.length < 40) setTimeout(eat, 5); else setTimeout(() => process.exit(9), 10e3); };
      eat();
    `;
    const group = start(eating, { memoryBytes: 150e6 });
    expect(await group.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(group.limitPassed()).toMatchObject({ limit: 'memory', allowed: 150e6 });
    expect(group.limitPassed()?.seen).toBeGreaterThan(150e6);
    await killed(group);
  });

  test('processes, also those that leave the session', async () => {
    const forking = `
      const { spawn } = require("node:child_process");
      for (let n = 0; n < 60; n += 1) spawn("sleep", ["20"], { detached: n % 2 === 0, stdio: "ignore" });
      setTimeout(() => process.exit(9), 10e3);
    `;
    const group = start(forking, { processes: 40 });
    await group.exited;
    expect(group.limitPassed()).toMatchObject({ limit: 'processes', allowed: 40 });
    await killed(group);
  });

  test('disk, also by a file that was removed while it is open', async () => {
    const filling = `
      const fs = require("node:fs");
      const file = fs.openSync("big", "w");
      fs.unlinkSync("big");
      const fill = (n) => { fs.writeSync(file, Buffer.alloc(4e6, 1)); if (n < 50) setTimeout(fill, 10, n + 1); else setTimeout(() => process.exit(9), 10e3); };
      fill(0);
    `;
    await mkdir(join(scene.folder, 'sub'));
    const group = start(filling, { diskBytes: 40e6 });
    await group.exited;
    expect(group.limitPassed()).toMatchObject({ limit: 'disk', allowed: 40e6 });
    await killed(group);
  });

  test('what it prints, of which only the end is kept', async () => {
    const flooding =
      'const line = "x".repeat(9999) + "\\n"; for (let n = 0; n < 20000; n += 1) process.stdout.write(line);';
    const group = start(flooding, { logBytes: 5e6 });
    await killed(group);
    expect(group.limitPassed()).toMatchObject({ limit: 'log', allowed: 5e6 });
    expect(group.log.text().length).toBeLessThan(100_000);
  });

  test('what keeps to its limits is left alone', async () => {
    const group = start('setTimeout(() => process.exit(4), 400)', {});
    expect(await group.exited).toEqual({ code: 4, signal: null });
    expect(group.limitPassed()).toBeNull();
  });
});

test('only the first limit counts, it is told once, and after the end nothing is told', () => {
  const told: unknown[] = [];
  const { session = 0 } = findProcess(process.pid) ?? {};
  const request = { limits: { ...defaultLimits, logBytes: 10 }, session, marks: [], folders: [] };
  const watch = watchLimits({ ...request, onPassed: (passed) => told.push(passed) });
  watch.printed(10);
  expect(watch.passed()).toBeNull();
  watch.printed(1);
  watch.printed(100);
  expect(watch.passed()).toEqual({ limit: 'log', allowed: 10, seen: 11 });
  expect(told).toEqual([watch.passed()]);
  const ended = watchLimits({ ...request, onPassed: (passed) => told.push(passed) });
  ended.stop();
  ended.printed(100);
  expect([ended.passed(), told.length]).toEqual([null, 1]);
});
