// covers: ports.ts
/** The library as a program of somebody else uses it: through src/index.ts alone. */
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  agentPathFrom,
  compareSources,
  createRecording,
  createRedactor,
  createTeardown,
  detectProvenance,
  errorCodes,
  exitCodes,
  GateError,
  gateChange,
  judgeEvidence,
  type Ports,
  type ProgressEvent,
  type Review,
  readEvidence,
  readExchanges,
  renderMarkdown,
  startRecordingProxy,
  summariseRecording,
} from '../../src/index.ts';
import { createPricedService, type PricedService } from '../support/priced-service.ts';

let folder: string;
let service: PricedService;
let ports: Ports;
const told: ProgressEvent[] = [];

beforeAll(async () => {
  [folder, service] = await Promise.all([
    mkdtemp('/tmp/sg-lib-').then((made) => realpath(made)),
    createPricedService(),
  ]);
});
beforeEach(() => {
  const teardown = createTeardown({ journalFolder: join(folder, 'journal') });
  ports = {
    environment: { PATH: process.env['PATH'], HOME: folder },
    onProgress: (event) => void told.push(event),
    signal: teardown.signal,
    teardown,
    agentPath: agentPathFrom(import.meta.url),
    version: 'library-test',
    now: () => new Date(),
  };
});
afterEach(() => ports.teardown.run());
afterAll(async () => {
  await Promise.all([service.repository.cleanUp(), rm(folder, { recursive: true })]);
});

test('gates a change, and judges its evidence again once a senior has reviewed it', async () => {
  const evidenceFolder = join(folder, 'gated');
  const request = { repositoryFolder: service.repository.folder, base: 'main', head: 'topic' };
  const gated = await gateChange({ ...request, evidenceFolder, allowDirty: false }, ports);
  expect(gated.change.head).toBe(service.head);
  expect(gated.evidence.provenance).toEqual(detectProvenance(gated.change));
  expect(gated.evidence.tool).toBe('shadowgate library-test');
  expect(gated.evidence.clusters[0]?.firstDivergence).toMatchObject({ file: 'service.js', candidateLine: 5 });
  expect(told.some((event) => event.kind === 'replayed' && event.run === 'explain')).toBe(true);

  const onFile = await readEvidence(evidenceFolder);
  expect(onFile).toEqual({ evidence: gated.evidence, evidenceDigest: gated.evidenceDigest });
  const asked = { ...onFile, policy: gated.policy, excluded: [] };
  expect(judgeEvidence({ ...asked, reviews: [] }).kind).toBe('awaiting-approval');
  const review: Review = {
    ...{ id: '1', user: 'sara', userIsBot: false, role: 'maintain', teams: [], state: 'approved' },
    ...{ commit: service.head, submittedAt: new Date(Date.now() + 1000).toISOString() },
    ...{ evidenceDigest: gated.evidenceDigest, policyDigest: gated.policy.digest },
  };
  const verdict = judgeEvidence({ ...asked, reviews: [review] });
  expect(verdict.kind).toBe('passed');
  expect(renderMarkdown({ ...onFile, verdict, limit: 10_000 })).toContain('sara');
  const took = judgeEvidence({
    ...asked,
    reviews: [review],
    excluded: [{ user: 'sara', why: 'is an author' }],
  });
  expect(took.kind).toBe('awaiting-approval');
}, 180_000);

test('records a service, and compares it with another one that runs', async () => {
  const before = await serve((price) => price * 2);
  const after = await serve((price) => price * 2 + (price === 3 ? 1 : 0));
  const path = join(folder, 'library.sgrec');
  const redactor = createRedactor(Buffer.from('a key of some length'));
  const header = { createdAt: new Date().toISOString(), recorder: 'a library user', keyId: redactor.keyId };
  const writer = await createRecording(path, header);
  const problems: string[] = [];
  const proxy = await startRecordingProxy({
    ...{ upstream: new URL(before.origin), port: 0, redactor, maximumBodyBytes: 1024, now: Date.now },
    append: (exchange) => writer.append(exchange),
    onProblem: (problem) => void problems.push(problem),
  });
  for (const price of [1, 2, 3]) await (await fetch(`http://127.0.0.1:${proxy.port}/prices/${price}`)).text();
  await writer.close(await proxy.stop());
  expect(problems).toEqual([]);
  expect(await summariseRecording(path)).toMatchObject({ exchanges: 3, completeness: 1 });
  const targets: string[] = [];
  for await (const { target } of readExchanges(path)) targets.push(target);
  expect(targets).toEqual(['/prices/1', '/prices/2', '/prices/3']);

  const { evidence, policy } = await compareSources(
    {
      ...{ baseline: `url:${before.origin}`, candidate: `url:${after.origin}`, recordingPath: path },
      ...{ repositoryFolder: folder, evidenceFolder: join(folder, 'compared'), settingsFile: null },
    },
    ports,
  );
  expect(policy.source).toBe('built-in default');
  expect(evidence.clusters.map(({ example }) => example.target)).toEqual(['/prices/3']);
  await Promise.all([before.close(), after.close()]);
});

test('an expected failure is a GateError with one of the codes', async () => {
  const request = { repositoryFolder: folder, base: 'main', head: 'topic', evidenceFolder: folder };
  const error: unknown = await gateChange({ ...request, allowDirty: false }, ports).catch((cause) => cause);
  expect(error).toBeInstanceOf(GateError);
  expect(error).toMatchObject({ code: 'not-a-repository', remedy: expect.stringMatching(/^[A-Z]/) });
  expect(errorCodes).toContain((error as GateError).code);
  expect(exitCodes).toEqual({ passed: 0, notPassed: 1, undecided: 2 });
});

async function serve(total: (price: number) => number) {
  const server = createServer((request, response) => {
    const price = Number(request.url?.split('/').pop());
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ price, total: total(price) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { origin: `http://127.0.0.1:${port}`, close };
}
