/** WebSockets and streams of events through the whole of it: recorder, recording, and the comparison of two builds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { aRecorder } from '../recording/a-recorder.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const app = resolve(import.meta.dirname, '../fixtures/apps/trading-floor');
const library = resolve(import.meta.dirname, '../../node_modules/ws');
let shadowgate: CommandLine;
let recording: string;

beforeAll(async () => {
  shadowgate = await createCommandLine();
  recording = join(shadowgate.folder, 'traffic.sgrec');
  await recordTraffic(recording);
}, 60_000);
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(() => shadowgate.cleanUp());

test('equal builds give no divergence, and answer as production did', async () => {
  const evidence = await compareWith('same', {});
  expect(evidence.counts.counted).toBe(0);
  expect(evidence.plan.leftOut).toEqual([]);
  expect(evidence.fidelity).toMatchObject({ share: 1 });
}, 120_000);

test('a changed, a missing and an added message, another close and a changed event are found', async () => {
  const evidence = await compareWith('other', {
    'cents: 120': 'cents: 121',
    "say({ kind: 'opened' });": ';',
    "say({ kind: 'filled', quantity });": "{ say({ kind: 'filled', quantity }); say({ kind: 'extra' }); }",
    "close(4000, 'floor closed')": "close(4001, 'floor closed')",
    'data: {"n":2}': 'data: {"n":20}',
  });
  const found = evidence.clusters.map(
    ({ kind, pattern }: { kind: string; pattern: string }) => `${kind} ${pattern}`,
  );
  expect(found.sort()).toEqual([
    'element-added body/*',
    'element-removed body/*',
    'value-changed body/(close)/code',
    'value-changed body/*/cents',
    'value-changed body/*/data/n',
  ]);
}, 120_000);

/** Two conversations and a stream, as clients have them in production. */
async function recordTraffic(path: string): Promise<void> {
  const floor = spawn(process.execPath, [join(app, 'server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(floor.stdout, 'data');
  const [, port] = /port (\d+)/.exec(String(line)) ?? [];
  const writer = await createRecording(path, {
    ...{ createdAt: '2026-01-01T00:00:00.000Z', recorder: 'test', keyId: '0123abcd' },
  });
  const recorder = await aRecorder(new URL(`http://127.0.0.1:${port}`), {
    append: (exchange) => writer.append(exchange),
    now: Date.now,
  });
  try {
    await converse(recorder.proxy.port, [
      '{"op":"open"}',
      '{"op":"price","sku":"A-1"}',
      '{"op":"order","quantity":3}',
    ]);
    await converse(recorder.proxy.port, ['{"op":"price","sku":"B-2"}', '{"op":"leave"}']);
    await watch(recorder.proxy.port);
    const counters = await recorder.proxy.stop();
    expect(counters).toEqual({ seen: 3, recorded: 3, truncated: 0, dropped: 0 });
    await writer.close(counters);
  } finally {
    floor.kill();
    await once(floor, 'close');
  }
}

/** Says each message once the last was answered; the service closes after the last. */
async function converse(port: number, messages: readonly string[]): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/floor`);
  const over = once(socket, 'close');
  await once(socket, 'message');
  for (const message of messages) {
    const answered = Promise.race([once(socket, 'message'), over]);
    socket.send(message);
    await answered;
  }
  socket.close(1000, 'enough');
  await over;
}

async function watch(port: number): Promise<void> {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/ticks' }).end();
  request.on('error', () => undefined);
  const [answer] = await once(request, 'response');
  let text = '';
  for await (const chunk of answer) {
    text += chunk;
    if (text.includes('"n":3')) break;
  }
  request.destroy();
}

async function compareWith(name: string, changes: Readonly<Record<string, string>>) {
  const before = await build(`${name}-before`, {});
  const after = await build(`${name}-after`, changes);
  const folder = join(shadowgate.folder, `evidence-${name}`);
  const config = join(shadowgate.folder, 'settings.yml');
  await writeFile(config, 'version: 1\nservice: { start: node server.mjs, ready-path: / }\n');
  const sides = ['--baseline', `dir:${before}`, '--candidate', `dir:${after}`];
  const finished = await shadowgate.run([
    ...['compare', ...sides, '--recording', recording, '--evidence', folder, '--quiet'],
    ...['--config', config],
  ]);
  expect(finished.stderr).toBe('');
  return JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8'));
}

/** A build with its dependency, and with some of its source replaced. */
async function build(name: string, changes: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(shadowgate.folder, name);
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await cp(library, join(folder, 'node_modules/ws'), { recursive: true });
  let source = await readFile(join(app, 'server.mjs'), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    expect(source).toContain(from);
    source = source.replace(from, to);
  }
  await writeFile(join(folder, 'server.mjs'), source);
  return folder;
}
