/** The example in Python, gated as anybody would: the agent of its language names the line. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/domain/cluster.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { readEvidence } from '../../src/evidence/evidence-files.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const root = resolve(import.meta.dirname, '../..');
const changes = join(root, 'examples/parcels-changes');
const hasPython = spawnSync('python3', ['-c', 'import http.server, sqlite3']).status === 0;
if (!hasPython)
  process.stderr.write('skipped: there is no python3 with sqlite3, so its example is not gated\n');

let commandLine: CommandLine;
beforeEach(async () => {
  commandLine = await createCommandLine();
});
afterEach(() => commandLine.cleanUp());

(hasPython ? describe : describe.skip)('a service in Python', () => {
  test('a change that rounds otherwise is held, with routes, places and values', async () => {
    const { exitCode, stdout, evidence } = await gate('round-with-the-standard-function.patch');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Shadowgate: awaiting approval');
    expect(evidence.fidelity.share).toBe(1);
    expect(evidence.clusters.map(shown).sort()).toEqual([
      'GET /parcels/{id} body/cents 1871 1870',
      'GET /rates body/fuel 401 400',
      'POST /parcels/{id}/scans body/cents 1871 1870',
    ]);
    expect(stdout).toContain('GET /rates  body.fuel  401 → 400');
    expect(stdout).toContain('POST /parcels parcels.db/parcels.cents (6)');
    expect(evidence.clusters.find(({ places }) => places.length > 1)?.firstDivergence).toMatchObject({
      ...{ file: 'rates.py', candidateLine: 12, kind: 'value', variable: 'fuel' },
      ...{ baseline: '401', candidate: '400', isChanged: true },
      equalInputs: [
        { name: 'net', value: '5340' },
        { name: 'FUEL_PER_MILLE', value: '75' },
      ],
    });
    expect(evidence.exercise).toMatchObject({ known: true, changedLines: 1, executedLines: 1 });
    const held = { clock: 'recorded', random: 'seeded', by: 'agent' };
    for (const { agent, determinism } of evidence.shadow.instances)
      expect({ agent, determinism }).toEqual({ agent: 'connected', determinism: held });
  }, 120_000);

  test('a change that only moves code passes, with all of its lines seen to run', async () => {
    const { exitCode, stdout, evidence } = await gate(
      'surcharge-in-a-function.patch',
      'minimum-exercised: 1',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Shadowgate: passed');
    expect(evidence).toMatchObject({ clusters: [], exercise: { known: true, neverExecuted: [] } });
    expect(evidence.exercise.changedLines).toBeGreaterThan(1);
    expect(evidence.exercise.exchanges).toBeGreaterThan(0);
  }, 120_000);
});

test('every change of the example has a test', () => {
  expect(readdirSync(changes).sort()).toEqual([
    'round-with-the-standard-function.patch',
    'surcharge-in-a-function.patch',
  ]);
});

async function gate(patch: string, policy = '') {
  const repository = join(commandLine.folder, 'parcels');
  cpSync(join(root, 'examples/parcels'), repository, { recursive: true });
  const settings = join(repository, '.github/shadowgate.yml');
  if (policy !== '') execFileSync('sh', ['-c', `echo "  ${policy}" >> "${settings}"`]);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Tomas Berg', '-c', 'user.email=tomas@example.com', ...args], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Open the counter');
  git('switch', '--quiet', '--create', 'change');
  git('am', '--quiet', join(changes, patch));
  const where = ['--repo', repository, '--evidence', 'evidence', '--quiet'];
  const finished = await commandLine.run(['gate', '--base', 'main', '--head', 'change', ...where]);
  const { evidence } = await readEvidence(join(commandLine.folder, 'evidence'));
  return { ...finished, evidence: evidence as Evidence };
}

function shown({ route, pattern, example }: Cluster): string {
  return `${route} ${pattern} ${example.baseline} ${example.candidate}`;
}
