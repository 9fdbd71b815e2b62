import { performance } from 'node:perf_hooks';
import { Problem } from './protocol.js';

const columns = 'sku, name, category, cents, stock';

export function listProducts({ database, query }) {
  const size = Math.min(Number(query.get('size') ?? 5), 50);
  const page = Number(query.get('page') ?? 1);
  const items = database
    .prepare(`SELECT ${columns} FROM products ORDER BY sku LIMIT ? OFFSET ?`)
    .all(size, (page - 1) * size);
  const { n } = database.prepare('SELECT count(*) AS n FROM products').get();
  return { status: 200, body: { page, pages: Math.ceil(n / size), items } };
}

export function readProduct({ database, params: [sku] }) {
  const product = database.prepare(`SELECT ${columns} FROM products WHERE sku = ?`).get(sku);
  if (!product) throw new Problem(404, `no product ${sku}`);
  return { status: 200, body: product };
}

export function searchProducts({ database, query }) {
  const started = performance.now();
  const term = (query.get('q') ?? '').toLowerCase();
  const hits = [];
  for (const product of database.prepare(`SELECT ${columns} FROM products ORDER BY sku`).all()) {
    const at = product.name.toLowerCase().indexOf(term);
    if (at >= 0) hits.push({ sku: product.sku, name: product.name, score: at === 0 ? 2 : 1 });
  }
  hits.sort((a, b) => b.score - a.score);
  const tookMs = Number((performance.now() - started).toFixed(3));
  return { status: 200, body: { term, tookMs, hits } };
}
