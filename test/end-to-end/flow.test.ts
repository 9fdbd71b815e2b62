/** Whole gates over a service whose answers never change: what it does on the way to them does, or does not. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Gated, gateTwoVersions, recordedJson } from '../support/gate-two-versions.ts';
import { type OrderVersion, orderAnswer, orderSource } from '../support/order-service.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const settings = `version: 1
service: { name: orders, start: node server.js }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;

let shadowgate: CommandLine;
const gates: Gated[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const { repository } of gates) await repository.cleanUp();
});

async function gate(version: OrderVersion): Promise<Gated> {
  const recorded = [1, 2, 3, 4, 5, 6].map((id, index) =>
    recordedJson(index, `/orders/${id}`, orderAnswer(id)),
  );
  const gated = await gateTwoVersions(shadowgate, {
    ...{ settings, recorded },
    baseline: { 'server.js': orderSource('before') },
    candidate: { 'server.js': orderSource(version) },
  });
  gates.push(gated);
  return gated;
}

test('a loop of queries is named, with its line, and asks for approval', async () => {
  const { finished, evidence } = await gate('n-plus-one');
  expect(finished.exitCode).toBe(1);
  const [cluster] = evidence.clusters;
  expect(evidence.clusters).toHaveLength(1);
  expect(cluster).toMatchObject({
    kind: 'effect-repeated',
    pattern: 'query/sqlite/items',
    severity: 'risky',
    exchanges: 6,
  });
  expect(cluster?.firstDivergence).toMatchObject({ file: 'server.js' });
  expect(finished.stdout).toContain(
    'SELECT product, amount FROM items WHERE order_id = ? AND product = ?: 12 times',
  );
}, 240_000);

test('writes in another order are one line', async () => {
  const { finished, evidence } = await gate('reordered');
  expect(finished.exitCode).toBe(1);
  expect(evidence.clusters.map(({ kind, pattern, exchanges }) => [kind, pattern, exchanges])).toEqual([
    ['writes-reordered', 'flow', 6],
  ]);
  expect(finished.stdout).toContain('then INSERT INTO audit (order_id, seen) VALUES (?, ?)');
}, 240_000);

test('a harmless refactor over the same service gives nothing', async () => {
  const { finished, evidence } = await gate('refactored');
  expect(evidence.clusters).toEqual([]);
  expect(evidence.flaky).toEqual([]);
  expect(finished.exitCode).toBe(0);
  expect(evidence.flow?.[0]).toMatchObject({ exchanges: 6, unsettled: 0, newTargets: [], goneTargets: [] });
}, 240_000);
