import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultLimits } from '../../../src/domain/service.ts';
import { pidScope } from '../../../src/shadow/processes/find-processes.ts';
import { type ProcessGroup, startGroup } from '../../../src/shadow/processes/process-group.ts';
import { sweepStale } from '../../../src/shadow/processes/sweep-stale.ts';
import { openEngine } from '../../../src/shadow/sandbox/container-engine.ts';
import type { Enclosure } from '../../../src/shadow/sandbox/enclosure.ts';
import type { Sandbox } from '../../../src/shadow/sandbox/sandbox.ts';
import { noOptions } from '../../support/container-options.ts';
import { containerSandbox } from '../../support/container-sandbox.ts';
import { openScene, type Scene } from '../temporary-build.ts';

// covers: write-container-launcher.ts

const dead = `a-gate-that-died-${process.pid}`;
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function enclosureOf(sandbox: Sandbox, own: string): Enclosure {
  mkdirSync(own, { recursive: true });
  const needs = { network: 'closed', writable: [own], readable: [], doors: [], isReached: false } as const;
  const enclosure = sandbox.enclose(needs);
  if (enclosure === null) throw new Error('A container has walls.');
  return enclosure;
}

function start(sandbox: Sandbox, command: string): ProcessGroup {
  const own = join(scene.folder, 'own, "quoted"');
  return startGroup({
    command,
    folder: own,
    environment: {
      PATH: '/usr/bin:/bin',
      SHADOWGATE_RUN: scene.teardown.marker,
      HOME: own,
      VALUE: `it's $1`,
    },
    markedBy: ['SHADOWGATE_RUN', 'HOME'],
    limits: defaultLimits,
    folders: [own],
    enclosure: enclosureOf(sandbox, own),
  });
}

async function containersOf(sandbox: Sandbox, marker: string): Promise<string> {
  const { engine } = enclosureOf(sandbox, join(scene.folder, 'own'));
  const [program = '', ...words] = engine?.command ?? [];
  return (
    await promisify(execFile)(program, [
      ...words,
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `label=shadowgate.run=${marker}`,
    ])
  ).stdout;
}

test('a command tells what it said and how it ended, and an end that is asked for reaches it', async () => {
  const sandbox = await containerSandbox(scene);
  if (sandbox === null) return;
  const ended = start(sandbox, 'echo "$VALUE in $PWD"; exit 7');
  expect(await ended.exited).toEqual({ code: 7, signal: null });
  expect(ended.log.text()).toContain(`it's $1 in ${scene.folder}/own, "quoted"`);
  await ended.stop();

  const asked = start(
    sandbox,
    `trap 'echo asked >told; exit' TERM; echo ready; while :; do sleep 0.05; done`,
  );
  while (!asked.log.text().includes('ready')) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(asked.members().length).toBeGreaterThan(2);
  await asked.stop();
  expect(readFileSync(join(scene.folder, 'own, "quoted"', 'told'), 'utf8')).toBe('asked\n');
  expect(await containersOf(sandbox, scene.teardown.marker)).toBe('');
});

test('containers of a gate that was killed are removed by the next', async () => {
  const sandbox = await containerSandbox(scene);
  if (sandbox === null) return;
  const { engine } = enclosureOf(sandbox, join(scene.folder, 'own'));
  if (engine === null) throw new Error('A container has an engine.');
  const { command, environment, image } = engine;
  const [program = '', ...words] = command;
  const folders = ['/usr', '/bin', '/lib', '/lib64'].flatMap((path) => ['-v', `${path}:${path}:ro`]);
  const options = [
    '--detach',
    '--stop-timeout',
    '0',
    '--network',
    'none',
    '--label',
    `shadowgate.run=${dead}`,
  ];
  const run = ['run', ...options, ...folders, ...engine.runOptions, image, '/bin/sleep', '300'];
  await promisify(execFile)(program, [...words, ...run], { env: environment });
  expect(await containersOf(sandbox, dead)).not.toBe('');

  const journal = join(scene.folder, 'left');
  mkdirSync(journal);
  const header = { kind: 'gate', marker: dead, pid: 2 ** 22 - 1, startTicks: '1' };
  const lines = [
    { ...header, scope: pidScope() },
    { kind: 'containers', command, environment },
  ];
  writeFileSync(join(journal, 'x.ndjson'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  expect((await sweepStale(journal)).left).toEqual([]);
  expect(await containersOf(sandbox, dead)).toBe('');
});

test('an engine that does not answer is told by its own words', async () => {
  const request = { folder: scene.folder, environment: { HOME: scene.folder } } as const;
  const options = { ...noOptions, engine: ['--no-such-option'] };
  await expect(openEngine({ ...request, name: 'podman', options })).rejects.toThrow(/^podman: /);
});
