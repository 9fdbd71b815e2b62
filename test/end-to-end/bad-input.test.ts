// covers: shell.ts
/**
 * What goes wrong on a real machine: each ends with code, message with the value seen and remedy, in exit code 2, and
 * leaves neither a process nor a temporary file.
 */

import { once } from 'node:events';
import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { encodePreamble, preambleLength } from '../../src/recording/file/recording-format.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import {
  createPricedService,
  messageByTool,
  type PricedService,
  pricesSource,
} from '../support/priced-service.ts';
import {
  type CommandLine,
  createCommandLine,
  type Finished,
  type RunOptions,
} from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
let service: PricedService;
let recording: string;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [shadowgate, service] = await Promise.all([createCommandLine(), createPricedService()]);
  cleanUps.push(service.repository.cleanUp);
  recording = join(shadowgate.folder, 'traffic.sgrec');
  await copyFile(join(service.repository.folder, '.github/traffic.sgrec'), recording);
});
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const cleanUp of cleanUps) await cleanUp();
});

describe('the change', () => {
  test('an unknown revision', async () => {
    const finished = await gate(['--head', 'no-such-branch']);
    expectError(finished, 'revision-unknown', /no-such-branch.*no such commit/);
  });

  test('a revision that would be an option of git', async () => {
    expectError(await gate(['--head=--output=/tmp/x']), 'revision-unknown', /not the name of a revision/);
  });

  test('changes that are not committed, unless they are allowed', async () => {
    await service.repository.write('service.js', '// not committed\n');
    const finished = await gate();
    const allowed = await gate(['--allow-dirty', '--head', 'no-such-branch']);
    await service.repository.git('checkout', '--quiet', '--', 'service.js');
    expectError(finished, 'dirty-worktree', /service\.js/);
    expect(finished.stderr).toContain('--allow-dirty');
    expectError(allowed, 'revision-unknown', /no-such-branch/);
  });

  test('a clone without the history', async () => {
    const clone = join(shadowgate.folder, 'shallow');
    await service.repository.git(
      'clone',
      '-q',
      '--depth=1',
      '--no-single-branch',
      `file://${service.repository.folder}`,
      clone,
    );
    const finished = await gate(['--base', 'origin/main', '--head', 'origin/topic'], { cwd: clone });
    expectError(finished, 'shallow-clone', /./);
    expect(finished.stderr).toContain('fetch');
  });

  test('a folder that is no repository', async () => {
    expectError(await gate([], { cwd: shadowgate.folder }), 'not-a-repository', /\. is not a git repository/);
  });

  test('no git on the PATH', async () => {
    expectError(
      await gate([], { env: { PATH: '/nonexistent' } }),
      'git-missing',
      /`git` was not found on the PATH/,
    );
  });
});

describe('the settings', () => {
  test('five mistakes are told at once, each with its line and column', async () => {
    const { repository } = await another({
      settings: `version: 2
service:
  start: node service.js
  redy-path: /prices/1
  port-variable: 1PORT
replay: { concurrency: 0 }
policy: { seniors: { users: ['@sara'] } }
`,
    });
    const finished = await gate([], { cwd: repository.folder });
    expectError(finished, 'config-invalid', /5 problems in the settings/);
    const places = [...finished.stderr.matchAll(/^ +\.github\/shadowgate\.yml:(\d+:\d+) (\S+): /gm)];
    expect(places.map(([, place, path]) => `${place} ${path}`)).toEqual([
      '1:10 version',
      '4:3 service.redy-path',
      '5:18 service.port-variable',
      '6:24 replay.concurrency',
      '7:30 policy.seniors.users[0]',
    ]);
    expect(finished.stderr).toContain('ready-path');
  });

  test('a settings file that the base revision does not have', async () => {
    expectError(
      await gate(['--config', 'other.yml']),
      'config-unreadable',
      /There is no other\.yml at [0-9a-f]{12}/,
    );
  });

  test('a settings file that this machine does not have', async () => {
    const finished = await compare('rev:main', ['--config', '/nowhere/settings.yml']);
    expectError(finished, 'config-unreadable', /\/nowhere\/settings\.yml cannot be read \(ENOENT\)/);
  });

  test('no way to start the service', async () => {
    const { repository } = await another({ settings: null });
    await repository.switchTo('main');
    const files = { 'service.js': null, 'package.json': null, 'notes.txt': 'nothing to start' };
    await repository.commit({ message: 'Leave only notes', files });
    await repository.branch('notes');
    await repository.commit({ message: 'Write a note', files: { 'notes.txt': 'still nothing' } });
    const finished = await gate(['--head', 'notes', '--recording', recording], { cwd: repository.folder });
    expectError(finished, 'service-unknown', /Seen there: .*notes\.txt/);
  });
});

describe('the service', () => {
  test('never gets ready', async () => {
    const source = "console.error('waiting for the database');\nsetInterval(() => {}, 1000);\n";
    const { repository } = await another({
      settings:
        'version: 1\nservice: { start: node service.js, ready-timeout: 4s }\nrecording: .github/traffic.sgrec\n',
      before: source,
      after: `${source}// changed\n`,
    });
    const finished = await gate([], { cwd: repository.folder });
    expectError(finished, 'instance-not-ready', /did not open port \d+ within 4\.\d s/);
    expect(finished.stderr).toContain('waiting for the database');
    expect(finished.stderr).toContain('ready-timeout');
  });

  test('dies half-way at the base, so that there is nothing to compare with', async () => {
    const before = pricesSource('round').replace(
      'const body =',
      "if (request.url === '/prices/13') { console.error('unlucky'); process.exit(3); }\n  const body =",
    );
    const { repository } = await another({ before, after: pricesSource('round') });
    const finished = await gate([], { cwd: repository.folder });
    expectError(
      finished,
      'instance-died',
      /The (baseline|secondary) ended during the replay: it ended with exit code 3, during exchange \w+ \(GET \/prices\//,
    );
    expect(finished.stderr).toContain('unlucky');
  });

  test('is not there, at a URL', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const finished = await compare(`url:http://127.0.0.1:${port}`);
    expectError(finished, 'instance-not-ready', new RegExp(`127\\.0\\.0\\.1:${port} cannot be reached`));
  });
});

describe('the recording', () => {
  const unusable: readonly (readonly [string, string, () => Promise<string>])[] = [
    ['not there', 'recording-unreadable', async () => '/nowhere/traffic.sgrec'],
    ['empty', 'recording-not-recognised', () => recordingWith('empty', () => new Uint8Array())],
    [
      'something else',
      'recording-not-recognised',
      () => recordingWith('text', () => Buffer.from('GET / HTTP/1.1')),
    ],
    [
      'cut off in its header',
      'recording-damaged',
      () => recordingWith('stump', (bytes) => bytes.subarray(0, 24)),
    ],
    ['of a future version', 'recording-too-new', () => recordingWith('future', withVersion99)],
    ['without an exchange', 'recording-empty', recordingOfNothing],
  ];
  test.each(unusable)('%s', async (_name, code, make) => {
    const path = await make();
    const finished = await gate(['--recording', path]);
    expectError(finished, code, new RegExp(path.replaceAll('.', '\\.')));
  });

  test('cut off later: what is whole is replayed, and the report says what is lost', async () => {
    const path = await recordingWith('cut', (bytes) => bytes);
    await truncate(path, (await readFile(path)).length - 20);
    const finished = await gate(['--recording', path]);
    expect(finished.exitCode).toBe(1);
    expect(finished.stdout).toMatch(/^Shadowgate: awaiting approval/);
    expect(finished.stdout.replace(/\s+/g, ' ')).toMatch(
      /damaged: .*20 exchanges in \d+ whole blocks? were kept/,
    );
  });

  test('cut off in its first block: nothing is left to replay', async () => {
    const path = await recordingWith('block', (bytes) => bytes.subarray(0, 300));
    expectError(await gate(['--recording', path]), 'recording-empty', /holds no exchange \(.*0 exchanges/);
  });
});

describe('the machine', () => {
  // A folder without write permission would not hold root back, which containers often run as.
  test('evidence that cannot be written is told before anything is replayed', async () => {
    const finished = await gate(['--evidence', '/dev/null/evidence']);
    expectError(finished, 'folder-not-writable', /\/dev\/null\/evidence/);
    // Progress through a run is told now and then; that an instance is ready is told whenever one is.
    expect(finished.stderr).not.toMatch(/(?:baseline|secondary|candidate) ready|observe run/);
  });

  test('a report that cannot be written', async () => {
    const evidence = join(shadowgate.folder, 'written');
    const finished = await gate(['--evidence', evidence, '--markdown', '/dev/null/report.md']);
    expectError(finished, 'folder-not-writable', /\/dev\/null\/report\.md cannot be written \(E[A-Z]+\)/);
  });

  test('a folder for temporary files that is not there', async () => {
    const finished = await gate([], { env: { TMPDIR: '/dev/null/t' } });
    expectError(finished, 'folder-not-writable', /\/dev\/null\/t/);
  });
});

describe('the command', () => {
  test.each([
    ['an unknown option', ['gate', '--base', 'main', '--colour'], /unknown option '--colour'/],
    ['an unknown command', ['gaet'], /unknown command 'gaet'/],
    ['a missing option', ['gate'], /required option '--base <revision>' not specified/],
    ['a missing file name', ['inspect'], /missing required argument 'file'/],
    ['too many words', ['gate', 'main', '--base', 'main'], /too many arguments/],
  ])('%s', async (_name, command, message) => {
    expectError(await shadowgate.run(command), 'bad-usage', message);
  });

  test.each(['main', 'rev:', 'ftp:somewhere', 'url:http://example.org:80', 'url:https://127.0.0.1:1'])(
    'the source %s',
    async (source) => {
      expectError(
        await compare(source),
        'source-unusable',
        new RegExp(`^error source-unusable: ${source} is no source`),
      );
    },
  );

  test('a folder that is not there', async () => {
    expectError(await compare('dir:/nowhere'), 'source-unusable', /There is no folder \/nowhere/);
  });
});

test('Ctrl-C during the replay ends everything, with exit code 130', async () => {
  const slow = pricesSource('round')
    .replace('response.writeHead', 'setTimeout(() => response.writeHead')
    .replace('.end(body);', '.end(body), 2000);');
  const { repository } = await another({
    settings: 'version: 1\nservice: { start: node service.js }\nrecording: .github/traffic.sgrec\n',
    before: slow,
    after: `${slow}// changed\n`,
  });
  const running = shadowgate.start(gateCommand([]), { cwd: repository.folder });
  for (const role of ['baseline', 'secondary', 'candidate'])
    await running.printed(new RegExp(`${role} ready`));
  expect(await shadowgate.leftovers()).not.toEqual([]);
  running.signal('SIGINT');
  const finished = await running.finished;
  expect(finished.exitCode).toBe(130);
  expect(finished.stderr).toMatch(/SIGINT: stopping what was started/);
  expect(finished.stderr).not.toMatch(/internal error|observe run: 20 of 20/);
});

function gate(options: readonly string[] = [], run: RunOptions = {}): Promise<Finished> {
  return shadowgate.run(gateCommand(options), { cwd: service.repository.folder, ...run });
}

function gateCommand(options: readonly string[]): readonly string[] {
  return ['gate', '--base', 'main', '--evidence', join(shadowgate.folder, 'evidence'), ...options];
}

function compare(baseline: string, options: readonly string[] = []): Promise<Finished> {
  const evidence = ['--evidence', join(shadowgate.folder, 'evidence')];
  return shadowgate.run(
    [
      'compare',
      '--baseline',
      baseline,
      '--candidate',
      'rev:main',
      '--recording',
      recording,
      ...evidence,
      ...options,
    ],
    { cwd: service.repository.folder },
  );
}

/** `error CODE: message` on the first line that says error, then the remedy; no stack, no exit code but 2. */
function expectError({ exitCode, stderr }: Finished, code: string, message: RegExp): void {
  expect(stderr).toMatch(new RegExp(`^error ${code}: `, 'm'));
  expect(stderr.slice(stderr.indexOf('error '))).toMatch(message);
  expect(stderr).toMatch(/^ {2}→ [A-Z`].*[.`]?$/m);
  expect(stderr).not.toMatch(/internal error|^ +at /m);
  expect(exitCode).toBe(2);
}

async function another(options: Parameters<typeof createPricedService>[0]): Promise<PricedService> {
  const made = await createPricedService({ message: messageByTool, ...options });
  cleanUps.push(made.repository.cleanUp);
  return made;
}

async function recordingWith(name: string, damage: (bytes: Uint8Array) => Uint8Array): Promise<string> {
  const path = join(shadowgate.folder, `${name}.sgrec`);
  await writeFile(path, damage(await readFile(recording)));
  return path;
}

function withVersion99(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([encodePreamble(99), bytes.subarray(preambleLength)]);
}

async function recordingOfNothing(): Promise<string> {
  const path = join(shadowgate.folder, 'nothing.sgrec');
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(path, header);
  await writer.close({ seen: 0, recorded: 0, truncated: 0, dropped: 0 });
  return path;
}
