import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readExchanges, summariseRecording } from '../../src/recording/file/recording-reader.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(() => shadowgate.cleanUp());

const har = JSON.stringify({
  log: {
    entries: [
      entryFor('http://shop.example/carts/1'),
      entryFor('http://shop.example/carts/2'),
      entryFor('http://cdn.example/logo.png'),
      entryFor('ws://shop.example/events'),
    ],
  },
});

const gor = `1 8e091765ae902fef8a2b7d9dd960e9d52222bd8c 1700000000000000000 0
GET /carts/1 HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer secret-4711\r\n\r\n
🐵🙈🙉
2 8e091765ae902fef8a2b7d9dd960e9d52222bd8c 1700000000003000000 3000000
HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}
🐵🙈🙉
`;

test('a HAR file: one host of it, and what was left out is counted with its reason', async () => {
  const finished = await importFile('session.har', har);
  expect(finished.exitCode).toBe(0);
  expect(finished.stdout).toMatch(/^2 of 3 exchanges imported\n/);
  expect(finished.stdout).toMatch(/left out: 1 · request to another host than shop\.example/);
  expect(finished.stdout).toMatch(/left out: 1 · WebSocket/);
  const out = join(shadowgate.folder, 'session.sgrec');
  expect(finished.stdout).toContain('wrote session.sgrec');
  expect(await targetsIn(out)).toEqual(['/carts/1', '/carts/2']);
  expect(await summariseRecording(out)).toMatchObject({ completeness: 2 / 3 });
  expect(JSON.stringify(await headersIn(out))).not.toContain('secret-4711');
});

test('another host of a HAR file, by name', async () => {
  const finished = await importFile('assets.har', har, ['--host', 'cdn.example', '--out', 'logo.sgrec']);
  expect(finished.exitCode).toBe(0);
  expect(await targetsIn(join(shadowgate.folder, 'logo.sgrec'))).toEqual(['/logo.png']);
});

test('a .gor file', async () => {
  const finished = await importFile('traffic.gor', gor);
  expect(finished.stderr).toBe('');
  expect(finished.exitCode).toBe(0);
  const out = join(shadowgate.folder, 'traffic.sgrec');
  expect(await targetsIn(out)).toEqual(['/carts/1']);
  expect(JSON.stringify(await headersIn(out))).not.toContain('secret-4711');
});

test('a recording that exists stays as it is, unless it is to be overwritten', async () => {
  const out = join(shadowgate.folder, 'kept.sgrec');
  await writeFile(out, 'precious');
  const refused = await importFile('kept.har', har);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/^error bad-usage: kept\.sgrec exists already\.\n {2}→ .*--force/);
  expect(await readFile(out, 'utf8')).toBe('precious');
  expect((await importFile('kept.har', har, ['--force'])).exitCode).toBe(0);
  expect(await targetsIn(out)).toHaveLength(2);
});

test.each([
  ['broken.har', '{"log": ', [], /broken\.har is no HAR file/],
  ['elsewhere.har', har, ['--host', 'other.example'], /Nothing in elsewhere\.har could be imported/],
  ['notes.txt', 'hello', [], /notes\.txt ends in \.txt/],
  ['notes', 'hello', [], /notes ends in nothing/],
])(
  '%s: a clear error, no recording, and the one that was there stays',
  async (name, text, options, message) => {
    const out = join(shadowgate.folder, 'spared.sgrec');
    await writeFile(out, 'precious');
    const finished = await importFile(name, text, [...options, '--out', 'spared.sgrec', '--force']);
    expect(finished.exitCode).toBe(2);
    expect(finished.stderr).toMatch(/^error import-failed: .*\n {2}→ [A-Z]/);
    expect(finished.stderr).toMatch(message);
    expect(await readFile(out, 'utf8')).toBe('precious');
    expect((await readdir(shadowgate.folder)).filter((each) => each.endsWith('.part'))).toEqual([]);
  },
);

test('a file that is not there', async () => {
  const finished = await shadowgate.run(['import', 'nowhere.har']);
  expect(finished.exitCode).toBe(2);
  expect(finished.stderr).toMatch(/^error import-failed: nowhere\.har cannot be read \(ENOENT\)/);
});

async function importFile(name: string, text: string, options: readonly string[] = []): Promise<Finished> {
  await writeFile(join(shadowgate.folder, name), text);
  return shadowgate.run(['import', name, ...options]);
}

async function targetsIn(path: string): Promise<readonly string[]> {
  const targets: string[] = [];
  for await (const { target } of readExchanges(path)) targets.push(target);
  return targets;
}

async function headersIn(path: string): Promise<readonly unknown[]> {
  const headers: unknown[] = [];
  for await (const exchange of readExchanges(path)) headers.push(exchange.requestHeaders);
  return headers;
}

function entryFor(url: string): unknown {
  return {
    startedDateTime: '2026-11-01T10:00:00Z',
    time: 3,
    request: { method: 'GET', url, headers: [{ name: 'Authorization', value: 'Bearer secret-4711' }] },
    response: {
      status: 200,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      content: { mimeType: 'application/json', text: '{}' },
    },
  };
}
