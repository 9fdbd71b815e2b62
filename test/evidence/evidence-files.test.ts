import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import {
  isEvidenceName,
  openEvidenceFolder,
  readEvidence,
  readEvidenceFiles,
  sha256,
  writeEvidence,
} from '../../src/evidence/evidence-files.ts';
import { anEvidence } from '../support/builders.ts';

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shadowgate-test-evidence-'));
});
afterAll(() => rm(root, { recursive: true }));

const { sideFiles: _none, ...draft } = anEvidence();
const sides = { 'findings.ndjson': [{ id: 'f0001' }, { id: 'f0002' }], 'traces.ndjson': [] };

describe('writing', () => {
  test('what was written reads back, under the same digest', async () => {
    const folder = newFolder();
    const written = await writeEvidence(folder, draft, sides);
    expect(await readEvidence(folder)).toEqual(written);
    expect((await readdir(folder)).sort()).toEqual(['evidence.json', 'findings.ndjson', 'traces.ndjson']);
    expect(await readFile(join(folder, 'findings.ndjson'), 'utf8')).toBe('{"id":"f0001"}\n{"id":"f0002"}\n');
    expect(written.evidence.sideFiles).toEqual([
      { name: 'findings.ndjson', digest: sha256('{"id":"f0001"}\n{"id":"f0002"}\n'), records: 2 },
      { name: 'traces.ndjson', digest: sha256(''), records: 0 },
    ]);
  });

  test('the digest is that of the bytes of the document, and so covers every finding', async () => {
    const folder = newFolder();
    const written = await writeEvidence(folder, draft, sides);
    expect(written.evidenceDigest).toBe(sha256(await readFile(join(folder, 'evidence.json'))));
    const other = await writeEvidence(newFolder(), draft, { ...sides, 'traces.ndjson': [{ id: 'x1' }] });
    expect(other.evidenceDigest).not.toBe(written.evidenceDigest);
  });

  test('a document that does not fit its schema is never written, and an older one is gone', async () => {
    const folder = newFolder();
    await writeEvidence(folder, draft, sides);
    const wrong = { ...draft, policyDigest: 'none' };
    await expect(writeEvidence(folder, wrong, sides)).rejects.toThrow(/policyDigest/);
    expect(await readdir(folder)).not.toContain('evidence.json');
  });

  test('evidence of before is gone as soon as another gate begins: it may fail', async () => {
    const folder = newFolder();
    await writeEvidence(folder, draft, sides);
    await openEvidenceFolder(folder);
    await expect(readEvidence(folder)).rejects.toMatchObject({ code: 'evidence-missing' });
  });

  test('a folder of ours that it makes stays out of commits; one that is there stays as it is', async () => {
    const repository = newFolder();
    await mkdir(repository);
    const made = join(repository, '.shadowgate', 'evidence');
    await openEvidenceFolder(made);
    expect(await readFile(join(made, '../.gitignore'), 'utf8')).toBe('*\n');
    await rm(join(made, '../.gitignore'));
    await openEvidenceFolder(made);
    expect(await readdir(join(made, '..'))).toEqual(['evidence']);
  });

  test('where nothing can be written, that is known before and after', async () => {
    const error = { code: 'folder-not-writable', message: expect.stringContaining('/dev/null/evidence') };
    await expect(openEvidenceFolder('/dev/null/evidence')).rejects.toMatchObject(error);
    await expect(writeEvidence('/dev/null/evidence', draft, sides)).rejects.toMatchObject(error);
    const folder = newFolder();
    await openEvidenceFolder(folder);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a writer that is killed', () => {
  /** Writes one evidence after the other into the same folder, each with other side files, until it is killed. */
  const writer = `
    const { writeEvidence } = await import(process.argv[1]);
    const { folder, draft } = JSON.parse(process.argv[2]);
    for (let n = 0; ; n += 1) {
      const records = Array.from({ length: 1 + (n % 40) }, (_, id) => ({ id, n, text: 'x'.repeat(500) }));
      await writeEvidence(folder, { ...draft, tool: 'n' + n }, { 'findings.ndjson': records, 'traces.ndjson': records });
      if (n === 0) process.stdout.write('writing');
    }
  `;
  const source = new URL('../../src/evidence/evidence-files.ts', import.meta.url).href;

  /** What is left when it is killed that long after it began to write: the text of the error, or `whole`. */
  async function leftAfter(ms: number): Promise<string> {
    const folder = newFolder();
    const words = ['--input-type=module', '-e', writer, source, JSON.stringify({ folder, draft })];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await wait(ms);
    child.kill('SIGKILL');
    await once(child, 'close');
    return readEvidence(folder).then(
      () => 'whole',
      (error: { code?: string }) => String(error.code),
    );
  }

  // Where in its steps each one is hit is chance: what is left must be right wherever it is.
  test('leaves evidence that is whole, or none, at whatever step it is hit', async () => {
    const delays = Array.from({ length: 12 }, (_, index) => index * 7.3);
    const left: string[] = [];
    for (let at = 0; at < delays.length; at += 6)
      left.push(...(await Promise.all(delays.slice(at, at + 6).map(leftAfter))));
    expect([...new Set(left)].filter((each) => each !== 'whole' && each !== 'evidence-missing')).toEqual([]);
    expect(left).toContain('evidence-missing');
  }, 60_000);

  test('has put nothing under the name of the document before the rest is there', async () => {
    const folder = newFolder();
    await mkdir(folder);
    const seen = new Set<string>();
    const watcher = watch(folder);
    const looking = (async () => {
      for await (const { filename } of watcher) {
        seen.add(String(filename));
        if (filename === 'evidence.json') return;
      }
    })();
    await writeEvidence(folder, draft, sides);
    await looking;
    expect([...seen]).toEqual(['findings.ndjson', 'traces.ndjson', 'evidence.json.part', 'evidence.json']);
  });
});

describe('reading', () => {
  test('other files in the folder are left alone', async () => {
    const folder = newFolder();
    await writeEvidence(folder, draft, sides);
    await writeFile(join(folder, 'approvals.json'), 'not ours to read');
    await expect(readEvidence(folder)).resolves.toMatchObject({ evidence: { version: 1 } });
  });

  test('no folder, or no document in it', async () => {
    const error = { code: 'evidence-missing' };
    await expect(readEvidence(newFolder())).rejects.toMatchObject(error);
    expect(() => readEvidenceFiles(new Map([['findings.ndjson', new Uint8Array()]]))).toThrow(
      'There is no evidence.json among findings.ndjson.',
    );
    expect(() => readEvidenceFiles(new Map())).toThrow('among no files at all');
  });

  test.each([
    ['changed', Buffer.from('{}\n'), 'findings.ndjson is not what the evidence document says'],
    ['missing', null, 'findings.ndjson is missing'],
  ])('a side file that is %s', async (_name, bytes, message) => {
    const files = await filesOf(draft);
    if (bytes === null) files.delete('findings.ndjson');
    else files.set('findings.ndjson', bytes);
    expect(() => readEvidenceFiles(files)).toThrow(expect.objectContaining({ code: 'evidence-altered' }));
    expect(() => readEvidenceFiles(files)).toThrow(message);
  });

  test.each([
    ['no JSON', () => '{"version": 1', /it is not JSON/],
    [
      'of a later version',
      (text: string) => text.replace('"version": 1', '"version": 7'),
      /it has version 7/,
    ],
    ['with a field missing', (text: string) => text.replace(/ {2}"warnings": \[\],\n/, ''), /warnings: /],
    ['with a field too many', (text: string) => text.replace('{', '{ "passed": true,'), /passed/],
    ['null', () => 'null', /cannot be used/],
  ])('a document that is %s', async (_name, change, message) => {
    const files = await filesOf(draft);
    const text = Buffer.from(files.get('evidence.json') ?? []).toString();
    expect(change(text)).not.toBe(text);
    files.set('evidence.json', Buffer.from(change(text)));
    expect(() => readEvidenceFiles(files)).toThrow(expect.objectContaining({ code: 'evidence-unreadable' }));
    expect(() => readEvidenceFiles(files)).toThrow(message);
  });
});

test.each([
  ['evidence.json', true],
  ['findings.ndjson', true],
  ['approvals.json', false],
  ['../findings.ndjson', false],
  ['evidence.json.part', false],
])('%s belongs to evidence: %s', (name, belongs) => {
  expect(isEvidenceName(name)).toBe(belongs);
});

function newFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

async function filesOf(evidence: Omit<Evidence, 'sideFiles'>): Promise<Map<string, Uint8Array>> {
  const folder = newFolder();
  await writeEvidence(folder, evidence, sides);
  const names = await readdir(folder);
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return new Map(await Promise.all(files));
}
