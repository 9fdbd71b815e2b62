/** A whole gate over a service that keeps its orders in SQLite: the answer is right, and what is stored is not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Evidence, evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import { orderingSource, recordOrders } from '../support/ordering-service.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

const settings = `version: 1
service: { name: orders, start: node server.js }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;
const ignoring = `${settings}compare:
  ignore:
    - { route: "*", place: state/sqlite/shop.db~1orders/*/total_cents, reason: rounded later, owner: sara, expires: 2099-01-31 }
`;
const wrongTotal = orderingSource({ total: 'cents === 1999 ? cents + 1 : cents' });

let shadowgate: CommandLine;
const repositories: TestRepository[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const repository of repositories) await repository.cleanUp();
});

describe('an order whose stored total is wrong while its answer is right', () => {
  let finished: Finished;
  let evidence: Evidence;
  beforeAll(async () => {
    ({ finished, evidence } = await gate(settings));
  }, 120_000);

  test('waits for an approval, and names table, column, both values and the exchange', () => {
    expect(finished.exitCode).toBe(1);
    expect(finished.stdout).toMatch(/^Shadowgate: awaiting approval/);
    expect(finished.stdout).toContain('POST /orders  shop.db/orders.total_cents  1999 → 2000');
    expect(finished.stdout).toContain('exchange x000003, at shop.db/orders[2].total_cents');
    expect(evidence.counts).toMatchObject({ counted: 1, flaky: 0 });
    expect(evidence.state).toMatchObject({ units: 4, unread: [] });
  });

  test('names the line at which the two programs part, though no answer differs', () => {
    expect(evidence.clusters[0]?.firstDivergence).toMatchObject({
      ...{ exchangeId: 'x000003', file: 'server.js', isChanged: true, variable: 'stored' },
      ...{ baseline: '1999', candidate: '2000' },
    });
  });
});

test('a written excuse names the column, and the gate passes', async () => {
  const { finished, evidence } = await gate(ignoring);
  expect(finished.stdout).toMatch(/^Shadowgate: passed/);
  expect(evidence.counts).toMatchObject({ counted: 0, ignored: 1 });
}, 120_000);

async function gate(written: string): Promise<{ finished: Finished; evidence: Evidence }> {
  const repository = await createRepository();
  repositories.push(repository);
  const recording = await recordOrders(shadowgate.folder, [1, 2, 3, 4]);
  const files = {
    'package.json': '{ "name": "orders", "version": "1.0.0", "private": true }\n',
    '.github/shadowgate.yml': written,
    'traffic.sgrec': await readFile(recording),
  };
  await repository.commit({ message: 'Take orders', files: { ...files, 'server.js': orderingSource() } });
  await repository.branch('topic');
  const message = 'Round totals\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
  await repository.commit({ message, files: { 'server.js': wrongTotal } });
  const folder = join(shadowgate.folder, `evidence-${repositories.length}`);
  const finished = await shadowgate.run(['gate', '--base', 'main', '--head', 'topic', '--evidence', folder], {
    cwd: repository.folder,
  });
  const text = await readFile(join(folder, 'evidence.json'), 'utf8').catch(() => null);
  if (text === null) throw new Error(`no evidence:\n${finished.stdout}${finished.stderr}`);
  return { finished, evidence: evidenceSchema.parse(JSON.parse(text)) };
}
