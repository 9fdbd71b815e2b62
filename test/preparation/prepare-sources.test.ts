import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import type { ProgressEvent } from '../../src/domain/progress.ts';
import {
  labelOf,
  type PreparedSources,
  prepareSources,
  type Source,
} from '../../src/preparation/prepare-sources.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { somePorts } from '../support/some-ports.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();
let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'shadowgate-test-sources-')));
});
afterAll(() => rm(folder, { recursive: true }));

test('two revisions: their own files, in folders of equal length, each assumption told once', async () => {
  const made = await temporary.repository();
  const base = await made.commit({ message: 'Start', files: { 'server.js': 'base' } });
  const head = await made.commit({ message: 'Change', files: { 'server.js': 'head', 'new.js': '' } });
  const repository = await openRepository(made.folder);
  const told: ProgressEvent[] = [];
  const prepared = await prepare(
    { kind: 'rev', sha: base, repository },
    { kind: 'rev', sha: head, repository },
    told,
  );
  const [baseline, candidate] = [folderOf(prepared.baseline), folderOf(prepared.candidate)];
  expect(await readFile(join(baseline, 'server.js'), 'utf8')).toBe('base');
  expect((await readdir(candidate)).sort()).toEqual(['new.js', 'server.js']);
  expect(baseline.length).toBe(candidate.length);
  expect(prepared.assumptions.filter((each) => each.startsWith('start:'))).toHaveLength(1);
  const steps = told.flatMap((event) => (event.kind === 'build' ? [`${event.label} ${event.step}`] : []));
  expect(steps.toSorted()).toEqual([
    ...['baseline checkout', 'baseline done', 'candidate checkout', 'candidate done'],
  ]);
});

test('a folder is copied without the data of git, and stays as it is', async () => {
  const from = await sourceFolder('plain', { 'server.js': 'source' });
  await mkdir(join(from, '.git'));
  const { candidate } = await prepare(running(4000), { kind: 'dir', folder: from });
  expect(await readdir(folderOf(candidate))).toEqual(['server.js']);
  await writeFile(join(folderOf(candidate), 'server.js'), 'changed');
  expect(await readFile(join(from, 'server.js'), 'utf8')).toBe('source');
});

test('services that already run are taken as they are, and nothing is assumed of them', async () => {
  const prepared = await prepare(running(4000), running(4001));
  expect(prepared.assumptions).toEqual([]);
  expect([prepared.baseline, prepared.candidate]).toEqual([
    { kind: 'running', label: 'url:http://127.0.0.1:4000', origin: new URL('http://127.0.0.1:4000') },
    { kind: 'running', label: 'url:http://127.0.0.1:4001', origin: new URL('http://127.0.0.1:4001') },
  ]);
});

test('a candidate that does not build is a finding, and a baseline that does not is none', async () => {
  const folder = await sourceFolder('broken', { 'main.js': '' });
  const configured = { start: 'node main.js', build: 'echo no such module; exit 3' };
  const { candidate, isBuilt } = await prepare(running(4000), { kind: 'dir', folder }, [], configured);
  expect(candidate).toMatchObject({
    kind: 'failed',
    error: {
      code: 'build-failed',
      message: expect.stringContaining(`Building the candidate (dir:${folder})`),
    },
  });
  expect(isBuilt).toBe(false);
  await expect(prepare({ kind: 'dir', folder }, running(4000), [], configured)).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('Building the baseline'),
  });
});

test('whether a build step stands between the sources and what runs is told', async () => {
  const folder = await sourceFolder('built', { 'main.js': '' });
  const prepared = (build: string | null) =>
    prepare(running(4000), { kind: 'dir', folder }, [], { start: 'node main.js', build });
  expect([(await prepared('true')).isBuilt, (await prepared(null)).isBuilt]).toEqual([true, false]);
});

test('what the settings say is not looked for', async () => {
  const from = await sourceFolder('configured', { 'main.xyz': '' });
  const { candidate } = await prepare(running(4000), { kind: 'dir', folder: from }, [], {
    start: 'run main.xyz',
    name: 'shop',
  });
  expect(candidate).toMatchObject({ definition: { start: 'run main.xyz', name: 'shop' } });
});

test.each([
  [
    'a folder that is not there',
    '/nowhere/at/all',
    'source-unusable',
    /There is no folder \/nowhere\/at\/all/,
  ],
  ['a folder in which nothing starts', null, 'service-unknown', /cannot be told how the service/],
])('%s', async (_name, path, code, message) => {
  const from = path ?? (await sourceFolder('nothing', { 'notes.txt': '' }));
  await expect(prepare(running(4000), { kind: 'dir', folder: from })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('a side that fails ends nothing under the hands of the other: the end waits for both', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `file-${at}.js`);
  const from = await sourceFolder('large', Object.fromEntries(names.map((name) => [name, 'x'])));
  const ports = somePorts(folder);
  const workFolder = join(folder, 'work-of-the-failed');
  const sources = {
    baseline: { kind: 'dir', folder: '/nowhere' },
    candidate: { kind: 'dir', folder: from },
  } as const;
  const configured = { start: 'node file-1.js' };
  const preparation = prepareSources({ sources, configured, workFolder, sandbox: withoutWalls, ports });
  await expect(preparation).rejects.toMatchObject({ code: 'source-unusable' });
  await ports.teardown.run();
  expect((await readdir(join(workFolder, 'builds/c'))).length).toBeGreaterThanOrEqual(300);
});

test('a source is named so that a person recognises it', () => {
  expect(labelOf({ kind: 'dir', folder: '/srv/shop' })).toBe('dir:/srv/shop');
  expect(labelOf(running(4000))).toBe('url:http://127.0.0.1:4000');
});

let workFolders = 0;

async function prepare(
  baseline: Source,
  candidate: Source,
  told: ProgressEvent[] = [],
  configured: Parameters<typeof prepareSources>[0]['configured'] = {},
) {
  workFolders += 1;
  const workFolder = join(folder, `work-${workFolders}`);
  const ports = somePorts(folder, told);
  return prepareSources({
    sources: { baseline, candidate },
    configured,
    workFolder,
    sandbox: withoutWalls,
    ports,
  });
}

function running(port: number): Source {
  return { kind: 'url', origin: new URL(`http://127.0.0.1:${port}`) };
}

async function sourceFolder(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text);
  return path;
}

function folderOf(build: PreparedSources['candidate']): string {
  if (build.kind !== 'prepared') throw new Error('not prepared');
  return build.folder;
}
