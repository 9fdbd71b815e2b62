/** A small service over SQLite and a file, in the versions that a gate over its request flow needs. */
export type OrderVersion = 'before' | 'refactored' | 'n-plus-one' | 'reordered';

const body: Readonly<Record<OrderVersion, string>> = {
  before: `
  const order = db.prepare('SELECT * FROM orders WHERE id = ?').get(id);
  const items = db.prepare('SELECT product, amount FROM items WHERE order_id = ? ORDER BY product').all(id);
  db.prepare('INSERT INTO audit (order_id, seen) VALUES (?, ?)').run(id, items.length);
  await writeFile(join(folder, 'last-order.txt'), String(id));`,
  refactored: `
  const order = readOrder(id);
  const items = itemsOf(order.id);
  db.exec('BEGIN');
  db.prepare('INSERT INTO audit (order_id, seen) VALUES (:id, :seen)').run({ id, seen: items.length });
  db.exec('COMMIT');
  await new Promise((done) => createWriteStream(join(folder, 'last-order.txt')).end(String(order.id), done));`,
  'n-plus-one': `
  const order = db.prepare('SELECT * FROM orders WHERE id = ?').get(id);
  const items = db.prepare('SELECT product FROM items WHERE order_id = ? ORDER BY product').all(id)
    .map(({ product }) => db.prepare('SELECT product, amount FROM items WHERE order_id = ? AND product = ?').get(id, product));
  db.prepare('INSERT INTO audit (order_id, seen) VALUES (?, ?)').run(id, items.length);
  await writeFile(join(folder, 'last-order.txt'), String(id));`,
  reordered: `
  const order = db.prepare('SELECT * FROM orders WHERE id = ?').get(id);
  const items = db.prepare('SELECT product, amount FROM items WHERE order_id = ? ORDER BY product').all(id);
  await writeFile(join(folder, 'last-order.txt'), String(id));
  db.prepare('INSERT INTO audit (order_id, seen) VALUES (?, ?)').run(id, items.length);`,
};

export function orderSource(version: OrderVersion): string {
  return `import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const folder = process.env.DATA_DIR ?? '.';
const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER); CREATE TABLE items (order_id INTEGER, product TEXT, amount INTEGER); CREATE TABLE audit (order_id INTEGER, seen INTEGER)');
for (let id = 1; id <= 6; id += 1) {
  db.prepare('INSERT INTO orders VALUES (?, ?)').run(id, id * 100);
  for (let at = 0; at < 12; at += 1) db.prepare('INSERT INTO items VALUES (?, ?, ?)').run(id, 'p' + at, at + id);
}

function readOrder(id) {
  return db.prepare('SELECT id, total FROM orders WHERE id = ' + id).get();
}

function itemsOf(id) {
  return db.prepare('SELECT amount, product FROM items WHERE order_id = ? ORDER BY product').all(id);
}

async function show(id) {${body[version]}
  return { total: order.total, items: items.map(({ product, amount }) => product + ' ' + amount) };
}

createServer(async (request, response) => {
  const id = Number(request.url.slice('/orders/'.length)) || 1;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.url === '/' ? {} : await show(id)));
}).listen(process.env.PORT);
`;
}

/** What the service answers for an order. */
export function orderAnswer(id: number): unknown {
  const products = Array.from({ length: 12 }, (_, at) => `p${at}`).toSorted();
  return { total: id * 100, items: products.map((product) => `${product} ${Number(product.slice(1)) + id}`) };
}
