import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeEvidence } from '../../src/evidence/evidence-files.ts';
import { aNoiseReport, anEvidence } from '../support/builders.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
let folder: string;

beforeAll(async () => {
  shadowgate = await createCommandLine();
  folder = await mkdtemp(join(tmpdir(), 'sg-noise-'));
  const { sideFiles: _, ...draft } = anEvidence({ noise: [aNoiseReport()] });
  await writeEvidence(folder, draft, {});
});
afterAll(async () => {
  await shadowgate.cleanUp();
  await rm(folder, { recursive: true, force: true });
});

test('reads evidence and says what was learned', async () => {
  const { stdout, stderr, exitCode } = await shadowgate.run(['explain-noise', '--evidence', folder]);
  expect([stderr, exitCode]).toEqual(['', 0]);
  expect(stdout).toContain('varies as   uuid, from 80 answers; differs in 40 of 40 exchanges');
});

test('--json gives what the filter selects', async () => {
  const command = ['explain-noise', '--evidence', folder, '--json', '--place', 'body/id'];
  const { stdout } = await shadowgate.run(command);
  expect(JSON.parse(stdout)).toEqual({ noise: [aNoiseReport()], routes: [] });
});

test('without evidence it says what to do', async () => {
  const { stderr, exitCode } = await shadowgate.run(['explain-noise', '--evidence', join(folder, 'none')]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error evidence-missing: .*\n {2}→ /);
});
