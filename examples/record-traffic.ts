/**
 * Makes `examples/shop/recording.sgrec`: starts the shop, puts `shadowgate record` in front of it and lets seeded
 * customers shop through that, three at a time. Run it again after a change to the shop: `npm run example:record`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const recording = join(root, 'examples/shop/recording.sgrec');
/** The data is made up, so the key may be known; it keeps the tokens the same from one recording to the next. */
const publicKey = 'the-key-of-the-example-is-public';
const visits = 30;
const customers = ['ada', 'grace', 'linus', 'barbara', 'edsger', 'radia'];
const terms = ['oak', 'pan', 'lamp', 'kettle', 'towel', 'litre', 'warm', 'xyz'];
const skus = [
  'kettle-1l',
  'toaster-2',
  'pan-24',
  'knife-chef',
  'board-oak',
  'lamp-desk',
  'bulb-warm',
  'towel-l',
  'mat-bath',
  'hook-brass',
];

type Answer = { readonly status: number; readonly body: Record<string, never> };

/** One customer's connection: keeps the socket, sends the token once it has one. */
class Visit {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly port: number;
  private token: string | undefined;

  constructor(port: number) {
    this.port = port;
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { host: 'shop.example.com', accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.token) headers['authorization'] = `Bearer ${this.token}`;
    const sent = request({ port: this.port, host: '127.0.0.1', method, path, headers, agent: this.agent });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  }

  async logIn(name: string, password: string): Promise<void> {
    const { body } = await this.send('POST', '/login', { email: `${name}@example.com`, password });
    this.token = body['token'];
  }

  end(): void {
    this.agent.destroy();
  }
}

/** Numbers that look random and are the same in every run (mulberry32, public domain). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function shop(port: number, number: number): Promise<void> {
  const below = seeded(number + 1);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const visit = new Visit(port);
  await visit.send('GET', `/products?page=${1 + below(3)}`);
  await visit.send('GET', `/search?q=${one(terms)}`);
  await visit.send('GET', `/products/${number % 7 === 3 ? 'sofa-red' : one(skus)}`);
  if (number % 10 === 4) await visit.logIn('ada', 'guessed');
  if (number % 5 !== 2) await visit.logIn(one(customers), 'correct horse battery staple');
  const cart = (await visit.send('POST', '/carts', {})).body['id'];
  for (let items = 1 + below(3); items > 0; items--) {
    await visit.send('POST', `/carts/${cart}/items`, { sku: one(skus), quantity: 1 + below(2) });
  }
  await visit.send('GET', `/carts/${cart}`);
  if (number % 6 === 1) await visit.send('POST', `/carts/${cart}/items`, { sku: one(skus), quantity: 0 });
  if (number % 4 === 1) await visit.send('DELETE', `/carts/${cart}/items/${one(skus)}`);
  const order = await visit.send('POST', '/orders', { cartId: cart });
  if (order.status === 201) await visit.send('GET', `/orders/${order.body['id']}`);
  await visit.send('GET', '/orders');
  await visit.send('GET', `/search?q=${one(terms)}`);
  visit.end();
}

/** Starts a program and waits for the line in which it says its port. */
async function started(args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /(?:port |:)(\d{2,5})\b/.exec(line)?.[1];
    if (port) return { child, port: Number(port) };
  }
  child.kill();
  throw new Error(`${args.join(' ')} ended before it said its port`);
}

const data = await mkdtemp(join(tmpdir(), 'shop-'));
const service = await started([join(root, 'examples/shop/src/server.js')], { PORT: '0', DATA_DIR: data });
try {
  await record(`http://127.0.0.1:${service.port}`);
} finally {
  service.child.kill('SIGTERM');
  await rm(data, { recursive: true, force: true });
}

async function record(upstream: string): Promise<void> {
  const options = [
    '--upstream',
    upstream,
    '--listen',
    '0',
    '--out',
    recording,
    '--service',
    'shop',
    '--force',
  ];
  const recorder = await started(['src/cli/main.ts', 'record', ...options], {
    SHADOWGATE_REDACTION_KEY: publicKey,
  });
  const waiting = Array.from({ length: visits }, (_, number) => number);
  const customer = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await shop(recorder.port, next);
  };
  await Promise.all([customer(), customer(), customer()]);
  recorder.child.kill('SIGINT');
  await once(recorder.child, 'exit');
}
