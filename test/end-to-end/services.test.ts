// covers: gate-services.ts
/** A workspace of npm with two services and a package that both use, gated as one change. */

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readEvidence } from '../../src/evidence/evidence-files.ts';
import { messageByTool, pricesSource, recordedTraffic } from '../support/priced-service.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const service = (name: string, recording = 'traffic.sgrec') => `
  - name: ${name}
    directory: services/${name}
    sources: [services/${name}, packages/rounding]
    recording: ${recording}`;
const settings = (...services: readonly string[]) => `version: 1\nservices:${services.join('')}\n`;

const roundingSource = (rounding: string) => `exports.round = (price) => Math.${rounding}(price);\n`;
const serviceSource = pricesSource('round').replace(
  'return Math.round(reduced)',
  "return require('@own/rounding').round(reduced)",
);
const packageOf = (name: string) =>
  `{ "name": "${name}", "version": "1.0.0", "main": "server.js", "dependencies": { "@own/rounding": "1.0.0" } }\n`;
const lock = {
  name: 'workspace',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'workspace', workspaces: ['packages/*', 'services/*'] },
    'node_modules/@own/rounding': { resolved: 'packages/rounding', link: true },
    'node_modules/offers': { resolved: 'services/offers', link: true },
    'node_modules/prices': { resolved: 'services/prices', link: true },
    'packages/rounding': { name: '@own/rounding', version: '1.0.0' },
    'services/offers': { version: '1.0.0', dependencies: { '@own/rounding': '1.0.0' } },
    'services/prices': { version: '1.0.0', dependencies: { '@own/rounding': '1.0.0' } },
  },
};

let shadowgate: CommandLine;
let repository: TestRepository;
beforeEach(async () => {
  shadowgate = await createCommandLine();
  repository = await createRepository();
});
afterEach(async () => {
  await shadowgate.cleanUp();
  await repository.cleanUp();
});

async function gate(files: Readonly<Record<string, string>>, written: string, ...more: readonly string[]) {
  await repository.commit({
    message: 'Begin',
    files: {
      '.github/shadowgate.yml': written,
      'traffic.sgrec': await recordedTraffic(),
      'package.json':
        '{ "name": "workspace", "private": true, "workspaces": ["packages/*", "services/*"] }\n',
      'package-lock.json': `${JSON.stringify(lock, undefined, 2)}\n`,
      'packages/rounding/package.json': '{ "name": "@own/rounding", "version": "1.0.0" }\n',
      'packages/rounding/index.js': roundingSource('round'),
      'services/prices/package.json': packageOf('prices'),
      'services/prices/server.js': serviceSource,
      'services/offers/package.json': packageOf('offers'),
      'services/offers/server.js': serviceSource,
    },
  });
  await repository.branch('topic');
  await repository.commit({ message: messageByTool, files });
  const options = ['--repo', repository.folder, '--evidence', 'evidence', '--quiet', ...more];
  return shadowgate.run(['gate', '--base', 'main', '--head', 'topic', ...options]);
}

const evidenceOf = async () => (await readEvidence(join(shadowgate.folder, 'evidence'))).evidence;

describe('a change to a workspace of two services', () => {
  test('in what both use: both are gated, and each finding names its service, and the line in the package', async () => {
    const files = { 'packages/rounding/index.js': roundingSource('floor') };
    const { exitCode, stdout, stderr } = await gate(files, settings(service('prices'), service('offers')));
    expect([exitCode, stderr]).toEqual([1, '']);
    const { clusters, services, plan, changedPaths } = await evidenceOf();
    expect(clusters.map((each) => each.service)).toEqual(['offers', 'prices']);
    expect(clusters.map((each) => each.firstDivergence?.file)).toEqual([
      ...['packages/rounding/index.js', 'packages/rounding/index.js'],
    ]);
    expect(services?.map(({ kind, name }) => `${name} ${kind}`)).toEqual(['offers gated', 'prices gated']);
    expect([plan.exchanges, changedPaths]).toEqual([40, ['packages/rounding/index.js']]);
    expect(stdout).toContain('prices: GET /prices/');
    expect(stdout).toMatch(/Services\s+offers: 20 exchanges, as production in 100 %; prices: 20 exchanges/);
  }, 120_000);

  test('in one of them: the other is left out, and the report says why', async () => {
    const files = { 'services/offers/server.js': serviceSource.replace('price * 0.9', 'price * 0.8') };
    const { exitCode, stdout } = await gate(files, settings(service('prices'), service('offers')));
    expect(exitCode).toBe(1);
    const { clusters, services } = await evidenceOf();
    expect(new Set(clusters.map((each) => each.service))).toEqual(new Set(['offers']));
    expect(services?.[1]).toEqual({
      kind: 'left-out',
      name: 'prices',
      reason: 'the change touches nothing of what it is made of: services/prices, packages/rounding',
    });
    expect(stdout).toContain('prices left out: the change touches nothing');
  }, 120_000);

  test('in none of them: all are gated, since a change that reaches nothing is to be doubted', async () => {
    const { exitCode } = await gate({ 'README.md': 'new' }, settings(service('prices'), service('offers')));
    expect(exitCode).toBe(0);
    expect((await evidenceOf()).services?.map(({ kind }) => kind)).toEqual(['gated', 'gated']);
  }, 120_000);

  test('an error names the service', async () => {
    const files = { 'packages/rounding/index.js': roundingSource('floor') };
    const written = settings(service('prices'), service('offers', 'nowhere.sgrec'));
    const { exitCode, stderr } = await gate(files, written);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error recording-unreadable: Service offers: There is no nowhere.sgrec at');
  }, 120_000);

  test('a recording given by hand is refused: it is of one service', async () => {
    const files = { 'packages/rounding/index.js': roundingSource('floor') };
    const both = settings(service('prices'), service('offers'));
    const { exitCode, stderr } = await gate(files, both, '--recording', 'own.sgrec');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('several services: prices, offers')]);
  }, 60_000);
});
