import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import type { StateSource } from '../../src/domain/state-source.ts';
import type { ThrowWatch } from '../../src/domain/throw-watch.ts';
import { openRecording } from '../../src/preparation/open-recording.ts';
import { prepareSources } from '../../src/preparation/prepare-sources.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { observeAndExplain, type Trial } from '../../src/runs/observe-and-explain.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { somePorts } from './some-ports.ts';

/** What may be otherwise than in the baseline, each a statement or an expression of the service. */
export type OrderingChanges = {
  /** What is stored as the total; the answer never shows it. */
  readonly total?: string;
  /** Done with each order besides. */
  readonly besides?: string;
  /** What the answer says of the total. */
  readonly answer?: string;
};

/**
 * A shop on SQLite that stores more than it answers: the number of an order is counted, its reference and its moment are
 * made anew, receipts are files, and every request goes into a log.
 */
export const orderingSource = ({ total = 'cents', besides = '', answer = '' }: OrderingChanges = {}) => `
const { createServer } = require('node:http');
const { DatabaseSync } = require('node:sqlite');
const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const { join } = require('node:path');

const folder = process.env.DATA_DIR;
const db = new DatabaseSync(join(folder, 'shop.db'));
db.exec('CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY, reference TEXT, customer TEXT, total_cents INTEGER, placed_at TEXT)');
db.exec('CREATE TABLE IF NOT EXISTS order_lines (order_reference TEXT, sku TEXT, quantity INTEGER)');
db.exec('CREATE TABLE IF NOT EXISTS customers (id INTEGER PRIMARY KEY, name TEXT, orders INTEGER)');
db.exec("INSERT OR IGNORE INTO customers VALUES (1, 'ada', 0), (2, 'bob', 0)");

function place(body) {
  const cents = body.quantity * 999 + 1;
  const reference = randomUUID();
  const placedAt = new Date().toISOString();
  const stored = ${total};
  const { lastInsertRowid: number } = db.prepare('INSERT INTO orders (reference, customer, total_cents, placed_at) VALUES (?, ?, ?, ?)').run(reference, body.customer, stored, placedAt);
  db.prepare('INSERT INTO order_lines VALUES (?, ?, ?)').run(reference, 'A-1', body.quantity);
  db.prepare('UPDATE customers SET orders = orders + 1 WHERE name = ?').run(body.customer);
  fs.writeFileSync(join(folder, 'receipt-' + number + '.txt'), 'order ' + number + '\\nof ' + body.customer + '\\n');
  ${besides}
  return { number: Number(number)${answer} };
}

createServer((request, response) => {
  let text = '';
  request.on('data', (part) => { text += part; });
  request.on('end', () => {
    fs.appendFileSync(join(folder, 'access.log'), new Date().toISOString() + ' ' + request.method + ' ' + request.url + '\\n');
    const answered = request.method === 'POST' ? place(JSON.parse(text)) : { orders: db.prepare('SELECT count(*) AS n FROM orders').get().n };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

export type OrderingTrial = { readonly trial: Trial; readonly plan: Plan };

export type OrderingOptions = {
  readonly quantities?: readonly number[];
  /** What the settings name as state. */
  readonly stateSources?: readonly StateSource[];
  readonly throws?: ThrowWatch;
};

/** Runs both builds over the same orders, in a folder of its own that is gone afterwards. */
export async function tryOrdering(
  changes: OrderingChanges,
  { quantities = [1, 2, 3, 4], stateSources = [], throws = 'watched' }: OrderingOptions = {},
): Promise<OrderingTrial> {
  const folder = await mkdtemp(join(tmpdir(), 'sg-ordering-'));
  const ports = somePorts(folder, []);
  try {
    const workFolder = join(folder, 'work');
    await mkdir(workFolder);
    const recording = await openRecording(await recordOrders(folder, quantities));
    const sources = {
      baseline: await buildOf(folder, 'before', {}),
      candidate: await buildOf(folder, 'after', changes),
    };
    const prepared = await prepareSources({
      sources,
      configured: {},
      workFolder,
      sandbox: withoutWalls,
      ports,
    });
    const plan = await planReplay(recording.heads());
    const { replay, determinism } = builtInConfig();
    const probes = { baseline: [], candidate: [] };
    const settings = { replay, determinism, stateSources, sandbox: withoutWalls };
    const given = { plan, recording, probes, changed: [], workFolder, throws };
    const request = { ...prepared, ...given, ...settings };
    return { trial: await observeAndExplain(request, ports), plan };
  } finally {
    await ports.teardown.run();
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildOf(folder: string, name: string, changes: OrderingChanges) {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'server.js'), orderingSource(changes));
  return { kind: 'dir', folder: path } as const;
}

/** An order for each quantity, by two customers in turn, and a read after each. */
export async function recordOrders(folder: string, quantities: readonly number[]): Promise<string> {
  const path = join(folder, 'orders.sgrec');
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(path, header);
  for (const [index, quantity] of quantities.entries()) {
    const customer = index % 2 === 0 ? 'ada' : 'bob';
    await writer.append(exchange(2 * index, 'POST', { customer, quantity }, { number: index + 1 }));
    await writer.append(exchange(2 * index + 1, 'GET', null, { orders: index + 1 }));
  }
  const count = 2 * quantities.length;
  await writer.close({ seen: count, recorded: count, truncated: 0, dropped: 0 });
  return path;
}

function exchange(index: number, method: string, sent: unknown, answered: unknown): Exchange {
  return {
    id: `x${String(index + 1).padStart(6, '0')}`,
    session: 'one',
    startedAt: Date.parse('2026-11-01T10:00:00.000Z') + index * 100,
    durationMs: 2,
    method,
    target: '/orders',
    requestHeaders: [['content-type', 'application/json']],
    status: 200,
    responseHeaders: [['content-type', 'application/json']],
    requestBody: sent === null ? new Uint8Array() : Buffer.from(JSON.stringify(sent)),
    responseBody: Buffer.from(JSON.stringify(answered)),
  };
}
