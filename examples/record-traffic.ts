/**
 * Makes `examples/shop/recording.sgrec`: starts the shop, puts `shadowgate record` in front of it and lets seeded
 * customers shop through that, three at a time. Run it again after a change to the shop: `npm run example:record`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordVisits, seeded, started, Visit } from './recorded-visits.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const recording = join(root, 'examples/shop/recording.sgrec');
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

async function shop(port: number, number: number): Promise<void> {
  const below = seeded(number + 1);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const visit = new Visit(port, 'shop.example.com');
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

const data = await mkdtemp(join(tmpdir(), 'shop-'));
const server = join(root, 'examples/shop/src/server.js');
const service = await started(process.execPath, [server], { PORT: '0', DATA_DIR: data });
try {
  await recordVisits({ upstreamPort: service.port, service: 'shop', out: recording, visits, visit: shop });
} finally {
  service.child.kill('SIGTERM');
  await rm(data, { recursive: true, force: true });
}
