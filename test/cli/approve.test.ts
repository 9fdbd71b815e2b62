// covers: local-approvals.ts
// covers: present-verdict.ts
// covers: verdict.ts
/** `shadowgate approve` and `shadowgate verdict` over evidence that lies in a folder: nothing is replayed here. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import { readEvidence, writeEvidence } from '../../src/evidence/evidence-files.ts';
import { settingsFrom } from '../../src/preparation/base-config.ts';
import { anEvidence } from '../support/builders.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const settings = 'version: 1\npolicy: { seniors: { users: [sara] } }\n';

let shadowgate: CommandLine;
let repository: TestRepository;
let base: string;
let policyDigest: string;

beforeAll(async () => {
  [shadowgate, repository] = await Promise.all([createCommandLine(), createRepository()]);
  base = await repository.commit({ message: 'Start', files: { '.github/shadowgate.yml': settings } });
  policyDigest = (await settingsFrom(async () => settings, undefined, 'test')).policyInForce.digest;
});
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(async () => {
  await Promise.all([shadowgate.cleanUp(), repository.cleanUp()]);
});

describe('approve', () => {
  test('names what was approved, keeps earlier approvals, and says what comes next', async () => {
    const folder = await evidenceIn('two');
    await approve(folder, 'mallory');
    const finished = await approve(folder, 'sara');
    expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
    expect(finished.stdout).toMatch(/^sara approved commit 9bc01d2 with evidence [0-9a-f]{12}\.\n/);
    expect(finished.stdout).toContain('shadowgate verdict');
    const kept = JSON.parse(await readFile(join(folder, 'approvals.json'), 'utf8'));
    expect(kept.map(({ id, user }: { id: string; user: string }) => [id, user])).toEqual([
      ['local-1', 'mallory'],
      ['local-2', 'sara'],
    ]);
  });

  test('refuses a folder without evidence, and evidence without a commit', async () => {
    const missing = await approve(join(shadowgate.folder, 'nowhere'), 'sara');
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toMatch(/^error evidence-missing: .*nowhere/);
    const compared = await approve(await evidenceIn('compared', { base: null, head: null }), 'sara');
    expect(compared.exitCode).toBe(2);
    expect(compared.stderr).toMatch(/only a commit can be approved.\n {2}→ .*shadowgate gate/);
  });
});

describe('verdict', () => {
  test.each([
    ['awaiting-approval', 1, {}],
    ['passed', 0, { clusters: [] }],
    ['inconclusive', 2, { clusters: [], plan: { exchanges: 0, routes: 0, leftOut: [] } }],
  ] as const)('%s ends with exit code %i', async (kind, exitCode, overrides) => {
    const folder = await evidenceIn(kind, overrides);
    const text = await verdict(folder);
    expect(text.stdout).toMatch(new RegExp(`^Shadowgate: ${kind.replace('-', '.')}`));
    expect(text.exitCode).toBe(exitCode);
    const json = await verdict(folder, ['--json']);
    const { clusters: differences } = (await readEvidence(folder)).evidence;
    expect(JSON.parse(json.stdout)).toMatchObject({ kind, differences, evidenceFolder: folder });
    expect(json.exitCode).toBe(exitCode);
  });

  test('a senior who approved turns it green; approvals that were touched are refused', async () => {
    const folder = await evidenceIn('approved');
    await approve(folder, 'Sara');
    expect((await verdict(folder)).exitCode).toBe(0);
    await writeFile(join(folder, 'approvals.json'), '[{"user": "sara", "state": "approved"}]');
    const touched = await verdict(folder);
    expect(touched.exitCode).toBe(2);
    expect(touched.stderr).toMatch(/^error evidence-unreadable: The approvals in .*approvals\.json/);
  });

  test('a policy that is no longer the one of the evidence is told, not applied', async () => {
    const folder = await evidenceIn('stale', { policyDigest: `sha256:${'0'.repeat(64)}` });
    expect(await verdict(folder)).toMatchObject({ exitCode: 2, stdout: '' });
    const named = await verdict(folder, ['--base', 'main']);
    expect(named.exitCode).toBe(2);
    expect(named.stdout).toMatch(/^Shadowgate: inconclusive/);
    expect(named.stdout).toMatch(/is in\s+force now/);
  });

  test('evidence that names no base needs one', async () => {
    const folder = await evidenceIn('no-base', { base: null, head: null });
    expect((await verdict(folder)).stderr).toMatch(/^error bad-usage: .*\n {2}→ Name a revision with --base/);
  });
});

/** Evidence of the base commit under its policy, but for what the test names. */
async function evidenceIn(name: string, overrides: Partial<Evidence> = {}): Promise<string> {
  const folder = join(shadowgate.folder, name);
  const { sideFiles: _none, ...draft } = anEvidence({ base, policyDigest, ...overrides });
  await writeEvidence(folder, draft, {});
  return folder;
}

function approve(folder: string, login: string) {
  return shadowgate.run(['approve', '--as', login, '--evidence', folder]);
}

function verdict(folder: string, options: readonly string[] = []) {
  return shadowgate.run(['verdict', '--evidence', folder, ...options], { cwd: repository.folder });
}
