import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { shareSandboxes } from '../../src/preparation/open-sandbox.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { somePorts } from '../support/some-ports.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sg-open-')));
});
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

const settings = {
  level: 'scrubbed-environment',
  readable: [],
  installNetwork: 'registries',
  containerOptions: { engine: [], run: [] },
} as const;
const folders = () => ({
  workFolder: folder,
  evidenceFolder: join(folder, 'evidence'),
});
const recording = () => join(folder, 'traffic.sgrec');

test('what already runs is not asked about', async () => {
  const running = { kind: 'url', origin: new URL('http://127.0.0.1:1') } as const;
  const sources = { baseline: running, candidate: running };
  const ports = somePorts(folder);
  expect(await shareSandboxes({ sources, ...folders() }, ports)(settings, recording())).toBe(withoutWalls);
});

test('the folders of the gate are what the probe must not reach', async () => {
  const source = { kind: 'dir', folder } as const;
  const ports = somePorts(folder);
  const open = shareSandboxes({ sources: { baseline: source, candidate: source }, ...folders() }, ports);
  const finding = open(settings, recording());
  const sandbox = await finding;
  expect(sandbox.open.find((text) => text.startsWith('files'))).toMatch(/more|sg-open/);
  // A second service asks nothing of the machine, unless its settings are others.
  expect(open(settings, join(folder, 'other.sgrec'))).toBe(finding);
  const other = open({ ...settings, installNetwork: 'none' }, recording());
  expect((await other).installNetwork).toBe('none');
  expect(other).not.toBe(finding);
  await ports.teardown.run();
});
