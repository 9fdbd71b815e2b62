// covers: instance-end.ts
/**
 * What a change can do to the gate beside answering wrongly: end, fork, eat memory, fill the disk, print without end, never
 * answer. Each is a finding about the change or a clear error, never an internal one, and nothing of it is left. Every
 * fault ends by itself after a while: a bug of ours must not take the machine along.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import { readEvidence } from '../../src/evidence/evidence-files.ts';
import { createPricedService, pricesSource } from '../support/priced-service.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

/** How the gate of a faulty change ended, and what it left. */
type Outcome = Finished & { readonly leftovers: readonly string[]; readonly evidence: Evidence | null };

const settingsWith = (service: string, replay = '') => `version: 1
service: { start: node service.js, ready-path: /prices/1, ${service} }
recording: .github/traffic.sgrec
${replay}
policy: { seniors: { roles: [maintain] } }
`;

/** The service, which on the way to the thirteenth price does something else first. */
const unlucky = (fault: string) =>
  pricesSource('round').replace(
    'const body =',
    `if (request.url === '/prices/13') { ${fault} }\n  const body =`,
  );

const endAfter = (ms: number) => `setTimeout(() => process.exit(9), ${ms});`;
const lines: CommandLine[] = [];
const cleanUps: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  for (const line of lines) await line.cleanUp();
});

type Fault = { readonly settings: string; readonly before?: string; readonly after: string };

/** Gates such a change by hand of its author: without any sign of a tool, so that no rule asks for an approval. */
async function judge({ settings, before, after }: Fault): Promise<Outcome> {
  const [line, service] = await Promise.all([
    createCommandLine(),
    createPricedService({
      settings,
      before: before ?? pricesSource('round'),
      after,
      message: 'Change prices',
    }),
  ]);
  lines.push(line);
  cleanUps.push(service.repository.cleanUp);
  const evidence = join(line.folder, 'evidence');
  const finished = await line.run(['gate', '--base', 'main', '--evidence', evidence], {
    cwd: service.repository.folder,
  });
  const written = await readEvidence(evidence).catch(() => null);
  return { ...finished, leftovers: await line.leftovers(), evidence: written?.evidence ?? null };
}

/** Side by side, but not so many that they keep each other from answering in time. */
async function judgeAll<Name extends string>(
  faults: Readonly<Record<Name, Fault>>,
): Promise<Readonly<Record<Name, Outcome>>> {
  const waiting = Object.entries<Fault>(faults);
  const outcomes: [string, Outcome][] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      outcomes.push([next[0], await judge(next[1])]);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return Object.fromEntries(outcomes) as Record<Name, Outcome>;
}

const candidateFaults = {
  killed: { settings: settingsWith(''), after: unlucky("process.kill(process.pid, 'SIGKILL'); return;") },
  exits: { settings: settingsWith(''), after: unlucky("console.error('unlucky'); process.exit(3);") },
  forks: {
    settings: settingsWith('limits: { processes: 100 }'),
    after: unlucky(`
      ${endAfter(8000)}
      const { spawn } = require('node:child_process');
      let made = 0;
      const fork = () => { for (let n = 0; n < 20 && made < 400; n += 1, made += 1) spawn('sleep', ['8'], { detached: n % 2 === 0, stdio: 'ignore' }); setTimeout(fork, 5); };
      return fork();`),
  },
  memory: {
    settings: settingsWith('limits: { memory: 200MB }'),
    after: unlucky(`
      ${endAfter(8000)}
      const held = [];
      const eat = () => { if (held.length < 40) held.push(Buffer.alloc(20e6, 1)); setTimeout(eat, 10); };
      return eat();`),
  },
  disk: {
    settings: settingsWith('limits: { disk: 30MB }'),
    after: unlucky(`
      ${endAfter(8000)}
      const fs = require('node:fs');
      let made = 0;
      const fill = () => { if (made < 60) fs.writeFileSync(process.env.DATA_DIR + '/' + made++, Buffer.alloc(4e6, 1)); setTimeout(fill, 10); };
      return fill();`),
  },
  log: {
    settings: settingsWith('limits: { log: 3MB }'),
    after: unlucky(`
      ${endAfter(8000)}
      let printed = 0;
      const print = () => { if (printed++ < 400) console.log('x'.repeat(100e3)); setTimeout(print, 5); };
      return print();`),
  },
  silent: {
    settings: settingsWith('', 'replay: { exchange-timeout: 300ms, concurrency: 2 }'),
    after: pricesSource('round').replace(
      '.end(body)',
      '; if (request.url === "/prices/1") response.end(body)',
    ),
  },
} as const satisfies Record<string, Fault>;

describe('a candidate that', () => {
  let outcomes: Readonly<Record<keyof typeof candidateFaults, Outcome>>;
  beforeAll(async () => {
    outcomes = await judgeAll(candidateFaults);
  }, 120_000);

  const needsProc = ['forks', 'memory', 'disk'] as const;
  const limits = [
    ['forks', 'processes', /ran \d+ processes and threads, where service\.limits\.processes allows 100/],
    ['memory', 'memory', /used [\d.]+ MB of memory, where service\.limits\.memory allows 200 MB/],
    ['disk', 'disk', /added [\d.]+ MB to its folders, where service\.limits\.disk allows 30 MB/],
    ['log', 'log', /printed [\d.]+ MB, where service\.limits\.log allows 3 MB/],
  ] as const;
  test.each(limits)(
    '%s without end passes the limit of %s, and that is the finding',
    (fault, _limit, words) => {
      if (needsProc.some((name) => name === fault) && !existsSync('/proc/self/stat')) {
        console.warn('skipped: without /proc nobody can tell what a process uses');
        return;
      }
      const { exitCode, evidence, stderr, stdout } = outcomes[fault];
      expect(stderr).not.toContain('internal error');
      expect(stdout).toMatch(/^Shadowgate: blocked/);
      expect(exitCode).toBe(1);
      expect(evidence?.clusters[0]).toMatchObject({
        ...{ kind: 'limit-exceeded', pattern: 'process', severity: 'breaking' },
        example: { target: '/prices/13', candidate: expect.stringMatching(words) },
      });
      expectNoFlood(evidence);
    },
  );

  test.each([
    ['killed', /was ended by SIGKILL|exit code 137 \(SIGKILL\)/],
    ['exits', /ended with exit code 3/],
  ] as const)(
    '%s under the replay: the exchange is named, and what it did not answer follows from it',
    (fault, words) => {
      const { exitCode, evidence, stderr, stdout } = outcomes[fault];
      expect(stderr).not.toContain('internal error');
      expect(stdout).toMatch(/^Shadowgate: blocked/);
      expect(exitCode).toBe(1);
      expect(evidence?.clusters[0]).toMatchObject({
        ...{ kind: 'process-ended', pattern: 'process', severity: 'breaking' },
        example: { target: '/prices/13', candidate: expect.stringMatching(words) },
      });
      expectNoFlood(evidence);
      expect(evidence?.warnings.join('\n')).toMatch(
        /during exchange x000013 .*; \d exchanges after it got no answer/,
      );
    },
  );

  test('never answers is given up, and that is the finding', () => {
    const { exitCode, evidence, stderr, stdout } = outcomes.silent;
    expect(stderr).not.toContain('internal error');
    expect(stdout).toMatch(/^Shadowgate: blocked/);
    expect(exitCode).toBe(1);
    const [first] = evidence?.clusters ?? [];
    expect(first?.places.map(({ kind }) => kind)).toContain('limit-exceeded');
    expect(evidence?.warnings.join('\n')).toMatch(
      /did not answer 12 requests in a row .*; \d exchanges? after it got no answer/,
    );
  });

  test.each(Object.keys(candidateFaults) as (keyof typeof candidateFaults)[])(
    '%s leaves nothing',
    (fault) => {
      expect(outcomes[fault].leftovers).toEqual([]);
    },
  );
});

const forkBomb = `${endAfter(8000)}
  const { spawn } = require('node:child_process');
  for (let n = 0; n < 200; n += 1) spawn('sleep', ['8'], { stdio: 'ignore' });`;
/** Run as a step it does something else than as the service. */
const asStep = (fault: string) =>
  `if (process.argv[2] === 'step') { ${fault} } else {\n${pricesSource('round')}}\n`;

const otherFaults = {
  baseline: {
    settings: settingsWith('limits: { memory: 200MB }'),
    before: unlucky(`${endAfter(8000)} globalThis.held = Buffer.alloc(400e6, 1); return;`),
    after: pricesSource('round'),
  },
  start: {
    settings: settingsWith('limits: { memory: 200MB }'),
    after: `${endAfter(8000)} globalThis.held = Buffer.alloc(400e6, 1);`,
  },
  build: {
    settings: settingsWith('build: node service.js step, limits: { processes: 100 }'),
    before: asStep(''),
    after: asStep(forkBomb),
  },
  install: {
    settings: settingsWith('install: node service.js step, install-timeout: 1500ms'),
    before: asStep(''),
    after: asStep(
      `require('node:child_process').spawn('sleep', ['8'], { detached: true }); ${endAfter(8000)}`,
    ),
  },
} as const satisfies Record<string, Fault>;

describe('beside the replay', () => {
  let outcomes: Readonly<Record<keyof typeof otherFaults, Outcome>>;
  beforeAll(async () => {
    outcomes = await judgeAll(otherFaults);
  }, 120_000);

  test('a baseline that passes a limit is an error with the limit and what to do', () => {
    const { exitCode, stderr } = outcomes.baseline;
    expect(stderr).toMatch(
      /error limit-exceeded: The (baseline|secondary) ended during the replay: it used \d+(\.\d)? MB of memory/,
    );
    expect(stderr).toContain('→ Raise `limits: memory`');
    expect(exitCode).toBe(2);
  });

  test('a candidate that passes a limit before it is ready does not start, for that reason', () => {
    const { exitCode, evidence, stdout } = outcomes.start;
    expect(stdout).toMatch(/^Shadowgate: blocked/);
    expect(exitCode).toBe(1);
    expect(evidence?.clusters[0]).toMatchObject({
      kind: 'start-failed',
      example: { candidate: expect.stringMatching(/was ended .* it used \d+(\.\d)? MB of memory/) },
    });
  });

  test('a build step that passes a limit is a finding about the change', () => {
    const { exitCode, evidence, stdout } = outcomes.build;
    expect(stdout).toMatch(/^Shadowgate: blocked/);
    expect(exitCode).toBe(1);
    expect(evidence?.clusters[0]).toMatchObject({
      kind: 'start-failed',
      example: { candidate: expect.stringMatching(/Building .* was ended: .* ran \d+ processes/) },
    });
  });

  test('an install that never ends is an error with the time it had', () => {
    const { exitCode, stderr } = outcomes.install;
    expect(stderr).toMatch(/error install-failed: Installing the candidate .* did not end within 1\.5 s/);
    expect(exitCode).toBe(2);
  });

  test.each(Object.keys(otherFaults) as (keyof typeof otherFaults)[])('%s leaves nothing', (fault) => {
    expect(outcomes[fault].leftovers).toEqual([]);
    expect(outcomes[fault].stderr).not.toContain('internal error');
  });
});

/**
 * One cause, at most the reads that were under way beside it, and what the candidate did until then, such as a program that it
 * started: not a finding for each exchange that came later.
 */
function expectNoFlood(evidence: Evidence | null): void {
  expect(evidence?.clusters.filter(({ follows }) => follows === undefined)).toHaveLength(1);
  expect(evidence?.counts.counted).toBeLessThanOrEqual(1 + 8 + 1);
}
