/** A service that books transfers in a database (test/fixtures/apps/ledger), and a thousand requests to it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Exchange } from '../../src/domain/recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';

const accounts = 50;
const opening = 1_000_000;
const transfers = 300;

/** Amounts whose fee has no fraction, but for two: rounding shows in those alone. */
const fractional: ReadonlySet<number> = new Set([100, 250]);
const centsOf = (number: number) => (fractional.has(number) ? 1250 : 200 * (1 + (number % 40)));

/** Where the ledger is kept, and how that is seeded. */
export const ledgers = {
  postgres: {
    client: 'pg',
    state: '{ postgres: embedded, seed: seed.sql }',
    seed: `CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL);
INSERT INTO accounts SELECT id, ${opening} FROM generate_series(1, ${accounts}) AS id;
CREATE TABLE transfers (id bigserial PRIMARY KEY, from_account int NOT NULL REFERENCES accounts, to_account int NOT NULL REFERENCES accounts,
  cents bigint NOT NULL, fee_cents bigint NOT NULL, booked_at timestamptz NOT NULL DEFAULT now());
`,
  },
  sqlite: {
    client: null,
    state: '{ sqlite: ledger.db, seed: seed.sql }',
    seed: `CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);
WITH RECURSIVE ids(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < ${accounts}) INSERT INTO accounts SELECT id, ${opening} FROM ids;
CREATE TABLE transfers (id INTEGER PRIMARY KEY, from_account INTEGER NOT NULL, to_account INTEGER NOT NULL,
  cents INTEGER NOT NULL, fee_cents INTEGER NOT NULL, booked_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')));
`,
  },
  redis: {
    client: '@redis/client',
    state: '{ redis: embedded, seed: seed.redis }',
    seed: `SET accounts ${accounts}\n${numbersTo(accounts)
      .map((id) => `SET balance:${id} ${opening}\n`)
      .join('')}`,
  },
} as const;
export type LedgerKind = keyof typeof ledgers;

/** The service with its client library in one file, so that nothing needs to be installed. */
export async function ledgerFiles(kind: LedgerKind): Promise<Readonly<Record<string, string>>> {
  const { client, state, seed } = ledgers[kind];
  const source = (name: string) =>
    readFile(join(import.meta.dirname, '../fixtures/apps/ledger', name), 'utf8');
  const [server, store, fee] = await Promise.all(['server.mjs', `${kind}-store.mjs`, 'fee.mjs'].map(source));
  return {
    'package.json': '{ "name": "ledger", "version": "1.0.0", "private": true }\n',
    '.github/shadowgate.yml': `version: 1
service: { name: ledger, start: node server.mjs, state: ${state} }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`,
    [kind === 'redis' ? 'seed.redis' : 'seed.sql']: seed,
    'server.mjs': server ?? '',
    'store.mjs': store ?? '',
    'fee.mjs': fee ?? '',
    ...(client === null ? {} : { 'client.cjs': await bundle(client) }),
  };
}

/** The same fee in other words, and one that drops a fraction instead of rounding it. */
export const feeChanges = {
  equal: `export function feeOf(cents) {
  return nearest((cents * 15) / 1000);
}

function nearest(amount) {
  return Math.round(amount);
}
`,
  wrong: `export function feeOf(cents) {
  const fee = (cents * 15) / 1000;
  return Math.floor(fee);
}
`,
} as const;

async function bundle(client: string): Promise<string> {
  const { outputFiles } = await build({
    ...{ stdin: { contents: `module.exports = require('${client}');`, resolveDir: import.meta.dirname } },
    ...{ bundle: true, platform: 'node', format: 'cjs', write: false, minify: true, external: ['pg-native'] },
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * An audit, 300 transfers with reads among them, and an audit that knows what the books must be then: a thousand
 * exchanges. Gives the ids of those that booked the two transfers with a fraction in their fee.
 */
export async function recordLedger(path: string): Promise<readonly string[]> {
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(path, header);
  const balances = new Map(numbersTo(accounts).map((id) => [id, opening]));
  const booked: number[][] = [];
  const audit = () => {
    const digest = createHash('sha256').update(JSON.stringify([booked, [...balances]]));
    return { target: `/audits/${digest.digest('hex')}`, answer: { transfers: booked.length } };
  };
  const asked = [audit()].map((each): Asked => each);
  for (const number of numbersTo(transfers)) {
    const [from, to, cents] = [
      1 + ((number * 7) % accounts),
      1 + ((number * 11 + 3) % accounts),
      centsOf(number),
    ];
    const balance = (id: number) => balances.get(id) ?? 0;
    balances.set(to, balance(to) + cents).set(from, balance(from) - cents);
    booked.push([number, from, to, cents]);
    const answer = { transfer: number, balance: balance(from) };
    asked.push({ target: '/transfers', sent: { from, to, cents }, answer });
    const [one, other] = [to, from].map((id) => ({
      target: `/accounts/${id}`,
      answer: { account: id, balance: balance(id) },
    }));
    if (one && other) asked.push(...(number % 3 === 0 && number < 297 ? [one, other, one] : [one, other]));
  }
  asked.push(audit());
  const exchanges = asked.map(exchangeOf);
  for (const exchange of exchanges) await writer.append(exchange);
  await writer.close({ seen: asked.length, recorded: asked.length, truncated: 0, dropped: 0 });
  const written = exchanges.filter(({ method }) => method === 'POST');
  return [...fractional].map((number) => written[number - 1]?.id ?? '');
}

type Asked = { readonly target: string; readonly sent?: unknown; readonly answer: unknown };

function exchangeOf({ target, sent, answer }: Asked, index: number): Exchange {
  return {
    id: `x${String(index + 1).padStart(6, '0')}`,
    session: `s${index % 4}`,
    startedAt: Date.parse('2026-11-01T10:00:00.000Z') + index * 20,
    durationMs: 2,
    method: sent === undefined ? 'GET' : 'POST',
    target,
    requestHeaders: [['content-type', 'application/json']],
    status: 200,
    responseHeaders: [['content-type', 'application/json']],
    requestBody: sent === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(sent)),
    responseBody: Buffer.from(JSON.stringify(answer)),
  };
}

function numbersTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
