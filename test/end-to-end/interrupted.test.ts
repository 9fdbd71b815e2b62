/**
 * The gate itself is ended from outside at every stage, or its disk is full: nothing of it runs on, and no evidence reads as whole. One that is
 * killed cannot clean up: the next start does.
 */
import { randomBytes } from 'node:crypto';
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../shadow/until.ts';
import { createPricedService, type PricedService, pricesSource } from '../support/priced-service.ts';
import {
  type CommandLine,
  canMakeDisks,
  createCommandLine,
  type Running,
} from '../support/run-shadowgate.ts';

/** Each stage lasts until the gate is ended, and leaves a child that has left the session. */
const stray = "require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });";
const slow = pricesSource('round').replace('.end(body)', '; setTimeout(() => response.end(body), 30e3)');
const stages = {
  build: {
    service: 'start: node service.js, install: null, build: node service.js',
    before: `${stray}\nsetInterval(() => {}, 1000);\n`,
    reached: [/baseline: build/, /candidate: build/],
    running: 2,
  },
  start: {
    service: 'start: node service.js, ready-timeout: 60s',
    before: `${stray}\nsetInterval(() => {}, 1000);\n`,
    reached: [/Isolation: /],
    running: 3,
  },
  replay: {
    service: 'start: node service.js',
    before: `${stray}\n${slow}`,
    reached: [/baseline ready/, /secondary ready/, /candidate ready/],
    running: 3,
  },
} as const;
type Stage = keyof typeof stages;
const names = Object.keys(stages) as Stage[];

const onLinux = existsSync('/proc/self/environ');
const services: Partial<Record<Stage, PricedService>> = {};
let healthy: PricedService;
const lines: CommandLine[] = [];
beforeAll(async () => {
  healthy = await createPricedService();
  // Of some size, and random, since what is in the repository is compressed.
  await healthy.repository.commit({ message: 'Add a picture', files: { 'picture.bin': randomBytes(8e6) } });
  for (const stage of names) {
    const { service, before } = stages[stage];
    const settings = `version: 1\nservice: { ${service} }\nrecording: .github/traffic.sgrec\n`;
    const made = await createPricedService({ settings, before, after: `${before}// changed\n` });
    services[stage] = made;
  }
});
afterAll(async () => {
  await healthy.repository.cleanUp();
  for (const line of lines) await line.cleanUp();
  for (const service of Object.values(services)) await service.repository.cleanUp();
});

type Begun = { readonly line: CommandLine; readonly running: Running; readonly evidence: string };

/** A gate that has come to a stage, on a machine of its own. */
async function gateAt(stage: Stage): Promise<Begun> {
  const line = await createCommandLine();
  lines.push(line);
  const evidence = join(line.folder, 'evidence');
  const command = ['gate', '--base', 'main', '--evidence', evidence];
  const running = line.start(command, { cwd: services[stage]?.repository.folder ?? '' });
  for (const reached of stages[stage].reached) await running.printed(reached);
  const strays = async () => (await line.leftovers()).filter((name) => /^\d+ sleep 60/.test(name));
  if (onLinux) await until(async () => (await strays()).length >= stages[stage].running);
  return { line, running, evidence };
}

async function expectNoEvidence(evidence: string): Promise<void> {
  expect(await readdir(evidence)).not.toContain('evidence.json');
}

describe.each(names)('during the %s', (stage) => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends everything, with its exit code',
    async (signal, exitCode) => {
      const { line, running, evidence } = await gateAt(stage);
      if (onLinux) expect(await line.leftovers()).not.toEqual([]);
      running.signal(signal);
      const finished = await running.finished;
      expect(finished.stderr).toContain(`${signal}: stopping what was started`);
      expect(finished.stderr).not.toContain('internal error');
      expect(finished.exitCode).toBe(exitCode);
      expect(await line.leftovers()).toEqual([]);
      await expectNoEvidence(evidence);
    },
    60_000,
  );

  test('SIGKILL leaves what the next start ends and removes', async () => {
    const { line, running, evidence } = await gateAt(stage);
    running.signal('SIGKILL');
    await running.finished;
    await expectNoEvidence(evidence);
    const left = await line.leftovers();
    expect(left.some((name) => name.startsWith('shadowgate-'))).toBe(true);
    if (onLinux) expect(left.some((name) => /^\d+ /.test(name))).toBe(true);
    const next = await line.run(['gate', '--base', 'no-such-branch'], {
      cwd: services[stage]?.repository.folder ?? '',
    });
    expect(next.stderr).toContain('error revision-unknown');
    expect(await line.leftovers()).toEqual([]);
  }, 60_000);
});

/**
 * What a gate makes in the folder for temporary files, in the order in which it does. A journal counts once it has its name: a draft of
 * it could be of a gate that still writes, and is removed when it is a minute old.
 */
const steps: readonly (readonly [string, Stage, RegExp])[] = [
  ['its journal', 'build', /^shadowgate-journal-\d+\/.*\.ndjson$/],
  ['its work folder', 'build', /^shadowgate-[0-9a-f]{8}$/],
  ['the diff of the change', 'build', /^shadowgate-[0-9a-f]{8}\/shadowgate-git-/],
  ['the files of a commit', 'build', /^shadowgate-[0-9a-f]{8}\/builds\//],
  ['the line to an agent', 'start', /\/observe\/agent-c\/agent\.sock$/],
  ['the stand-in of an instance', 'start', /\/observe\/up-c\/up\.sock$/],
  ['the folder of an instance', 'start', /\/observe\/c\/data$/],
];

describe('killed as soon as there is', () => {
  test.each(steps)(
    '%s, it leaves what the next start removes',
    async (_what, stage, made) => {
      const line = await createCommandLine();
      lines.push(line);
      const cwd = services[stage]?.repository.folder ?? '';
      const command = ['gate', '--base', 'main', '--evidence', join(line.folder, 'evidence')];
      const running = line.start(command, { cwd });
      // Some of it is there for a few milliseconds only.
      const isMade = () => pathsBelow(line.temporary).some((path) => made.test(path));
      await until(isMade, { patienceMs: 30_000, pauseMs: 1 });
      running.signal('SIGKILL');
      await running.finished;
      expect(await line.leftovers()).not.toEqual([]);
      await line.run(['gate', '--base', 'no-such-branch'], { cwd });
      expect(await line.leftovers()).toEqual([]);
    },
    60_000,
  );
});

/** Looked at while it changes: what is gone meanwhile is passed over, and what lies beside it is not. */
function pathsBelow(folder: string, below = ''): readonly string[] {
  return entriesOf(join(folder, below)).flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? [path, ...pathsBelow(folder, path)] : [path];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

describe('a disk that is full', () => {
  const possible = canMakeDisks();
  if (!possible) console.warn('skipped: this machine does not let us make a disk that is easily full');
  const onADisk = possible ? test : test.skip;

  // What is done side by side meets the end of the disk first on one machine, and second on another.
  const whileWorking =
    /settings that enclosed programs see cannot be put|disks of the repository and of TMPDIR have room|cannot be prepared|No working copy can be made/;
  onADisk.each([
    ['work', 4, /No work folder can be made/],
    ['work', 16, whileWorking],
    ['work', 64, whileWorking],
    ['work', 256, whileWorking],
    ['evidence', 4, /The evidence cannot be written/],
  ] as const)('of the %s, with %d kB, is told as such', async (which, kilobytes, message) => {
    const line = await createCommandLine();
    lines.push(line);
    const evidence = join(line.folder, 'evidence');
    await mkdir(evidence);
    const disk = { folder: which === 'work' ? line.temporary : evidence, kilobytes };
    const command = ['gate', '--base', 'main', '--evidence', evidence];
    const finished = await line.run(command, { cwd: healthy.repository.folder, disk });
    expect(finished.stderr).toMatch(/error (folder-not-writable|git-failed): /);
    expect(finished.stderr).toMatch(message);
    expect(finished.stderr).not.toContain('internal error');
    expect(finished.exitCode).toBe(2);
    expect(await line.leftovers()).toEqual([]);
  });
});
