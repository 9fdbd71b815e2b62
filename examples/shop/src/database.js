/** Opens the shop's database and fills a new one with the catalogue and the customers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { customers, products } from './seed.js';

const schema = `
  CREATE TABLE products (sku TEXT PRIMARY KEY, name TEXT, category TEXT, cents INTEGER, stock INTEGER);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, tier TEXT, password TEXT);
  CREATE TABLE sessions (token TEXT PRIMARY KEY, customer INTEGER, expires_at TEXT);
  CREATE TABLE carts (id TEXT PRIMARY KEY, customer INTEGER, created_at TEXT);
  CREATE TABLE cart_items (cart TEXT, sku TEXT, quantity INTEGER, PRIMARY KEY (cart, sku));
  CREATE TABLE orders (number INTEGER PRIMARY KEY, id TEXT UNIQUE, customer INTEGER, tier TEXT, placed_at TEXT);
  CREATE TABLE order_lines (order_id TEXT, sku TEXT, name TEXT, cents INTEGER, quantity INTEGER);
`;

export function openDatabase(folder) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'shop.db'));
  const known = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'products'").get();
  if (known.n === 0) fill(database);
  return database;
}

function fill(database) {
  database.exec(schema);
  const product = database.prepare('INSERT INTO products VALUES (?, ?, ?, ?, ?)');
  for (const row of products) product.run(...row);
  const customer = database.prepare('INSERT INTO customers VALUES (?, ?, ?, ?, ?)');
  for (const row of customers) customer.run(...row);
}
