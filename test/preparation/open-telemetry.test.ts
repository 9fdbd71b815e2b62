import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openTelemetry } from '../../src/preparation/open-telemetry.ts';
import type { Build } from '../../src/shadow/instance/start-shadow.ts';
import { definitionOf } from '../shadow/temporary-build.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sg-otel-'));
  folder = root;
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function built(name: string, version: string | null): Promise<Build> {
  const home = join(folder, name, 'node_modules/@opentelemetry/auto-instrumentations-node');
  await mkdir(version === null ? join(folder, name) : home, { recursive: true });
  if (version !== null) {
    await writeFile(
      join(home, 'package.json'),
      JSON.stringify({ version, exports: { './register': './r.js' } }),
    );
    await writeFile(join(home, 'r.js'), '');
  }
  return { kind: 'prepared', label: name, folder: join(folder, name), definition: definitionOf('node .') };
}

async function auto(before: string | null, after: string | null) {
  return openTelemetry('auto', { baseline: await built('b', before), candidate: await built('c', after) });
}

describe('what telemetry comes to', () => {
  test('nothing, when it is off or the services already run', async () => {
    const running = { kind: 'running', label: 'url', origin: new URL('http://127.0.0.1:1') } as const;
    const prepared = await built('b', null);
    expect(await openTelemetry('off', { baseline: prepared, candidate: prepared })).toBeNull();
    expect(await openTelemetry('receive', { baseline: running, candidate: running })).toBeNull();
  });

  test('one auto-instrumentation of one version is loaded into both builds', async () => {
    const opened = await auto('1.0.0', '1.0.0');
    expect(opened?.notes).toEqual([]);
    expect(opened?.injected?.candidate.path).toContain(join('c', 'node_modules'));
  });

  test('none is said, with what to install', async () => {
    const opened = await auto(null, null);
    expect([opened?.injected, opened?.notes.length]).toEqual([null, 1]);
    expect(opened?.notes[0]).toContain('npm install @opentelemetry/auto-instrumentations-node');
  });

  test('two builds that differ in it get none', async () => {
    for (const [before, after] of [
      ['1.0.0', '2.0.0'],
      ['1.0.0', null],
    ] as const) {
      // Node remembers what it found at a place.
      folder = join(folder, 'next');
      const opened = await auto(before, after);
      expect(opened?.injected).toBeNull();
      expect(opened?.notes[0]).toContain(`1.0.0 in the baseline and ${after ?? 'none'} in the candidate`);
    }
  });
});
