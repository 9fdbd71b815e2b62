import type { BenchedApp } from '../benched-app.ts';
import { type DriveClient, type Driver, memberOf } from '../drive-client.ts';

const password = 'correct horse battery staple';

/** The example shop: functions over an embedded database. */
export const shop: BenchedApp = {
  name: 'shop',
  folder: 'examples/shop',
  start: ['node', 'src/server.js'],
  environment: {},
  upstreams: {},
  secrets: [password, 'a guessed password'],
  sources: ['carts', 'catalogue', 'database', 'orders', 'pricing', 'protocol', 'server', 'sessions'].map(
    (name) => `src/${name}.js`,
  ),
  drive,
};

const customers = ['ada', 'grace', 'linus'];
const skus = ['kettle-1l', 'toaster-2', 'pan-24', 'knife-chef', 'board-oak', 'bulb-warm', 'chair-oak'];

async function drive({ client, below }: Driver): Promise<void> {
  const guest = client();
  for (const path of [
    ...[
      '/products',
      '/products?page=2',
      '/products?size=7&page=3',
      '/products?size=99',
      '/products/kettle-1l',
    ],
    ...[
      '/products/sofa-red',
      '/search?q=oak',
      '/search?q=PAN',
      '/search?q=',
      '/search?q=xyz',
      '/orders',
      '/no',
    ],
  ])
    await guest.get(path);
  await guest.post('/login', { email: 'ada@example.com', password: 'a guessed password' });
  await guest.post('/carts', '{"broken"', { 'content-type': 'application/json' });
  const carts: string[] = [];
  for (const [number, name] of customers.entries()) {
    const customer = client();
    const login = await customer.post('/login', { email: `${name}@example.com`, password });
    customer.headers['authorization'] = `Bearer ${memberOf(login, 'token')}`;
    carts.push(await visit(customer, number, below));
    if (number > 0) await customer.post('/orders', { cartId: carts[0] });
    customer.close();
  }
  await guest.get(`/carts/${carts[2]}`);
  await guest.get('/products?size=20');
  guest.close();
}

async function visit(customer: DriveClient, number: number, below: Driver['below']): Promise<string> {
  const cart = memberOf(await customer.post('/carts', {}), 'id');
  await customer.post('/orders', { cartId: cart });
  for (let item = 0; item < 3; item += 1)
    await customer.post(`/carts/${cart}/items`, {
      sku: skus[(number + item * 2) % 7],
      quantity: 1 + below(3),
    });
  await customer.post(`/carts/${cart}/items`, { sku: 'hook-brass' });
  await customer.post(`/carts/${cart}/items`, { sku: 'hook-brass', quantity: number });
  await customer.post(`/carts/${cart}/items`, { sku: 'chair-oak', quantity: 14 });
  await customer.post(`/carts/${cart}/items`, { sku: 'chair-oak', quantity: 15 });
  await customer.post(`/carts/${cart}/items`, { sku: 'sofa-red' });
  if (number !== 1) await customer.send({ method: 'DELETE', path: `/carts/${cart}/items/chair-oak` });
  await customer.get(`/carts/${cart}`);
  const order = memberOf(await customer.post('/orders', { cartId: cart }), 'id');
  await customer.get(`/orders/${order}`);
  await customer.get('/orders');
  return cart;
}
