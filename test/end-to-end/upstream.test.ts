// covers: open-upstream.ts
// covers: run-upstream.ts
/** A service that calls two others, gated with nothing of them there but what was recorded. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { compareSources } from '../../src/compare-sources.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { OnProgress } from '../../src/domain/progress.ts';
import type { Exchange, RecordedCall } from '../../src/domain/recording.ts';
import { judgeEvidence } from '../../src/gate-change.ts';
import type { Ports } from '../../src/ports.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { aCall } from '../recording/a-call.ts';
import { somePorts } from '../support/some-ports.ts';

/** Takes an order: asks the price of it over plain HTTP, then charges over HTTPS. */
const shop = (
  change: { readonly price?: string; readonly charge?: string; readonly after?: string } = {},
) => `
const { createServer, get } = require('node:http');
const { randomUUID } = require('node:crypto');
const priceOf = (sku) => new Promise((resolve, reject) => {
  get('http://prices.example/v1/prices?sku=' + sku${change.price ?? ''}, (response) => {
    let text = '';
    response.on('data', (part) => { text += part; });
    response.on('end', () => resolve(JSON.parse(text).price));
  }).on('error', reject);
});
const server = createServer(async (request, response) => {
  try {
    const sku = request.url.split('/').pop();
    const price = await priceOf(sku);
    const charged = await fetch('https://pay.example/v1/charges', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: randomUUID(), amount: ${change.charge ?? 'price * 2'}, currency: 'EUR' }),
    });
    const { state } = await charged.json();
    ${change.after ?? ''}
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sku, price, state }));
  } catch (error) { response.writeHead(500).end(String(error)); }
});
server.listen(Number(process.env.PORT), '127.0.0.1');
`;

const skus = [1, 2, 3, 4, 5, 6];
const idOf = (sku: number): string => `x00000${sku}`;

function exchangeOf(sku: number): Exchange {
  return {
    ...{
      id: idOf(sku),
      session: 'one',
      startedAt: sku * 1000,
      durationMs: 5,
      method: 'POST',
      target: `/orders/${sku}`,
    },
    ...{ requestHeaders: [], status: 200, requestBody: new Uint8Array() },
    responseHeaders: [['content-type', 'application/json']],
    responseBody: Buffer.from(JSON.stringify({ sku: String(sku), price: sku * 100, state: 'paid' })),
  };
}

function callsOf(sku: number): readonly RecordedCall[] {
  const known = { exchangeId: idOf(sku), session: 'one', lifetime: 'exchange' } as const;
  return [
    aCall({
      ...known,
      id: `c${sku}a`,
      startedAt: sku * 1000 + 1,
      url: `http://prices.example/v1/prices?sku=${sku}`,
      responseBody: Buffer.from(`{"price":${sku * 100}}`),
    }),
    aCall({
      ...known,
      id: `c${sku}b`,
      startedAt: sku * 1000 + 2,
      method: 'POST',
      url: 'https://pay.example/v1/charges',
      requestHeaders: [['content-type', 'application/json']],
      requestBody: Buffer.from(
        JSON.stringify({
          key: `5a0f7ddc-7e5c-4a3b-9d61-00000000000${sku}`,
          amount: sku * 200,
          currency: 'EUR',
        }),
      ),
      responseBody: Buffer.from('{"state":"paid"}'),
    }),
  ];
}

let folder: string;
let number = 0;
let ports: Ports;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sg-world-'));
  await writeRecording('whole.sgrec', skus.flatMap(callsOf));
  await writeRecording('none.sgrec', []);
});
afterEach(() => ports.teardown.run());
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeRecording(name: string, calls: readonly RecordedCall[]): Promise<void> {
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(join(folder, name), header);
  for (const sku of skus) await writer.append(exchangeOf(sku));
  for (const call of calls) await writer.appendCall(call);
  await writer.close({ seen: skus.length, recorded: skus.length, truncated: 0, dropped: 0 });
}

async function sourceOf(text: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  number += 1;
  const path = join(folder, `source-${number}`);
  await mkdir(path);
  for (const [name, content] of Object.entries({ 'server.js': text, ...others }))
    await writeFile(join(path, name), content);
  return `dir:${path}`;
}

/** A rule that hangs on the replay: without one, what the replay cannot tell would not matter. */
const blocking =
  'replay: { exchange-timeout: 60s }\npolicy: { rules: [{ name: any change, when: { findings: counted }, require: block }] }\n';

type Compared = { readonly evidence: Evidence; readonly kind: string };

async function compare(
  candidate: string,
  options: {
    readonly recording?: string;
    readonly settings?: string;
    readonly standIns?: string;
    readonly onProgress?: OnProgress;
  } = {},
): Promise<Compared> {
  number += 1;
  ports = { ...somePorts(folder), ...(options.onProgress ? { onProgress: options.onProgress } : {}) };
  const others = options.standIns === undefined ? {} : { 'answers.ndjson': options.standIns };
  const compared = await compareSources(
    {
      baseline: await sourceOf(shop(), others),
      candidate: await sourceOf(candidate),
      recordingPath: join(folder, options.recording ?? 'whole.sgrec'),
      repositoryFolder: folder,
      evidenceFolder: join(folder, `evidence-${number}`),
      settingsFile: { path: 'shadowgate.yml', text: `${options.settings ?? 'version: 1\n'}${blocking}` },
    },
    ports,
  );
  const { kind } = judgeEvidence({ ...compared, reviews: [], excluded: [] });
  return { evidence: compared.evidence, kind };
}

const shown = ({ evidence }: Compared): readonly string[] =>
  evidence.clusters.map(({ kind, pattern, exchanges }) => `${exchanges} ${kind} ${pattern}`).sort();

describe('a service whose calls are recorded', () => {
  test('answers as in production, every call matched, and a change that moves nothing passes', async () => {
    const compared = await compare(`${shop()}// a remark\n`);
    expect(compared.evidence.fidelity.share).toBe(1);
    expect(compared.evidence.shadow.upstream).toEqual({
      ...{ recorded: 12, calls: 12, matched: 12, share: 1, hosts: [], misses: [], untied: 0 },
    });
    expect(shown(compared)).toEqual([]);
    expect(compared.kind).toBe('passed');
  });

  test('another amount that is charged is found, though every answer is the same', async () => {
    const compared = await compare(shop({ charge: 'price * 2 + 1' }));
    expect(shown(compared)).toEqual([
      '6 outbound-call-changed outbound/POST pay.example/v1/charges/body/amount',
    ]);
    expect(compared.evidence.clusters[0]?.example).toMatchObject({ baseline: '200', candidate: '201' });
  });

  test('a call that is new is found and told apart from those recorded', async () => {
    const compared = await compare(shop({ after: "await fetch('https://audit.example/log?user=7');" }));
    expect(shown(compared)).toEqual(['6 outbound-call-added outbound/GET audit.example/log']);
    expect(compared.evidence.shadow.upstream?.share).toBe(1);
  });

  test('a call that is gone is found', async () => {
    const gone = shop().replace('await priceOf(sku)', 'Number(sku) * 100');
    expect(shown(await compare(gone))).toEqual([
      '6 outbound-call-removed outbound/GET http://prices.example/v1/prices',
    ]);
  });

  test('a call with another address is one that is gone and one that is new', async () => {
    const compared = await compare(shop().replace('/v1/charges', '/v2/charges'));
    expect(shown(compared)).toContain('6 outbound-call-added outbound/POST pay.example/v2/charges');
    expect(shown(compared)).toContain('6 outbound-call-removed outbound/POST pay.example/v1/charges');
  });
});

/** Takes the socket of a stand-in away while a run replays, as a service that is not shut in could. */
async function loseStandIn(run: 'observe' | 'explain', marker: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const work = join(tmpdir(), name);
    const owner = await readFile(join(work, '.shadowgate-run'), 'utf8').catch(() => null);
    if (owner === marker) await rm(join(work, run, 'up-c', 'up.sock'));
  }
}

describe('a stand-in that is lost', () => {
  test.each(['observe', 'explain'] as const)('ends the gate in the %s run', async (run) => {
    let losing: Promise<void> | null = null;
    let ready = 0;
    const comparing = compare(shop(), {
      onProgress(event) {
        if (event.kind !== 'instance' || event.role !== 'candidate' || event.state !== 'ready') return;
        ready += 1;
        if (ready === (run === 'observe' ? 1 : 2)) losing = loseStandIn(run, ports.teardown.marker);
      },
    });
    await expect(comparing).rejects.toMatchObject({
      code: 'stand-in-lost',
      message: expect.stringContaining('ENOENT'),
    });
    await losing;
  });

  test('is noticed while the replay goes on, not at its end', async () => {
    const done: number[] = [];
    const slowOnFailure = shop().replace(
      'response.writeHead(500)',
      'await new Promise((go) => setTimeout(go, 600)); response.writeHead(500)',
    );
    const comparing = compare(slowOnFailure, {
      onProgress(event) {
        if (event.kind === 'replayed') done.push(event.done);
        if (event.kind === 'instance' && event.role === 'candidate' && event.state === 'ready')
          void loseStandIn('observe', ports.teardown.marker);
      },
    });
    await expect(comparing).rejects.toMatchObject({ code: 'stand-in-lost' });
    expect(Math.max(0, ...done)).toBeLessThan(skus.length);
  });
});

describe('a service whose calls are not recorded', () => {
  test('is undecided, and the hosts and what to do are named', async () => {
    const { evidence, kind } = await compare(shop(), { recording: 'none.sgrec' });
    expect(kind).toBe('inconclusive');
    const hosts = ['pay.example', 'prices.example'];
    expect(evidence.shadow.upstream).toMatchObject({ recorded: 0, share: 0, hosts });
  });

  test('can be given answers that were written by hand', async () => {
    const lines = [
      ...skus.map((sku) => ({
        ...{ method: 'GET', url: `http://prices.example/v1/prices?sku=${sku}`, status: 200 },
        responseBody: { json: { price: sku * 100 } },
      })),
      {
        ...{ method: 'POST', url: 'https://pay.example/v1/charges', status: 200 },
        ...{
          responseHeaders: { 'content-type': 'application/json' },
          responseBody: { json: { state: 'paid' } },
        },
      },
    ];
    const { evidence, kind } = await compare(`${shop()}\n`, {
      recording: 'none.sgrec',
      standIns: lines.map((line) => JSON.stringify(line)).join('\n'),
      settings: 'version: 1\nservice: { upstream: { stand-ins: [answers.ndjson] } }\n',
    });
    expect(evidence.shadow.upstream).toMatchObject({ recorded: 7, calls: 12, share: 1 });
    expect(evidence.fidelity.share).toBe(1);
    expect(kind).toBe('passed');
  });

  test('a status of its own can stand for every miss', async () => {
    const { evidence } = await compare(shop(), {
      recording: 'none.sgrec',
      settings: 'version: 1\nservice: { upstream: { on-miss: 404 } }\n',
    });
    expect(evidence.shadow.upstream?.share).toBe(0);
  });

  test('switched off, nothing is said of calls but what the agent saw', async () => {
    const { evidence } = await compare(shop(), {
      settings: 'version: 1\nservice: { upstream: { enabled: false } }\n',
    });
    expect(evidence.shadow.upstream).toBeUndefined();
    expect(evidence.warnings.join('\n')).toContain('got no answer');
  });
});
