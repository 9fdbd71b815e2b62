/** Whole gates over a service on a database: a thousand exchanges with writes, from one and the same point, judged by what is stored. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import { readEvidence } from '../../src/evidence/evidence-files.ts';
import { findPostgres } from '../../src/shadow/state/postgres/find-postgres.ts';
import { findRedis } from '../../src/shadow/state/redis/embedded-redis.ts';
import { feeChanges, type LedgerKind, ledgerFiles, recordLedger } from '../support/ledger-service.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

const hasPostgres = await findPostgres({ projectFolders: [], environment: process.env }).then(
  () => true,
  () => false,
);
const hasRedis = await findRedis(process.env).then(
  () => true,
  () => false,
);
if (!hasPostgres) process.stderr.write('skipped: no PostgreSQL can be started here\n');
if (!hasRedis) process.stderr.write('skipped: there is no redis-server on the PATH\n');

type Gated = { readonly finished: Finished; readonly evidence: Evidence };
type Change = keyof typeof feeChanges;

let shadowgate: CommandLine;
const repositories: TestRepository[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const { cleanUp } of repositories) await cleanUp();
});

/** What is stored, how many rows, keys and files the baseline has at the end, and where the wrong fee shows. */
const stores = {
  postgres: { possible: hasPostgres, rows: 350, place: 'state/postgres/public.transfers/100/fee_cents' },
  sqlite: { possible: true, rows: 350, place: 'state/sqlite/ledger.db~1transfers/100/fee_cents' },
  redis: { possible: hasRedis, rows: 402, place: 'state/redis/0/transfer:100/field:fee_cents' },
} as const;

describe.each(Object.keys(stores) as LedgerKind[])('a ledger in %s', (kind) => {
  const { possible, rows, place } = stores[kind];
  const where = possible ? test : test.skip;
  let gated: Readonly<Record<Change, Gated>>;
  let booked: readonly string[];
  beforeAll(async () => {
    if (!possible) return;
    const recording = join(shadowgate.folder, `${kind}.sgrec`);
    booked = await recordLedger(recording);
    const files = { ...(await ledgerFiles(kind)), 'traffic.sgrec': await readFile(recording) };
    const [equal, wrong] = await Promise.all([gate(kind, 'equal', files), gate(kind, 'wrong', files)]);
    gated = { equal, wrong };
  }, 240_000);

  where('an equal change leaves the same books in both runs and all roles, and passes', () => {
    const { finished, evidence } = gated.equal;
    expect(finished.stdout).toMatch(/^Shadowgate: passed/);
    expect(finished.exitCode).toBe(0);
    // Two of the thousand are audits, which answer 409 to books that are not those of production, begun or ended.
    expect(evidence.plan).toMatchObject({ exchanges: 1000, leftOut: [] });
    expect(evidence.fidelity).toMatchObject({ share: 1, compared: 1000 });
    expect(evidence.confirmation).toContain('confirmed by a second run');
    expect(evidence.perturbed).toBe(false);
    expect(evidence.noise.map((each) => each.pattern)).not.toContain('status');
    expect(evidence.counts).toMatchObject({ counted: 0, flaky: 0, ignored: 0 });
    expect(evidence.state).toMatchObject({ rowsCompared: rows, unread: [] });
  });

  where(
    'a fee that is stored wrong behind right answers is named, with the exchange that wrote it',
    async () => {
      const { finished, evidence } = gated.wrong;
      expect(finished.stdout).toMatch(/^Shadowgate: awaiting approval/);
      expect(finished.exitCode).toBe(1);
      expect(evidence.fidelity.share).toBe(1);
      expect(evidence.counts).toMatchObject({ counted: 2, flaky: 0 });
      const [first] = evidence.clusters;
      expect(first).toMatchObject({
        route: 'POST /transfers',
        pattern: place.replace(/\b100\b/, '*'),
        example: { exchangeId: booked[0], baseline: '19', candidate: '18' },
        firstDivergence: { file: 'fee.mjs', isChanged: true },
      });
      const findings = await readFile(join(shadowgate.folder, `${kind}-wrong`, 'findings.ndjson'), 'utf8');
      expect(findings).toContain(place);
    },
  );
});

describe('a gate that is killed while its databases run', () => {
  const possible = hasPostgres && existsSync('/proc/self/stat');
  if (!possible) process.stderr.write('skipped: databases and their processes cannot be seen here\n');
  const line = possible ? test : test.skip;
  let machine: CommandLine;
  beforeEach(async () => {
    machine = await createCommandLine();
  });
  afterEach(() => machine.cleanUp());

  line(
    'leaves servers that the next start ends, with their folders',
    async () => {
      const recording = join(machine.folder, 'ledger.sgrec');
      await recordLedger(recording);
      const files = { ...(await ledgerFiles('postgres')), 'traffic.sgrec': await readFile(recording) };
      const { folder } = await changedLedger('equal', files);
      const evidence = join(machine.folder, 'evidence');
      const command = ['gate', '--base', 'main', '--head', 'topic', '--evidence', evidence];
      const running = machine.start(command, { cwd: folder });
      for (const ready of [/baseline ready/, /secondary ready/, /candidate ready/])
        await running.printed(ready);
      running.signal('SIGKILL');
      await running.finished;
      const servers = serversBelow(machine.temporary);
      expect(servers).toHaveLength(3);
      const processes = [...servers, ...childrenOf(servers)];
      expect(processes.length).toBeGreaterThan(6);

      const next = await machine.run(['gate', '--base', 'no-such-branch'], { cwd: folder });
      expect(next.stderr).toContain('error revision-unknown');
      expect(processes.filter(isRunning)).toEqual([]);
      expect(await machine.leftovers()).toEqual([]);
    },
    120_000,
  );
});

/** Each PostgreSQL writes its number into its data folder. */
function serversBelow(temporary: string): readonly number[] {
  return readdirSync(temporary, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/postmaster.pid'))
    .map((path) => Number(readFileSync(join(temporary, path), 'utf8').split('\n', 1)[0]));
}

function childrenOf(parents: readonly number[]): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => parents.includes(parentOf(pid))).map(Number);
}

function parentOf(pid: string): number {
  try {
    // After the name, which stands in brackets and may hold anything: state, then the parent.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return 0; // Ended meanwhile.
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`);
}

async function gate(
  kind: LedgerKind,
  change: Change,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Gated> {
  const { folder } = await changedLedger(change, files);
  const evidence = join(shadowgate.folder, `${kind}-${change}`);
  const command = ['gate', '--base', 'main', '--head', 'topic', '--evidence', evidence];
  const finished = await shadowgate.run(command, { cwd: folder });
  if (!existsSync(join(evidence, 'evidence.json'))) throw new Error(finished.stderr);
  return { finished, evidence: (await readEvidence(evidence)).evidence };
}

async function changedLedger(change: Change, files: Readonly<Record<string, string | Uint8Array>>) {
  const repository = await createRepository();
  repositories.push(repository);
  await repository.commit({ message: 'Book transfers', files });
  await repository.branch('topic');
  const message = 'Tidy the fee\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
  await repository.commit({ message, files: { 'fee.mjs': feeChanges[change] } });
  return repository;
}
