// covers: settings-file.ts
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/domain/recording.ts';
import { readStandIns } from '../../src/recording/calls/read-stand-ins.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { aCall } from '../recording/a-call.ts';
import { anExchange, comparable } from '../recording/an-exchange.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

let shadowgate: CommandLine;
let path: string;

const exchanges: readonly Exchange[] = [
  anExchange({ id: 'x1', target: '/carts/17' }),
  anExchange({ id: 'x2', target: '/carts/18', responseBody: Uint8Array.of(0xff, 0x00) }),
  anExchange({ id: 'x3', target: '/carts/19', status: 404 }),
  anExchange({ id: 'x4', method: 'POST', target: '/orders', truncated: 'request' }),
  anExchange({ id: 'x5', target: '/\u001b[31mred', status: 0, failure: 'connection refused' }),
];

beforeAll(async () => {
  shadowgate = await createCommandLine();
  path = join(shadowgate.folder, 'traffic.sgrec');
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test\u001b[2J', keyId: '01234567' };
  const writer = await createRecording(path, header);
  for (const exchange of exchanges) await writer.append(exchange);
  await writer.close({ seen: 10, recorded: 5, truncated: 1, dropped: 5 });
});
afterAll(() => shadowgate.cleanUp());

test('says how whole the recording is, and counts per route and status', async () => {
  const { stdout, stderr, exitCode } = await shadowgate.run(['inspect', path]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^5 exchanges, recorded by test/);
  expect(stdout).toMatch(/completeness 40\.00 % · redaction key 01234567 · sha256:[0-9a-f]{64}/);
  expect(stdout).toMatch(/^ {2}GET \/carts\/\{id\} {2}2 × 200, 1 × 404$/m);
  expect(stdout).toMatch(/^ {2}not replayable {2}1 × no answer, 1 × 200$/m);
  expect(stdout).toMatch(/^ {2}not replayable: 1 · request body not whole$/m);
});

test('where no calls are recorded, three lines tell how to get them', async () => {
  const { stdout } = await shadowgate.run(['inspect', path]);
  expect(stdout).toMatch(
    /^no calls to other services are recorded[^\n]*\n {2}1\. .*--outbound-port.*\n {2}2\. .*\n {2}3\. .*stand-ins/m,
  );
});

test('calls are counted by host, those that passed unseen as well; --calls prints a file of stand-ins', async () => {
  const withCalls = join(shadowgate.folder, 'calls.sgrec');
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '01234567' };
  const writer = await createRecording(withCalls, header);
  await writer.append(anExchange());
  const calls = [
    aCall(),
    aCall({ id: 'c2', status: 503 }),
    aCall({ id: 'c3', url: 'http://stock.example:81/a' }),
  ];
  for (const call of calls) await writer.appendCall(call);
  const unseen = [{ host: 'pay.example:443', connections: 2 }];
  const counted = { seen: 3, recorded: 3, truncated: 0, dropped: 0, unseen };
  await writer.close({ seen: 1, recorded: 1, truncated: 0, dropped: 0, calls: counted });
  const { stdout } = await shadowgate.run(['inspect', withCalls]);
  expect(stdout).toContain(
    [
      ...['3 calls to other services', '  prices.example  1 × 200, 1 × 503', '  stock.example:81  1 × 200'],
      ...['  pay.example:443  2 × encrypted, not seen', ''],
    ].join('\n'),
  );
  const every = await shadowgate.run(['inspect', '--json', withCalls]);
  expect(every.stdout.split('\n').map((line) => /^\{"kind":"(\w+)"/.exec(line)?.[1])).toEqual([
    ...['exchange', 'call', 'call', 'call', undefined],
  ]);
  const alone = await shadowgate.run(['inspect', '--calls', withCalls]);
  expect(readStandIns(alone.stdout, 'a.ndjson').map(comparable)).toEqual(calls.map(comparable));
});

test('says of every credential what the replay makes of it, and never the credential', async () => {
  const file = join(shadowgate.folder, 'credentials.sgrec');
  const settings = join(shadowgate.folder, 'settings.yml');
  const token = 'sg_AbCdEfGhIjKlMnOpQrStUv';
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '01234567' };
  const writer = await createRecording(file, header);
  const requestHeaders = [['Authorization', `Bearer ${token}`]] as const;
  for (const id of ['x1', 'x2']) await writer.append(anExchange({ id, requestHeaders }));
  await writer.close({ seen: 2, recorded: 2, truncated: 0, dropped: 0 });
  const { stdout } = await shadowgate.run(['inspect', file]);
  expect(stdout).toMatch(
    /^ {2}header\.authorization {2}2 requests, 1 sessions · static-redacted \([0-9a-f]{6}\): .*replay: credentials/m,
  );
  expect(stdout).not.toContain(token);
  await writeFile(settings, `version: 1\nreplay:\n  credentials: [{ recorded: ${token}, replay: a }]\n`);
  const mapped = await shadowgate.run(['inspect', '--config', settings, file]);
  expect(mapped.stdout).toMatch(/2 requests, 1 sessions · mapped/);
});

test('nothing from the file steers the terminal', async () => {
  const { stdout } = await shadowgate.run(['inspect', path]);
  expect(stdout).not.toContain('\u001b');
  const json = await shadowgate.run(['inspect', '--json', path]);
  expect(json.stdout).not.toContain('\u001b');
});

test('--json prints every exchange as a line, bodies as text or base64', async () => {
  const { stdout, exitCode } = await shadowgate.run(['inspect', '--json', path]);
  expect(exitCode).toBe(0);
  const records = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records.map(({ id, target }) => [id, target])).toEqual(
    exchanges.map(({ id, target }) => [id, target]),
  );
  expect(records[0].responseBody).toEqual({ text: '{"items":[]}' });
  expect(records[1].responseBody).toEqual({ base64: '/wA=' });
});

test('a file that was cut off is shown as far as it goes, and what is lost is said', async () => {
  const cut = join(shadowgate.folder, 'cut.sgrec');
  const bytes = await readFile(path);
  await writeFile(cut, bytes.subarray(0, bytes.length - 10));
  const { stdout, exitCode } = await shadowgate.run(['inspect', cut]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^5 exchanges/);
  expect(stdout).toMatch(/^damaged: .*5 exchanges in 1 whole block/m);
});

test('what is no recording is refused', async () => {
  const text = join(shadowgate.folder, 'text.sgrec');
  await writeFile(text, 'hello');
  const { stderr, exitCode } = await shadowgate.run(['inspect', text]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error recording-not-recognised: .*text\.sgrec.*\n {2}→ /);
});
