import { scryptSync, timingSafeEqual } from 'node:crypto';

const salt = 'shop-example';

export function hashPassword(password) {
  return scryptSync(password, salt, 32, { N: 1024 }).toString('hex');
}

export function isPassword(password, hash) {
  return timingSafeEqual(Buffer.from(hashPassword(String(password)), 'hex'), Buffer.from(hash, 'hex'));
}
