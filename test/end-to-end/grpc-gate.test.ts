/** A change of a gRPC service through the gate: what is held still, which lines were exercised, and where the programs part. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Evidence, evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { aHeader } from '../recording/an-exchange.ts';
import { messageByTool, settingsPath } from '../support/priced-service.ts';
import { recordVisit } from '../support/record-and-replay.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const app = resolve(import.meta.dirname, '../fixtures/apps/price-calls');
const modules = resolve(import.meta.dirname, '../../node_modules');
const settings = `version: 1
service: { name: prices, start: node server.cjs }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;

let shadowgate: CommandLine;
let repository: TestRepository;

beforeAll(async () => {
  shadowgate = await createCommandLine();
  repository = await createRepository();
  const { folder } = repository;
  await cp(join(app, 'server.cjs'), join(folder, 'server.cjs'));
  // Shadow builds have no dependencies to install: the library is one file among the sources.
  await promisify(execFile)(join(modules, '.bin/esbuild'), [
    ...[join(modules, '@grpc/grpc-js/build/src/index.js'), '--bundle', '--platform=node'],
    `--outfile=${join(folder, 'node_modules/@grpc/grpc-js/index.js')}`,
  ]);
  await recordCalls(folder, join(folder, 'traffic.sgrec'));
  await repository.commit({ message: 'Tell prices', files: { [settingsPath]: settings } });
}, 60_000);
afterEach(async () => expect(await shadowgate.leftovers()).toEqual([]));
afterAll(async () => {
  await shadowgate.cleanUp();
  await repository.cleanUp();
});

test('a change of nothing: both answer alike to the byte, ids and instants with it', async () => {
  const evidence = await gateChange('same', 'reduced', 'cheaper');
  expect(evidence.counts).toEqual({ counted: 0, noise: 0, ignored: 0, flaky: 0 });
  expect(evidence.plan).toMatchObject({ exchanges: 3, leftOut: [] });
  expect(evidence.exercise).toMatchObject({ known: true, executedLines: 2, changedLines: 2 });
}, 120_000);

test('a change of a price: the line where the programs part', async () => {
  const evidence = await gateChange('floor', 'Math.round', 'Math.floor');
  // 4505 and 3333 less a tenth: 4054.5 and 2999.7.
  expect(evidence.counts).toMatchObject({ counted: 2, noise: 0 });
  const [cluster] = evidence.clusters;
  expect(cluster).toMatchObject({ route: 'POST /shop.Prices/Ask', pattern: 'body/*/field-1/*' });
  expect(cluster?.firstDivergence).toMatchObject({ file: 'server.cjs', candidateLine: 9 });
  expect(evidence.exercise).toMatchObject({ known: true, executedLines: 1, changedLines: 1 });
}, 120_000);

/** The evidence of a change that puts one word for another, by a coding tool. */
async function gateChange(branch: string, from: string, to: string): Promise<Evidence> {
  await repository.switchTo('main');
  await repository.branch(branch);
  const source = await readFile(join(app, 'server.cjs'), 'utf8');
  expect(source).toContain(from);
  await repository.commit({ message: messageByTool, files: { 'server.cjs': source.replaceAll(from, to) } });
  const folder = join(shadowgate.folder, `evidence-${branch}`);
  const command = ['gate', '--base', 'main', '--head', branch, '--evidence', folder];
  await shadowgate.run(command, { cwd: repository.folder });
  return evidenceSchema.parse(JSON.parse(await readFile(join(folder, 'evidence.json'), 'utf8')));
}

async function recordCalls(folder: string, path: string): Promise<void> {
  const service = spawn(process.execPath, [join(folder, 'server.cjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(service.stdout, 'data');
    const [, port] = /port (\d+)/.exec(String(line)) ?? [];
    const origin = `http://127.0.0.1:${port}`;
    const recorded = await recordVisit({ origin, stop: () => undefined }, async (recorder) => {
      for (const sku of ['kettle', 'lamp', 'pan']) await ask(recorder, sku);
    });
    const writer = await createRecording(path, aHeader);
    for (const exchange of recorded) await writer.append(exchange);
    const count = recorded.length;
    await writer.close({ seen: count, recorded: count, truncated: 0, dropped: 0 });
  } finally {
    service.kill();
    await once(service, 'close');
  }
}

async function ask(origin: string, sku: string): Promise<void> {
  const client = new Client(new URL(origin).host, credentials.createInsecure());
  const request = Buffer.concat([Buffer.from([10, sku.length]), Buffer.from(sku)]);
  const asIs = (bytes: Buffer): Buffer => bytes;
  await new Promise<void>((resolve, reject) => {
    client.makeUnaryRequest('/shop.Prices/Ask', asIs, asIs, request, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  client.close();
}
