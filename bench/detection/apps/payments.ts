import type { BenchedApp } from '../benched-app.ts';
import { type DriveClient, type Driver, memberOf } from '../drive-client.ts';

/** Orders and payments: classes, asynchronous layers and two services behind it. */
export const payments: BenchedApp = {
  name: 'payments',
  folder: 'test/fixtures/apps/payments',
  start: ['node', 'src/server.js'],
  environment: {},
  upstreams: { PSP_URL: 'http://psp.example', RISK_URL: 'http://risk.example' },
  secrets: ['key-of-northwind-4711', 'key-of-lumen-0815-x', 'a-guess-of-a-key'],
  sources: ['server', 'http', 'accounts', 'money', 'store', 'gateway', 'orders', 'reports'].map(
    (name) => `src/${name}.js`,
  ),
  drive,
};

const customers = ['ada@example.com', 'bo@example.com', 'cy@example.com'];

async function drive({ client, below }: Driver): Promise<void> {
  const stranger = client();
  await stranger.get('/orders');
  await stranger.post('/sessions', { merchant: 'northwind', key: 'a-guess-of-a-key' });
  const north = await merchant(client(), 'northwind', 'key-of-northwind-4711');
  const lumen = await merchant(client(), 'lumen', 'key-of-lumen-0815-x');
  const created: string[] = [];
  for (let number = 0; number < 6; number += 1) {
    const items = Array.from({ length: 1 + below(3) }, (_, index) => ({
      ...{ sku: `sku-${number}-${index}`, price: 199 + below(4000) },
      ...(below(2) === 0 ? {} : { quantity: 1 + below(4) }),
    }));
    const coupon = number % 2 === 0 ? { coupon: 'SPRING10' } : {};
    const customer = customers[number % 3];
    created.push(memberOf(await north.post('/orders', { customer, items, ...coupon }), 'id'));
  }
  await refused(north);
  await paid(north, lumen, created);
  await others(lumen);
  await lists(north, lumen);
  for (const one of [stranger, north, lumen]) one.close();
}

async function merchant(client: DriveClient, name: string, key: string): Promise<DriveClient> {
  const token = memberOf(await client.post('/sessions', { merchant: name, key }), 'token');
  client.headers['authorization'] = `Bearer ${token}`;
  return client;
}

async function refused(north: DriveClient): Promise<void> {
  const item = { sku: 'sku-x', price: 1005 };
  await north.post('/orders', '{"customer":', { 'content-type': 'application/json' });
  await north.post('/orders', { customer: 'nobody', items: [], currency: 'XXX' });
  await north.post('/orders', { customer: 'ada@example.com', items: Array(11).fill(item) });
  await north.post('/orders', { customer: 'ada@example.com', items: Array(10).fill(item), currency: 'USD' });
  await north.post('/orders', { customer: 'ada@example.com', items: [{ sku: 'sku-f', price: 9.5 }] });
  await north.get('/orders/ord_0000000000000000');
  await north.send({ method: 'PUT', path: '/orders/ord_0000000000000000' });
  await north.get('/reports/daily?offset=841');
  await north.get('/nothing');
}

async function paid(north: DriveClient, lumen: DriveClient, created: readonly string[]): Promise<void> {
  const [first, second, third, fourth, fifth] = created.map((id) => `/orders/${id}`);
  const once = { 'idempotency-key': 'idem-0001' };
  await north.post(`${first}/payments`, { card: 'card-good' }, once);
  await north.post(`${first}/payments`, { card: 'card-good' }, once);
  await north.post(`${first}/payments`, { card: 'card-good' }, { 'idempotency-key': 'idem-0002' });
  await north.post(`${second}/payments`, { card: 'card-broke' }, { 'idempotency-key': 'idem-0003' });
  await north.post(
    `${second}/payments`,
    { card: 'card-flaky', instalments: 3 },
    { 'idempotency-key': 'idem-0004' },
  );
  await north.get(String(second));
  await north.post(`${third}/payments`, { card: 'card-down' }, { 'idempotency-key': 'idem-0005' });
  await north.post(`${third}/cancel`, {});
  await north.post(`${third}/cancel`, {});
  await north.post(`${fourth}/refunds`, {});
  await north.post(`${first}/refunds`, { amount: 250 });
  await north.post(`${first}/refunds`, { amount: 99_999_999 });
  await north.post(`${first}/refunds`, {});
  await north.get(String(first));
  await lumen.get(String(first));
  await lumen.post(`${fifth}/cancel`, {});
}

async function others(lumen: DriveClient): Promise<void> {
  const order = async (customer: string, price: number, more: object = {}): Promise<string> =>
    memberOf(await lumen.post('/orders', { customer, items: [{ sku: 'sku-l', price }], ...more }), 'id');
  const yen = await order('ada@example.com', 12_345, { currency: 'JPY' });
  await lumen.post(`/orders/${yen}/payments`, { card: 'card-good' }, { 'idempotency-key': 'idem-0101' });
  await order('risky@example.com', 5000);
  await order('edge@example.com', 5000);
  await order('offline@example.com', 5000);
  await order('ada@example.com', 420, { coupon: 'MINUS500' });
  await order('ada@example.com', 2750, { coupon: 'MINUS500' });
  await order('bo@example.com', 2750, { coupon: 'NO-SUCH' });
}

async function lists(north: DriveClient, lumen: DriveClient): Promise<void> {
  let next = '';
  for (let page = 0; page < 3; page += 1) {
    next = memberOf(await north.get(`/orders?limit=3${next === '' ? '' : `&cursor=${next}`}`), 'next');
    if (next === '') break;
  }
  await north.get('/orders');
  await lumen.get('/orders?limit=7');
  await lumen.get('/orders?limit=500');
  await north.get('/orders?status=open');
  await lumen.get('/orders?status=review');
  await north.get('/reports/daily');
  await north.get('/reports/daily?offset=600');
  await lumen.get('/reports/daily?offset=-720');
  await north.get('/audit');
  await lumen.get('/audit');
}
