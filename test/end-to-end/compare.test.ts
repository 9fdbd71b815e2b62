// covers: compare.ts
/** `shadowgate compare` with each kind of source: revisions, folders, and services that already run. */
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createPricedService, type PricedService, pricesSource } from '../support/priced-service.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
let service: PricedService;
let recording: string;

beforeAll(async () => {
  [shadowgate, service] = await Promise.all([createCommandLine(), createPricedService()]);
  recording = join(service.repository.folder, '.github/traffic.sgrec');
});
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(async () => {
  await shadowgate.cleanUp();
  await service.repository.cleanUp();
});

test('two revisions: the differences, and the line where the programs part', async () => {
  const { finished, evidence } = await compare('rev:main', 'rev:topic');
  expect(finished.exitCode).toBe(0);
  expect(finished.stdout).toMatch(/^Shadowgate: 1 difference\n {2}Two builds were compared, not commits/);
  expect(finished.stdout).toContain('service.js:5');
  expect(evidence).toMatchObject({ base: null, head: null, provenance: null });
  expect(evidence.counts.counted).toBeGreaterThan(0);
}, 180_000);

test('two folders: the same differences, without the lines, which only a change between revisions tells', async () => {
  const before = await folderWith('before', pricesSource('round'));
  const after = await folderWith('after', pricesSource('floor'));
  const { finished, evidence } = await compare(`dir:${before}`, `dir:${after}`);
  expect(finished.exitCode).toBe(0);
  expect(evidence.clusters).toHaveLength(1);
  expect(evidence.clusters[0]).toMatchObject({ pattern: 'body/discounted', firstDivergence: null });
  expect(evidence.exercise.known).toBe(false);
  expect(evidence.shadow.instances.map(({ source }: { source: string }) => source)).toEqual([
    `dir:${before}`,
    `dir:${before}`,
    `dir:${after}`,
  ]);
}, 180_000);

describe('two services that already run', () => {
  let before: Server;
  let after: Server;
  beforeAll(async () => {
    before = await servePrices(Math.round);
    after = await servePrices(Math.ceil);
  });
  afterAll(() => {
    before.close();
    after.close();
  });

  test('the differences, and what cannot be known of services somebody else started', async () => {
    const { finished, evidence } = await compare(urlOf(before), urlOf(after));
    expect(finished.exitCode).toBe(0);
    expect(evidence.clusters[0]).toMatchObject({ pattern: 'body/discounted' });
    expect(evidence.shadow).toMatchObject({ isolation: 'none' });
    expect(evidence.confirmation).toMatch(/^not confirmed: services that already run/);
    expect(evidence.warnings.join(' ')).toMatch(/No secondary ran.*No agent was loaded/);
    expect(before.listening && after.listening).toBe(true);
  });

  test('they are not ended, and the same service agrees with itself', async () => {
    const { evidence } = await compare(urlOf(before), urlOf(before));
    expect(evidence.counts.counted).toBe(0);
    expect(evidence.fidelity.share).toBe(1);
    expect((await fetch(`${urlOf(before).slice('url:'.length)}/prices/7`)).status).toBe(200);
  });
});

test('settings on this machine are in force, and a rule of theirs may ask for what no comparison can give', async () => {
  const config = join(shadowgate.folder, 'strict.yml');
  const rule = '{ name: any difference, when: { findings: counted }, require: { approvals: 1 } }';
  await writeFile(config, `version: 1\npolicy: { seniors: { users: [sara] }, rules: [${rule}] }\n`);
  const { finished, folder } = await compare('rev:main', 'rev:topic', ['--config', config]);
  expect(finished.exitCode).toBe(1);
  expect(finished.stdout.replace(/\s+/g, ' ')).toContain('only a commit can be approved');
  const approved = await shadowgate.run(['approve', '--as', 'sara', '--evidence', folder]);
  expect(approved.exitCode).toBe(2);
  expect(approved.stderr).toMatch(/^error bad-usage: .*only a commit can be approved/);
}, 180_000);

let folders = 0;

async function compare(baseline: string, candidate: string, options: readonly string[] = []) {
  folders += 1;
  const folder = join(shadowgate.folder, `evidence-${folders}`);
  const finished: Finished = await shadowgate.run(
    [
      'compare',
      ...['--baseline', baseline, '--candidate', candidate, '--recording', recording],
      ...['--evidence', folder, '--quiet', ...options],
    ],
    { cwd: service.repository.folder },
  );
  expect(finished.stderr).toBe('');
  const evidence = JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8'));
  return { finished, evidence, folder };
}

async function folderWith(name: string, source: string): Promise<string> {
  const folder = join(shadowgate.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'server.js'), source);
  return folder;
}

async function servePrices(round: (value: number) => number): Promise<Server> {
  const server = createServer((request, response) => {
    const price = Number(request.url?.split('/').pop());
    const body = JSON.stringify({ price, discounted: round(price * 0.9) });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server): string {
  return `url:http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
