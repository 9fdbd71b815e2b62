import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/load-config.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();
const settings = '.github/shadowgate.yml';
const workflow = '.github/workflows/shadowgate.yml';

let shadowgate: CommandLine;
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(() => shadowgate.cleanUp());

test('writes settings that load, filled with what was found out, and a workflow', async () => {
  const repository = await temporary.repository();
  const described = { name: 'shop', scripts: { start: 'node src/shop.js' } };
  await repository.commit({ message: 'Start', files: { 'package.json': JSON.stringify(described) } });
  const finished = await shadowgate.run(['init'], { cwd: repository.folder });
  expect(finished.exitCode).toBe(0);
  expect(finished.stderr).toBe('');
  expect(finished.stdout).toContain('assumed  start: `node src/shop.js`');
  expect(finished.stdout).toContain(`wrote    ${join(repository.folder, settings)}`);

  const written = loadConfig(await readFile(join(repository.folder, settings), 'utf8'), settings);
  expect(written.service).toMatchObject({ name: 'shop', start: 'node src/shop.js', install: null });
  expect(written.recording).toMatch(/\.sgrec$/);
  const jobs = parse(await readFile(join(repository.folder, workflow), 'utf8')).jobs;
  expect(Object.keys(jobs)).not.toContain('shadowgate');
});

test('overwrites neither file unasked, and then writes none of the two', async () => {
  const repository = await temporary.repository();
  await repository.commit({ message: 'Start', files: { 'index.js': '', [workflow]: 'precious' } });
  const refused = await shadowgate.run(['init'], { cwd: repository.folder });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/^error bad-usage: .*workflows\/shadowgate\.yml exists already/);
  await expect(readFile(join(repository.folder, settings))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readFile(join(repository.folder, workflow), 'utf8')).toBe('precious');

  const forced = await shadowgate.run(['init', '--force'], { cwd: repository.folder });
  expect(forced.exitCode).toBe(0);
  expect(await readFile(join(repository.folder, workflow), 'utf8')).toContain('jobs:');
});

test('a repository in which nothing starts gets the lines that are missing', async () => {
  const repository = await temporary.repository();
  await repository.commit({ message: 'Start', files: { 'go.mod': 'module shop\n' } });
  const finished = await shadowgate.run(['init'], { cwd: repository.folder });
  expect(finished.exitCode).toBe(2);
  expect(finished.stderr).toMatch(/^error service-unknown: .*\n {2}→ Write these lines/);
  expect(finished.stderr).toContain('go build');
});
