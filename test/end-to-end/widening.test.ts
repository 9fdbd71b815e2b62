// covers: widen-unexplained.ts
// covers: sources-around.ts
// covers: read-build-source.ts
// covers: probes-around.ts
// covers: trace-findings.ts
/** Changes that show themselves in code they do not touch: a second round looks there. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/domain/recording.ts';
import { type Gated, gateTwoVersions, recordedJson } from '../support/gate-two-versions.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const settings = `version: 1
service: { name: prices, start: node service.js }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;
const service = `import { createServer } from 'node:http';
import { priceOf } from './price.js';

createServer((request, response) => {
  const [, count, tier] = request.url.split('/');
  const answer = { count: Number(count), price: priceOf(Number(count), tier) };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
const price = `import { readFileSync } from 'node:fs';
const rates = JSON.parse(readFileSync(new URL('./rates.json', import.meta.url), 'utf8'));

export function priceOf(count, tier) {
  const subtotal = count * 100;
  const rate = rates[tier] ?? 0;
  const discount = subtotal * rate;
  return subtotal - discount;
}
`;
const rates = (gold: number) => `{ "gold": ${gold}, "plain": 0 }\n`;
const recorded: readonly Exchange[] = [1, 2, 3, 4].flatMap((count, index) => [
  recordedJson(2 * index, `/${count}/gold`, { count, price: count * 90 }),
  recordedJson(2 * index + 1, `/${count}/plain`, { count, price: count * 100 }),
]);

let shadowgate: CommandLine;
const gated: Gated[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  expect(await shadowgate.leftovers()).toEqual([]);
  await shadowgate.cleanUp();
  for (const { repository } of gated) await repository.cleanUp();
});

async function gate(candidate: Readonly<Record<string, string>>): Promise<Gated> {
  const baseline = { 'service.js': service, 'price.js': price, 'rates.json': rates(0.1) };
  const result = await gateTwoVersions(shadowgate, { baseline, candidate, settings, recorded });
  gated.push(result);
  return result;
}

describe('a change of data alone', () => {
  let result: Gated;
  beforeAll(async () => {
    result = await gate({ 'rates.json': rates(0.2) });
  }, 120_000);

  test('is named at the first place that holds something else for it, which is no part of the change', () => {
    const { clusters } = result.evidence;
    expect(clusters).toHaveLength(1);
    expect(clusters[0]?.firstDivergence).toMatchObject({
      ...{ kind: 'value', file: 'price.js', candidateLine: 4, isChanged: false },
      ...{ variable: 'rates.gold', baseline: '0.1', candidate: '0.2' },
    });
    expect(result.finished.stdout).toContain('price.js:4');
  });

  test('looked again for that, and said so', () => {
    expect(result.finished.stderr).toMatch(/more places, for 4 exchanges/);
  });
});

test('what the probes of the change explain is not looked at again', async () => {
  const { evidence, finished } = await gate({ 'price.js': price.replace('count * 100', 'count * 101') });
  expect(evidence.clusters[0]?.firstDivergence).toMatchObject({ file: 'price.js', candidateLine: 5 });
  expect(finished.stderr).not.toContain('more places');
}, 120_000);
