import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findProcess, pidScope } from '../../../src/shadow/processes/find-processes.ts';
import { sweepStale } from '../../../src/shadow/processes/sweep-stale.ts';
import { openScene, type Scene, writeFiles } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const marker = 'a-gate-that-died';

async function leave(journal: Record<string, unknown>, folders: readonly string[] = []): Promise<void> {
  const header = {
    kind: 'gate',
    marker,
    pid: await deadPid(),
    startTicks: '1',
    scope: pidScope(),
    ...journal,
  };
  const lines = [header, ...folders.map((path) => ({ kind: 'folder', path }))];
  await writeFiles(scene.folder, {
    'journal/x.ndjson': `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"kind":"fol`,
  });
}

async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'close');
  return child.pid ?? 0;
}

const sweep = () => sweepStale(join(scene.folder, 'journal'));
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('sweeping what a killed gate left', () => {
  test('does nothing where there is no journal', async () => {
    expect(await sweepStale('/nowhere/at/all')).toEqual({ ended: 0, removed: [], left: [] });
  });

  test('removes only folders that carry the marker of that gate, and its name', async () => {
    const path = (name: string) => join(scene.folder, name);
    await writeFiles(scene.folder, {
      'shadowgate-own/.shadowgate-run': marker,
      'shadowgate-other/.shadowgate-run': 'another gate',
      'shadowgate-bare/file': '',
      'precious/.shadowgate-run': marker,
    });
    const named = ['shadowgate-own', 'shadowgate-other', 'shadowgate-bare', 'precious', 'shadowgate-gone'];
    await leave({}, named.map(path));
    expect(await sweep()).toEqual({ ended: 0, removed: [path('shadowgate-own')], left: [] });
    expect(await exists(path('shadowgate-own'))).toBe(false);
    for (const name of ['shadowgate-other', 'shadowgate-bare', 'precious'])
      expect(await exists(path(name))).toBe(true);
    expect(await exists(path('journal'))).toBe(false);
  });

  test('removes a folder that its gate was killed on while making it', async () => {
    const path = (name: string) => join(scene.folder, name);
    await mkdir(path('shadowgate-empty'));
    await writeFiles(scene.folder, { 'shadowgate-unnamed/.shadowgate-run': '', 'precious-empty/.x': '' });
    const named = ['shadowgate-empty', 'shadowgate-unnamed', 'precious-empty'].map(path);
    await leave({}, named);
    expect((await sweep()).removed).toEqual(named.slice(0, 2));
    expect(await exists(path('precious-empty'))).toBe(true);
  });

  test('removes a journal that was never finished, once nobody can be writing it', async () => {
    const header = { kind: 'gate', marker, pid: await deadPid(), startTicks: '1', scope: pidScope() };
    await writeFiles(scene.folder, {
      'journal/whole.ndjson.new': `${JSON.stringify(header)}\n`,
      'journal/old.ndjson.new': '{"kind":"ga',
      'journal/young.ndjson.new': '{"kind":"ga',
    });
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(scene.folder, 'journal/old.ndjson.new'), anHourAgo, anHourAgo);
    await sweep();
    expect(await readdir(join(scene.folder, 'journal'))).toEqual(['young.ndjson.new']);
  });

  test('ends no process that only has the pid of one that was', async () => {
    const child = spawn('/bin/sleep', ['300'], { detached: true, stdio: 'ignore' });
    await leave({});
    await writeFile(
      join(scene.folder, 'journal/x.ndjson'),
      `${JSON.stringify({ kind: 'process-group', id: child.pid })}\n`,
      { flag: 'a' },
    );
    expect(await sweep()).toMatchObject({ ended: 0 });
    expect(child.exitCode ?? child.signalCode).toBeNull();
    child.kill('SIGKILL');
  });

  test('takes a process with the pid of the gate and another start for another process', async () => {
    await leave({ pid: process.pid, startTicks: '1' });
    await sweep();
    expect(await exists(join(scene.folder, 'journal'))).toBe(false);
  });

  test.each([
    [
      'of a gate that runs',
      { pid: process.pid, startTicks: findProcess(process.pid)?.startTicks ?? '' },
      null,
    ],
    ['of another machine', { scope: 'elsewhere' }, /written on another machine or boot/],
    ['of another version', { kind: 'gate-2' }, /not a journal of this version/],
  ])('leaves the journal %s alone', async (_, journal, why) => {
    await leave(journal);
    expect((await sweep()).left).toEqual(why === null ? [] : [expect.stringMatching(why)]);
    expect(await exists(join(scene.folder, 'journal/x.ndjson'))).toBe(true);
  });

  test('keeps what another gate is about to write', async () => {
    await mkdir(join(scene.folder, 'journal'));
    await writeFile(join(scene.folder, 'journal/y.ndjson.new'), '');
    await sweep();
    expect(await exists(join(scene.folder, 'journal/y.ndjson.new'))).toBe(true);
  });
});
