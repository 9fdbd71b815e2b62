/**
 * `npm run bench:large-bodies [-- --megabytes N]`: how much the memory of the recorder and of the replay grows by one body of 100 MB up and
 * one down. Each runs in a process of its own and tells its largest resident size; the services stand in this one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startLargeService } from './large-service.ts';

const child = join(import.meta.dirname, 'measured-child.ts');
const results = resolve(import.meta.dirname, '../results/large-bodies.json');
const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '100' } } });
const bytes = Number(values.megabytes) * 1_000_000;
const folder = mkdtempSync(join(tmpdir(), 'bench-large-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

type Growth = {
  readonly task: string;
  readonly direction: string;
  readonly beforeMB: number;
  readonly growthMB: number;
};

type Told = {
  readonly port?: number;
  readonly before?: number;
  readonly after?: number;
  readonly compared?: number;
  readonly divergences?: number;
};

const service = await startLargeService();
const growths: Growth[] = [];
for (const direction of ['down', 'up'] as const) {
  const path = join(folder, `${direction}.sgrec`);
  growths.push(await measureRecorder(path, direction));
  growths.push(await measureReplay(path, direction));
}
service.stop();
console.table(growths);
writeFileSync(results, `${JSON.stringify({ bytes, growths }, null, 2)}\n`);

async function measureRecorder(path: string, direction: 'down' | 'up'): Promise<Growth> {
  const recorder = start('record', path);
  const lines = linesOf(recorder);
  const { port } = await lines();
  await ask(port ?? 0, direction);
  recorder.stdin?.end();
  return growthOf('record', direction, await lines());
}

async function measureReplay(path: string, direction: string): Promise<Growth> {
  const told = await linesOf(start('replay', path))();
  const { compared, divergences } = told;
  if (compared !== 1 || divergences !== 0) throw new Error(`not compared: ${JSON.stringify(told)}`);
  return growthOf('replay', direction, told);
}

function start(task: string, path: string): ChildProcess {
  return spawn(process.execPath, [child, task, path, service.origin], { stdio: ['pipe', 'pipe', 'inherit'] });
}

function linesOf({ stdout }: ChildProcess): () => Promise<Told> {
  if (stdout === null) throw new Error('the child has no output');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async () => JSON.parse(String((await lines.next()).value));
}

async function ask(port: number, direction: 'down' | 'up'): Promise<void> {
  const upload = direction === 'up';
  const request = httpRequest({
    ...{ host: '127.0.0.1', port, method: upload ? 'POST' : 'GET', path: `/?bytes=${bytes}` },
    headers: upload ? { 'content-type': 'application/octet-stream', 'content-length': bytes } : {},
  });
  const answered = once(request, 'response');
  const piece = Buffer.alloc(1_000_000, 'some bytes that are sent');
  for (let sent = 0; upload && sent < bytes; sent += piece.length) {
    if (!request.write(piece)) await once(request, 'drain');
  }
  request.end();
  const [answer] = await answered;
  for await (const _chunk of answer);
}

function growthOf(task: string, direction: string, told: Told): Growth {
  const inMB = (size = 0): number => Math.round(size / 1_000_000);
  const { before = 0, after = 0 } = told;
  return { task, direction, beforeMB: inMB(before), growthMB: inMB(after - before) };
}
