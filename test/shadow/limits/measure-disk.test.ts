import { existsSync } from 'node:fs';
import { mkdir, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDiskMeter } from '../../../src/shadow/limits/measure-disk.ts';
import { openScene, type Scene } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const path = (name: string) => join(scene.folder, name);
const megabyte = Buffer.alloc(1_000_000, 'x');

test('what was there at the start is not added; what came since is, at any depth', async () => {
  await writeFile(path('before'), megabyte);
  const meter = createDiskMeter([scene.folder]);
  expect(await meter.added([])).toBe(0);
  await mkdir(path('a/b'), { recursive: true });
  await writeFile(path('a/b/file'), megabyte);
  const added = await meter.added([]);
  expect(added).toBeGreaterThanOrEqual(1_000_000);
  expect(added).toBeLessThan(1_050_000);
  await rm(path('a'), { recursive: true });
  expect(await meter.added([])).toBe(0);
});

test('holes weigh nothing, empty files something, links what they are and not what they lead to', async () => {
  const meter = createDiskMeter([scene.folder]);
  await meter.added([]);
  await writeFile(path('holes'), '');
  await truncate(path('holes'), 50_000_000);
  await symlink('/', path('root'));
  expect(await meter.added([])).toBe(2 * 4096);
});

const onLinux = existsSync('/proc/self/fd') ? test : test.skip;
onLinux('a file that was removed weighs as long as it is open (Linux only)', async () => {
  const meter = createDiskMeter([scene.folder]);
  await meter.added([]);
  const file = await open(path('gone'), 'w');
  try {
    await file.writeFile(megabyte);
    await rm(path('gone'));
    expect(await meter.added([])).toBe(0);
    expect(await meter.added([process.pid])).toBeGreaterThanOrEqual(1_000_000);
  } finally {
    await file.close();
  }
});

test('free space is told, and without end where there is nothing to ask', () => {
  expect(createDiskMeter([scene.folder]).freeBytes()).toBeGreaterThan(0);
  expect(createDiskMeter([]).freeBytes()).toBe(Number.POSITIVE_INFINITY);
  expect(createDiskMeter([path('nowhere')]).freeBytes()).toBe(Number.POSITIVE_INFINITY);
});
