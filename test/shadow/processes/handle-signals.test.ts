import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findProcess } from '../../../src/shadow/processes/find-processes.ts';
import { sweepStale } from '../../../src/shadow/processes/sweep-stale.ts';
import { isRunning, openScene, type Scene } from '../temporary-build.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

type Gate = {
  readonly child: ChildProcess;
  readonly pids: readonly number[];
  readonly workFolder: string;
  readonly printed: () => string;
};

async function startGate(mode: string, app = 'family.mjs'): Promise<Gate> {
  const script = fileURLToPath(new URL('../interrupted-gate.ts', import.meta.url));
  const options = ['--no-warnings', script, scene.folder, app, mode];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, printed: () => printed, ...JSON.parse(line) };
  }
  throw new Error(`The gate did not start: ${printed}`);
}

const living = ({ pids }: Gate) => pids.filter((pid) => isRunning(pid, findProcess));
const end = ({ child }: Gate) =>
  (child.exitCode ?? child.signalCode) === null ? once(child, 'close') : null;
const isGone = (path: string) =>
  access(path).then(
    () => false,
    () => true,
  );

describe('a gate that is ended from outside', () => {
  test.each([
    ['SIGINT', 130, 'stubborn-family.mjs'],
    ['SIGTERM', 143, 'family.mjs'],
    ['SIGHUP', 129, 'family.mjs'],
  ] as const)('by %s leaves nothing, and exits with %i', async (signal, code, app) => {
    const gate = await startGate('wait', app);
    expect(living(gate)).toHaveLength(9);
    gate.child.kill(signal);
    await end(gate);
    expect(gate.child.exitCode).toBe(code);
    expect(living(gate)).toEqual([]);
    expect(await isGone(gate.workFolder)).toBe(true);
    expect(await isGone(join(scene.folder, 'journal'))).toBe(true);
  });

  test('by a second Ctrl-C does not wait, and leaves no process', async () => {
    const gate = await startGate('wait', 'stubborn-family.mjs');
    gate.child.kill('SIGINT');
    await once(gate.child.stderr ?? gate.child, 'data');
    gate.child.kill('SIGINT');
    await end(gate);
    expect(gate.child.exitCode).toBe(130);
    expect(living(gate)).toEqual([]);
  });

  test.each([['throw'], ['reject']])(
    'by a bug of ours (%s) leaves nothing, tells it and exits with 2',
    async (mode) => {
      const gate = await startGate(mode);
      await end(gate);
      expect(gate.child.exitCode).toBe(2);
      expect(gate.printed()).toMatch(/internal error \(shadowgate test\): Error: a bug of ours/);
      expect(living(gate)).toEqual([]);
      expect(await isGone(gate.workFolder)).toBe(true);
    },
  );

  test('by SIGKILL leaves what the next start then cleans, but never while it lives', async () => {
    const gate = await startGate('wait');
    const journal = join(scene.folder, 'journal');
    expect(await sweepStale(journal)).toEqual({ ended: 0, removed: [], left: [] });
    expect(living(gate)).toHaveLength(9);

    gate.child.kill('SIGKILL');
    await end(gate);
    expect(living(gate)).toHaveLength(9);
    const sweep = await sweepStale(journal);
    expect(sweep).toMatchObject({ removed: [gate.workFolder], left: [] });
    expect(sweep.ended).toBeGreaterThanOrEqual(9);
    expect(living(gate)).toEqual([]);
    expect(await readdir(join(scene.folder, 'tmp'))).toEqual([]);
    expect(await isGone(journal)).toBe(true);
  });
});
