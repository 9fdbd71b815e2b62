/** `shadowgate explain-noise` over the evidence of a real comparison of two builds of a noisy service. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { anExchange } from '../recording/an-exchange.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

/** Answers with an id, which is drawn anew by every process. */
const source = (id: string) => `const { createServer } = require('node:http');
const { randomUUID } = require('node:crypto');
createServer((request, response) => {
  const body = JSON.stringify({ id: ${id}, price: Number(request.url.split('/').pop()) });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
const settings = `version: 1
service: { start: node server.js, ready-path: /prices/1, determinism: { random: real } }
policy: { seniors: { users: [sara] } }
`;
const prices = [1, 2, 3, 4, 5, 6];

let shadowgate: CommandLine;
let recording: string;
beforeAll(async () => {
  shadowgate = await createCommandLine();
  recording = join(shadowgate.folder, 'traffic.sgrec');
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '01234567' };
  const writer = await createRecording(recording, header);
  for (const price of prices) {
    const body = Buffer.from(JSON.stringify({ id: '11111111-1111-4111-8111-111111111111', price }));
    await writer.append(anExchange({ id: `x${price}`, target: `/prices/${price}`, responseBody: body }));
  }
  await writer.close({ seen: 6, recorded: 6, truncated: 0, dropped: 0 });
  await writeFile(join(shadowgate.folder, 'settings.yml'), settings);
});
afterAll(() => shadowgate.cleanUp());

test('an id that is drawn anew is excused as what it is, with one that it hid', async () => {
  const { evidence, explained } = await explain('same', 'randomUUID()');
  expect(evidence.counts).toMatchObject({ counted: 0, noise: prices.length });
  expect(explained).toContain('GET /prices/{id}');
  expect(explained).toContain('6 exchanges, 4 answers of the unchanged build to each.');
  expect(explained).toMatch(/varies as +uuid 4, from 24 answers; differs in 6 of 6 exchanges/);
  expect(explained).toMatch(/hid +6 differences, such as [0-9a-f-]{36} →\s+[0-9a-f-]{36} \(x\d\)/);
  expect(explained).not.toContain('refused');
}, 120_000);

test('an id that is no such id any more stands, and it says why', async () => {
  const { evidence, explained } = await explain('short', "randomUUID().replaceAll('-', '')");
  expect(evidence.counts).toMatchObject({ counted: prices.length, noise: 0 });
  expect(explained).toMatch(/hid +nothing/);
  expect(explained).toMatch(/refused +6 differences, another form: varies there as uuid 4/);
}, 120_000);

async function explain(name: string, id: string): Promise<{ evidence: Evidence; explained: string }> {
  const [before, after] = [
    await folderWith(`${name}-before`, 'randomUUID()'),
    await folderWith(`${name}-after`, id),
  ];
  const folder = join(shadowgate.folder, `${name}-evidence`);
  const sources = ['--baseline', `dir:${before}`, '--candidate', `dir:${after}`, '--recording', recording];
  const config = ['--config', join(shadowgate.folder, 'settings.yml'), '--evidence', folder, '--quiet'];
  const compared = await shadowgate.run(['compare', ...sources, ...config]);
  expect(compared.stderr).toBe('');
  const evidence: Evidence = JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8'));
  const { stdout, exitCode } = await shadowgate.run([
    'explain-noise',
    '--evidence',
    folder,
    '--place',
    'body/id',
  ]);
  expect(exitCode).toBe(0);
  return { evidence, explained: stdout };
}

async function folderWith(name: string, id: string): Promise<string> {
  const folder = join(shadowgate.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'server.js'), source(id));
  return folder;
}
