/** Login: a random token that is good for one day. */
import { randomBytes } from 'node:crypto';
import { isPassword } from './passwords.js';
import { Problem } from './protocol.js';

const dayMs = 24 * 60 * 60 * 1000;

export function logIn({ database, body }) {
  const customer = database.prepare('SELECT * FROM customers WHERE email = ?').get(String(body.email));
  if (!customer || !isPassword(body.password, customer.password))
    throw new Problem(401, 'wrong e-mail or password');
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(Date.now() + dayMs).toISOString();
  database.prepare('INSERT INTO sessions VALUES (?, ?, ?)').run(token, customer.id, expiresAt);
  const { id, name, tier } = customer;
  return { status: 200, body: { token, expiresAt, customer: { id, name, tier } } };
}

/** The customer whose token came with the request, or undefined for a guest. */
export function customerOf(database, authorization) {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (!token) return undefined;
  const session = database.prepare('SELECT * FROM sessions WHERE token = ?').get(token);
  if (!session || session.expires_at < new Date().toISOString())
    throw new Problem(401, 'the session has ended');
  return database.prepare('SELECT * FROM customers WHERE id = ?').get(session.customer);
}
