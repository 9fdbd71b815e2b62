/** A whole gate over a service whose probed function holds forty secrets: none leaves it, and a change of one is seen. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nodeUnderTest } from '../agent/agent-service.ts';
import { type Gated, gateTwoVersions, recordedJson } from '../support/gate-two-versions.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';
import { alteredSecret, plantedSecrets, vaultSource } from '../support/vault-service.ts';

const settings = `version: 1
service: { name: vault, start: ${nodeUnderTest} server.js }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;
const vault = { 'vault.json': JSON.stringify(plantedSecrets) };

let shadowgate: CommandLine;
let gated: Gated;
beforeAll(async () => {
  shadowgate = await createCommandLine();
  const recorded = [0, 1, 2].map((index) => recordedJson(index, '/look', { items: 18 }));
  const baseline = { 'server.js': vaultSource(false), ...vault };
  gated = await gateTwoVersions(shadowgate, {
    ...{ settings, recorded, baseline, candidate: { 'server.js': vaultSource(true) } },
  });
}, 240_000);
afterAll(async () => {
  await shadowgate.cleanUp();
  await gated?.repository.cleanUp();
});

/** Everything a person or a program can read afterwards, by name. */
async function artefacts(): Promise<ReadonlyMap<string, string>> {
  const found = new Map([
    ['standard output', gated.finished.stdout],
    ['standard error', gated.finished.stderr],
  ]);
  for (const root of [gated.folder, shadowgate.temporary, shadowgate.folder]) {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      found.set(path, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'));
    }
  }
  return found;
}

test('there are forty, and the probes looked at the place where they are', async () => {
  expect(new Set(Object.values(plantedSecrets)).size).toBe(40);
  const traces = await readFile(join(gated.folder, 'traces.ndjson'), 'utf8');
  for (const name of [
    'plain',
    'store',
    'headers',
    'account',
    'texts',
    'failed',
    'bytes',
    'long',
    'passphrase',
  ])
    expect(traces).toContain(`"${name}":{`);
  expect(traces.split('"reason":"redacted"').length).toBeGreaterThan(40);
});

test('none of them is in any artefact', async () => {
  const all = await artefacts();
  expect(all.size).toBeGreaterThan(3);
  const planted = [...Object.entries(plantedSecrets), ['altered', alteredSecret] as const];
  const leaks = [...all].flatMap(([path, text]) =>
    planted
      .filter(([, secret]) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)))
      .map(([name]) => `${name} in ${path}`),
  );
  expect(leaks).toEqual([]);
  expect(await shadowgate.leftovers()).toEqual([]);
});

test('a secret that changed is told as changed, and the error that was dropped without what it said', () => {
  const { evidence, finished } = gated;
  const [first] = evidence.clusters;
  expect(first?.firstDivergence).toMatchObject({ variable: 'passphrase' });
  expect(first?.firstDivergence?.baseline).toMatch(/^<redacted string [0-9a-f]{4}>$/);
  expect(first?.firstDivergence?.candidate).toMatch(/^<redacted string [0-9a-f]{4}>$/);
  expect(first?.firstDivergence?.baseline).not.toBe(first?.firstDivergence?.candidate);
  expect(finished.stdout).toMatch(/Error: refused <redacted [0-9a-f]{16}>/);
});
