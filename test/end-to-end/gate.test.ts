// covers: gate.ts
// covers: open-service.ts
/**
 * `shadowgate gate`, `approve` and `verdict` as a person gives them: real repositories, a real service, real replays.
 */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Evidence, evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import { sha256 } from '../../src/evidence/evidence-files.ts';
import {
  createPricedService,
  type PricedService,
  type PricedServiceOptions,
  pricesSource,
} from '../support/priced-service.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

const settings = `version: 1
service: { name: prices, start: node service.js, ready-path: /prices/1 }
recording: .github/traffic.sgrec
policy: { seniors: { users: [sara] } }
`;
const byPerson = 'Round discounts down';

let shadowgate: CommandLine;
const repositories: PricedService[] = [];

beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const { repository } of repositories) await repository.cleanUp();
});

describe('a behaviour change by a coding tool', () => {
  let service: PricedService;
  let judged: Gated;
  beforeAll(async () => {
    service = await repositoryWith({ settings });
    judged = await gate(service);
  }, 180_000);

  test('waits for an approval, with exit code 1', () => {
    expect(judged.finished.exitCode).toBe(1);
    expect(judged.finished.stdout).toMatch(/^Shadowgate: awaiting approval/);
    expect(judged.finished.stdout).toMatch(/approve commit [0-9a-f]{7} \(sara\)/);
  });

  test('names the line at which the two programs part, and both values', () => {
    expect(judged.finished.stdout).toMatch(/service\.js:5/);
    expect(judged.finished.stdout).toContain('Math.round(reduced)');
    expect(judged.finished.stdout).toContain('Math.floor(reduced)');
    const [cluster] = judged.evidence.clusters;
    expect(judged.evidence.clusters).toHaveLength(1);
    expect(cluster).toMatchObject({ route: 'GET /prices/{id}', pattern: 'body/discounted' });
    expect(cluster?.firstDivergence).toMatchObject({ file: 'service.js', candidateLine: 5 });
  });

  test('counts exactly the exchanges that the change touches', () => {
    const changed = prices.filter((price) => Math.round(price * 0.9) !== Math.floor(price * 0.9));
    expect(judged.evidence.counts).toEqual({ counted: changed.length, noise: 0, ignored: 0, flaky: 0 });
    expect(judged.evidence.plan.exchanges).toBe(prices.length);
  });

  test('writes side files that are what the document says', async () => {
    expect(judged.evidence.sideFiles.map(({ name }) => name).sort()).toEqual([
      'findings.ndjson',
      'traces.ndjson',
      'values.ndjson',
    ]);
    for (const { name, digest, records } of judged.evidence.sideFiles) {
      const text = await readFile(join(judged.folder, name), 'utf8');
      expect(sha256(text)).toBe(digest);
      expect(text.split('\n').length - 1).toBe(records);
    }
  });

  test('a senior approves: passed, and nothing is replayed again', async () => {
    const folder = await copyOf(judged);
    const approved = await shadowgate.run(['approve', '--as', 'sara', '--evidence', folder]);
    expect(approved.stdout).toContain(`sara approved commit ${service.head.slice(0, 7)}`);
    const again = await verdict(service, folder);
    expect(again.stdout).toMatch(/^Shadowgate: passed/);
    expect(again.stdout).toContain('sara');
    expect(again.stderr).toBe('');
    expect(again.exitCode).toBe(0);
  });

  test('somebody else approves: still waiting, and it says why', async () => {
    const folder = await copyOf(judged);
    await shadowgate.run(['approve', '--as', 'mallory', '--evidence', folder]);
    const again = await verdict(service, folder);
    expect(again.exitCode).toBe(1);
    expect(unwrapped(again.stdout)).toContain('is not a senior by the policy (sara)');
  });

  test('the approval of other evidence does not count, and it says why', async () => {
    const other = await copyOf(judged);
    await shadowgate.run(['approve', '--as', 'sara', '--evidence', other]);
    const folder = await copyOf(judged);
    const document = JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8'));
    const later = { ...document, warnings: ['evidence of another run'] };
    await writeFile(join(folder, 'evidence.json'), JSON.stringify(later));
    await cp(join(other, 'approvals.json'), join(folder, 'approvals.json'));
    const again = await verdict(service, folder);
    expect(again.exitCode).toBe(1);
    expect(unwrapped(again.stdout)).toMatch(
      /names evidence [0-9a-f]{12}, and the current one is [0-9a-f]{12}/,
    );
  });

  test('evidence whose findings were touched is refused', async () => {
    const folder = await copyOf(judged);
    await writeFile(join(folder, 'findings.ndjson'), '');
    const again = await verdict(service, folder);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toMatch(/^error evidence-altered: findings\.ndjson /);
  });
});

test('a change by a coding tool that changes no behaviour passes', async () => {
  const after = pricesSource('round').replaceAll('reduced', 'cheaper');
  const { finished, evidence } = await gate(await repositoryWith({ settings, after }));
  expect(finished.stdout).toMatch(/^Shadowgate: passed/);
  expect(finished.exitCode).toBe(0);
  expect(evidence.provenance?.verdict).toBe('ai');
  expect(evidence.counts.counted).toBe(0);
  expect(evidence.exercise).toMatchObject({ known: true, executedLines: 2, changedLines: 2 });
}, 180_000);

test('a behaviour change by a person passes, and is reported', async () => {
  const { finished, evidence } = await gate(await repositoryWith({ settings, message: byPerson }));
  expect(finished.exitCode).toBe(0);
  expect(finished.stdout).toMatch(/^Shadowgate: passed/);
  expect(finished.stdout).toContain('1 difference between before and after');
  expect(evidence.provenance?.verdict).toBe('unknown');
}, 180_000);

test('a change whose service does not start is blocked, whoever made it', async () => {
  const after = `throw new Error('no table prices');\n${pricesSource('round')}`;
  const { finished, evidence } = await gate(await repositoryWith({ settings, after, message: byPerson }));
  expect(finished.exitCode).toBe(1);
  expect(finished.stdout).toMatch(/^Shadowgate: blocked/);
  expect(finished.stdout).toContain('does not start');
  expect(evidence.clusters[0]?.example.candidate).toMatch(/^The candidate ended with exit code 1/);
  expect(evidence.warnings.join()).toContain('no table prices');
  expect(finished.stdout).toMatch(/\n {4}\| .*no table prices/);
}, 180_000);

test('a change that does not build is blocked, with the end of the log of its build', async () => {
  const building = settings.replace('start:', 'build: "node --check service.js", start:');
  const after = `${pricesSource('round')})`;
  const { finished, evidence } = await gate(await repositoryWith({ settings: building, after }));
  expect(finished.exitCode).toBe(1);
  expect(finished.stdout).toMatch(/^Shadowgate: blocked/);
  expect(evidence.clusters[0]?.example.candidate).toMatch(/^Building the candidate \(rev:\w+\) failed/);
  expect(evidence.warnings.join()).toContain("Unexpected token ')'");
}, 180_000);

test('a change that ends the service half-way is blocked, with the line that ends it', async () => {
  const after = pricesSource('round').replace(
    'const body =',
    "if (request.url === '/prices/13') process.exit(3);\n  const body =",
  );
  const { finished, evidence } = await gate(await repositoryWith({ settings, after }));
  expect(finished.exitCode).toBe(1);
  expect(finished.stdout).toMatch(/^Shadowgate: blocked/);
  const [end, ...rest] = evidence.clusters;
  expect(end).toMatchObject({ kind: 'process-ended', example: { target: '/prices/13' } });
  for (const { kind, follows } of rest)
    expect({ kind, follows }).toEqual({ kind: 'response-missing', follows: end?.id });
}, 180_000);

test('a level of isolation below what the policy asks for is inconclusive, and it says which and why', async () => {
  const low = settings
    .replace('ready-path: /prices/1', 'ready-path: /prices/1, sandbox: { level: scrubbed-environment }')
    .replace('policy: {', 'policy: { minimum-isolation: user-namespace,');
  const { finished, evidence } = await gate(await repositoryWith({ settings: low }));
  expect(evidence.shadow.isolation).toBe('scrubbed-environment');
  expect(finished.exitCode).toBe(2);
  expect(finished.stdout).toMatch(/^Shadowgate: inconclusive/);
  const text = unwrapped(finished.stdout);
  expect(text).toContain('shut in at level scrubbed-environment; at least user-namespace is needed');
  expect(text).toContain('`service.sandbox.level` asks for no more than scrubbed-environment');
  expect(text).toContain('policy.minimum-isolation');
}, 180_000);

test('without settings it says what it assumed, and holds the built-in policy', async () => {
  const service = await repositoryWith({ settings: null });
  const recording = join(service.repository.folder, '.github/traffic.sgrec');
  const { finished, evidence, folder } = await gate(service, ['--recording', recording]);
  expect(finished.exitCode).toBe(1);
  expect(evidence.shadow.assumptions.join('\n')).toMatch(/start: `node service\.js`, because/);
  for (const assumption of evidence.shadow.assumptions) {
    expect(unwrapped(finished.stdout)).toContain(assumption.replace(/\.$/, '').slice(0, 40));
  }
  const markdown = join(folder, 'report.md');
  const again = await verdict(service, folder, ['--markdown', markdown, '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'awaiting-approval', head: service.head });
  expect(await readFile(markdown, 'utf8')).toMatch(/^<!-- shadowgate:report -->/);
}, 180_000);

test('when the base branch has moved on, its tip holds the policy, and a verdict asks for it', async () => {
  const service = await repositoryWith({ settings });
  await service.repository.switchTo('main');
  const files = { '.github/shadowgate.yml': settings.replace('sara', 'tomas') };
  await service.repository.commit({ message: 'Let tomas approve', files });
  await service.repository.switchTo('topic');
  const { folder, finished } = await gate(service);
  expect(finished.stdout).toContain('(tomas)');
  await shadowgate.run(['approve', '--as', 'tomas', '--evidence', folder]);
  const asked = await verdict(service, folder);
  expect(asked.exitCode).toBe(2);
  expect(asked.stderr).toMatch(
    /^error bad-usage: The evidence was gathered under another policy .*\n {2}→ Name/,
  );
  expect((await verdict(service, folder, ['--base', 'main'])).exitCode).toBe(0);
}, 180_000);

type Gated = { readonly finished: Finished; readonly folder: string; readonly evidence: Evidence };

const prices = Array.from({ length: 20 }, (_, index) => index + 1);
let folders = 0;

async function repositoryWith(options: PricedServiceOptions): Promise<PricedService> {
  const service = await createPricedService(options);
  repositories.push(service);
  return service;
}

async function gate({ repository }: PricedService, options: readonly string[] = []): Promise<Gated> {
  const folder = newFolder();
  const finished = await shadowgate.run(
    ['gate', '--base', 'main', '--head', 'topic', '--evidence', folder, ...options],
    { cwd: repository.folder },
  );
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes('evidence.json')) throw new Error(`no evidence:\n${finished.stdout}${finished.stderr}`);
  const document: unknown = JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8'));
  return { finished, folder, evidence: evidenceSchema.parse(document) };
}

function verdict({ repository }: PricedService, folder: string, options: readonly string[] = []) {
  return shadowgate.run(['verdict', '--evidence', folder, ...options], { cwd: repository.folder });
}

function newFolder(): string {
  folders += 1;
  return join(shadowgate.folder, `evidence-${folders}`);
}

async function copyOf({ folder }: Gated): Promise<string> {
  const copy = newFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
}

/** The terminal report breaks its lines at blanks. */
function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ');
}
