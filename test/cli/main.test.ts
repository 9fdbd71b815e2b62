import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { version } from '../../src/version.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(() => shadowgate.cleanUp());

test('--version and --help end well, on standard output', async () => {
  expect(await shadowgate.run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  const help = await shadowgate.run(['help', 'record']);
  expect(help).toMatchObject({ exitCode: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: shadowgate record /);
});

test('no command at all is misuse, and prints what there is', async () => {
  const finished = await shadowgate.run([]);
  expect(finished.exitCode).toBe(2);
  expect(finished.stderr).toMatch(/^Usage: shadowgate /);
});

test('a misspelt command is met with the right one', async () => {
  const { exitCode, stderr } = await shadowgate.run(['verdcit']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^error bad-usage: unknown command 'verdcit'\n\(Did you mean verdict\?\)\n {2}→ Run/,
  );
});

test('a misspelt option of a command is met with the right one, and with exit code 2', async () => {
  const { exitCode, stderr } = await shadowgate.run(['gate', '--base', 'main', '--recordign', 'x']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/unknown option '--recordign'\n\(Did you mean --recording\?\)/);
  expect(stderr).toContain('→ Run `shadowgate gate --help`');
});

test('whoever reads only the first line of what we print makes us end quietly', () => {
  const har = join(shadowgate.folder, 'many.har');
  const entry = {
    startedDateTime: '2026-11-01T10:00:00Z',
    request: { method: 'GET', url: `http://shop.example/${'x'.repeat(200)}`, headers: [] },
    response: { status: 200, headers: [], content: {} },
  };
  writeFileSync(har, JSON.stringify({ log: { entries: Array.from({ length: 2_000 }, () => entry) } }));
  const main = join(import.meta.dirname, '../../src/cli/launch.ts');
  const script =
    'set -o pipefail; "$1" "$2" import many.har >&2; "$1" "$2" inspect --json many.sgrec | head -n 1';
  const options = { cwd: shadowgate.folder, env: { PATH: process.env['PATH'], TMPDIR: shadowgate.folder } };
  const piped = spawnSync('bash', ['-c', script, 'bash', process.execPath, main], options);
  expect(piped.stdout.toString().split('\n')).toHaveLength(2);
  expect(piped.stderr.toString()).not.toMatch(/EPIPE|error/);
  expect(piped.status).toBe(0);
});
