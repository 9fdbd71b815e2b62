// covers: find-touched-routes.ts
// covers: cache-folder.ts
/** A recording of 5,000 exchanges, a budget with room for a tenth of them, and a fault that one rare route meets. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Evidence, evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

const settings = `version: 1
service: { name: shop, start: node service.js, ready-path: /products/1 }
recording: traffic.sgrec
replay: { budget: 900ms }
policy: { seniors: { users: [sara] } }
`;
const service = `const { createServer } = require('node:http');
const { taxOf } = require('./tax.js');
const orders = new Map();
const answer = (method, path) => {
  const [, kind, id, part] = path.split('/');
  if (method === 'POST') {
    const made = { id: 'ord-' + (orders.size + 1) + '-f3a9c1', state: 'new' };
    orders.set(made.id, made);
    return made;
  }
  if (kind === 'orders') return orders.get(id) ?? null;
  if (part === 'tax') return { invoice: Number(id), tax: taxOf(Number(id)) };
  return { kind, id: Number(id), price: Number(id) % 90 };
};
createServer((request, response) => {
  const body = answer(request.method, request.url);
  response.writeHead(body === null ? 404 : request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
const taxSource = (limit: string) => `exports.taxOf = (invoice) => {
  if (invoice ${limit} 4800) return 0;
  return Math.round(invoice * 0.19);
};
`;
const count = 5_000;
const isOrder = (index: number) => index % 50 >= 48;
const isTax = (index: number) => index % 400 === 300;

let shadowgate: CommandLine;
let repository: TestRepository;
let first: Gated;
let second: Gated;

beforeAll(async () => {
  shadowgate = await createCommandLine();
  repository = await createRepository();
  const files = { 'service.js': service, 'tax.js': taxSource('>='), '.github/shadowgate.yml': settings };
  const manifest = { 'package.json': '{ "name": "shop", "version": "1.0.0", "private": true }\n' };
  const base = await repository.commit({
    message: 'Sell',
    files: { ...files, ...manifest, 'traffic.sgrec': await recordedTraffic() },
  });
  await repository.git('update-ref', 'refs/remotes/origin/main', base);
  await repository.branch('topic');
  const message = 'Tax large invoices\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
  await repository.commit({ message, files: { 'tax.js': taxSource('>') } });
  first = await gate('first');
  second = await gate('second');
}, 180_000);
afterAll(async () => {
  expect(await shadowgate.leftovers()).toEqual([]);
  await shadowgate.cleanUp();
  await repository.cleanUp();
});

test('the fault is found although a tenth of the recording is replayed', () => {
  const { plan, clusters } = first.evidence;
  expect(first.finished.stdout).toMatch(/^Shadowgate: awaiting approval/);
  expect(clusters.map(({ route, pattern }) => `${route} ${pattern}`)).toEqual([
    'GET /invoices/{id}/tax body/tax',
  ]);
  expect(plan.exchanges).toBeLessThan(count / 5);
  expect(plan.exchanges).toBeGreaterThan(count / 50);
});

test('every exchange of the route that reaches the change was chosen, for that reason', () => {
  const reached = Array.from({ length: count }, (_, index) => index).filter(isTax);
  expect(first.evidence.plan.chosen?.[0]).toEqual({
    reason: 'its route reaches changed code',
    exchanges: reached.length,
  });
});

test('what was left out is counted, in the evidence and for a reader', () => {
  const { plan } = first.evidence;
  const left = plan.leftOut.reduce((sum, { exchanges }) => sum + exchanges, 0);
  expect(plan.exchanges + left).toBe(count);
  expect(plan.notSent).toBe(0);
  expect(plan.chosen?.reduce((sum, { exchanges }) => sum + exchanges, 0)).toBe(plan.exchanges);
  const text = first.finished.stdout.replace(/\s+/g, ' ');
  expect(text).toContain(`of 5,000 exchanges on ${plan.routes} routes`);
  expect(text).toContain('chosen for 0.9 s: 12 (its route reaches changed code)');
});

test('orders were replayed after those that made them, so that every one of them was there', () => {
  const { fidelity, plan, replay } = first.evidence;
  expect(replay?.values.unresolved).toBe(0);
  // Where the time is short, fewer orders are made, and the later ones count from a lower number. Nothing else may differ.
  expect(fidelity.examples.filter((text) => !/ POST \/orders: body\/id /.test(text))).toEqual([]);
  expect(plan.routes).toBe(4);
});

test('the next gate remembers which routes reach the file, and chooses the same', () => {
  expect(first.finished.stderr).toContain('which routes reach the change');
  expect(second.finished.stderr).not.toContain('which routes reach the change');
  expect(second.evidence.plan.chosen?.[0]).toEqual(first.evidence.plan.chosen?.[0]);
});

type Gated = { readonly finished: Finished; readonly evidence: Evidence };

async function gate(name: string): Promise<Gated> {
  const folder = join(shadowgate.folder, `evidence-${name}`);
  const finished = await shadowgate.run(
    ['gate', '--base', 'origin/main', '--head', 'topic', '--evidence', folder],
    { cwd: repository.folder },
  );
  const text = await readFile(join(folder, 'evidence.json'), 'utf8').catch(() => null);
  if (text === null) throw new Error(`${finished.stdout}\n${finished.stderr}`);
  return { finished, evidence: evidenceSchema.parse(JSON.parse(text)) };
}

async function recordedTraffic(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-budget-'));
  try {
    const path = join(folder, 'traffic.sgrec');
    const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
    const writer = await createRecording(path, header);
    for (let index = 0; index < count; index += 1) await writer.append(exchangeOf(index));
    await writer.close({ seen: count, recorded: count, truncated: 0, dropped: 0 });
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Mostly products; now and then an order that is made and looked at by one client, and the tax of an invoice. */
function exchangeOf(index: number): Exchange {
  const order = `ord-${Math.floor(index / 50) + 1}-f3a9c1`;
  if (isTax(index)) {
    const invoice = index === 4_700 ? 4_800 : index;
    return recorded(
      index,
      { target: `/invoices/${invoice}/tax` },
      { invoice, tax: invoice >= 4800 ? 0 : Math.round(invoice * 0.19) },
    );
  }
  if (!isOrder(index))
    return recorded(
      index,
      { target: `/products/${index}` },
      { kind: 'products', id: index, price: index % 90 },
    );
  const session = `client-${Math.floor(index / 50)}`;
  const made = { id: order, state: 'new' };
  if (index % 50 === 48)
    return recorded(index, { session, method: 'POST', target: '/orders', status: 201 }, made);
  return recorded(index, { session, target: `/orders/${order}` }, made);
}

function recorded(index: number, parts: Partial<Exchange>, body: unknown): Exchange {
  return {
    id: `x${String(index + 1).padStart(6, '0')}`,
    session: '',
    startedAt: Date.parse('2026-11-01T10:00:00.000Z') + index * 20,
    durationMs: 2,
    method: 'GET',
    target: '/',
    requestHeaders: [['accept', 'application/json']],
    status: 200,
    responseHeaders: [['content-type', 'application/json']],
    requestBody: new Uint8Array(),
    responseBody: Buffer.from(JSON.stringify(body)),
    ...parts,
  };
}
