import { randomBytes } from 'node:crypto';
import { cartLines, cartRow } from './carts.js';
import { priceLines } from './pricing.js';
import { Problem } from './protocol.js';

export function placeOrder({ database, customer, body }) {
  const { id: customerId, tier } = signedIn(customer);
  const cart = cartRow(database, String(body.cartId));
  if (cart.customer !== customerId) throw new Problem(403, 'that cart belongs to somebody else');
  const lines = cartLines(database, cart.id);
  if (lines.length === 0) throw new Problem(409, 'the cart is empty');
  const id = `ord_${randomBytes(8).toString('hex')}`;
  const placedAt = new Date().toISOString();
  database
    .prepare('INSERT INTO orders (id, customer, tier, placed_at) VALUES (?, ?, ?, ?)')
    .run(id, customerId, tier, placedAt);
  const line = database.prepare('INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)');
  const take = database.prepare('UPDATE products SET stock = stock - ? WHERE sku = ?');
  for (const { sku, name, cents, quantity } of lines) {
    line.run(id, sku, name, cents, quantity);
    take.run(quantity, sku);
  }
  database.prepare('DELETE FROM cart_items WHERE cart = ?').run(cart.id);
  return { status: 201, headers: { location: `/orders/${id}` }, body: orderView(database, id, customerId) };
}

export function readOrder({ database, customer, params: [id] }) {
  return { status: 200, body: orderView(database, id, signedIn(customer).id) };
}

export function listOrders({ database, customer }) {
  const { id } = signedIn(customer);
  const rows = database.prepare('SELECT id FROM orders WHERE customer = ? ORDER BY number').all(id);
  return { status: 200, body: { orders: rows.map((row) => orderView(database, row.id, id)) } };
}

function signedIn(customer) {
  if (!customer) throw new Problem(401, 'sign in first');
  return customer;
}

function orderView(database, id, customerId) {
  const order = database.prepare('SELECT * FROM orders WHERE id = ? AND customer = ?').get(id, customerId);
  if (!order) throw new Problem(404, 'no such order');
  const lines = database
    .prepare('SELECT sku, name, cents, quantity FROM order_lines WHERE order_id = ?')
    .all(id);
  const price = priceLines(lines, order.tier);
  return { id, number: order.number, placedAt: order.placed_at, lines, ...price };
}
