import { randomUUID } from 'node:crypto';
import { priceLines } from './pricing.js';
import { Problem } from './protocol.js';

export function createCart({ database, customer }) {
  const id = randomUUID();
  const createdAt = new Date().toISOString();
  database.prepare('INSERT INTO carts VALUES (?, ?, ?)').run(id, customer?.id ?? null, createdAt);
  return { status: 201, headers: { location: `/carts/${id}` }, body: cartView(database, id) };
}

export function readCart({ database, params: [id] }) {
  return { status: 200, body: cartView(database, id) };
}

export function addItem({ database, params: [id], body }) {
  cartRow(database, id);
  const quantity = Number(body.quantity ?? 1);
  if (!Number.isInteger(quantity) || quantity < 1)
    throw new Problem(400, 'quantity must be a whole number above 0');
  const product = database.prepare('SELECT stock FROM products WHERE sku = ?').get(String(body.sku));
  if (!product) throw new Problem(404, `no product ${body.sku}`);
  if (product.stock < quantity) throw new Problem(409, `only ${product.stock} in stock`);
  database
    .prepare(
      'INSERT INTO cart_items VALUES (?, ?, ?) ON CONFLICT (cart, sku) DO UPDATE SET quantity = quantity + excluded.quantity',
    )
    .run(id, String(body.sku), quantity);
  return { status: 200, body: cartView(database, id) };
}

export function removeItem({ database, params: [id, sku] }) {
  cartRow(database, id);
  database.prepare('DELETE FROM cart_items WHERE cart = ? AND sku = ?').run(id, sku);
  return { status: 200, body: cartView(database, id) };
}

/** The lines of a cart, with name and price as they are now. */
export function cartLines(database, id) {
  return database
    .prepare(
      'SELECT p.sku, p.name, p.cents, i.quantity FROM cart_items i JOIN products p ON p.sku = i.sku WHERE i.cart = ? ORDER BY p.sku',
    )
    .all(id);
}

export function cartRow(database, id) {
  const cart = database
    .prepare('SELECT c.*, u.tier FROM carts c LEFT JOIN customers u ON u.id = c.customer WHERE c.id = ?')
    .get(id);
  if (!cart) throw new Problem(404, 'no such cart');
  return cart;
}

function cartView(database, id) {
  const cart = cartRow(database, id);
  const lines = cartLines(database, id);
  return { id, createdAt: cart.created_at, lines, ...priceLines(lines, cart.tier ?? 'basic') };
}
