/** The shop's HTTP server. Configuration comes from the environment: PORT and DATA_DIR. */
import { createServer } from 'node:http';
import { addItem, createCart, readCart, removeItem } from './carts.js';
import { listProducts, readProduct, searchProducts } from './catalogue.js';
import { openDatabase } from './database.js';
import { listOrders, placeOrder, readOrder } from './orders.js';
import { answer, Problem, readJson } from './protocol.js';
import { customerOf, logIn } from './sessions.js';

const routes = [
  ['GET', /^\/health$/, () => ({ status: 200, body: { status: 'ok' } })],
  ['POST', /^\/login$/, logIn],
  ['GET', /^\/products$/, listProducts],
  ['GET', /^\/products\/([\w-]+)$/, readProduct],
  ['GET', /^\/search$/, searchProducts],
  ['POST', /^\/carts$/, createCart],
  ['GET', /^\/carts\/([\w-]+)$/, readCart],
  ['POST', /^\/carts\/([\w-]+)\/items$/, addItem],
  ['DELETE', /^\/carts\/([\w-]+)\/items\/([\w-]+)$/, removeItem],
  ['POST', /^\/orders$/, placeOrder],
  ['GET', /^\/orders$/, listOrders],
  ['GET', /^\/orders\/(\w+)$/, readOrder],
];

const database = openDatabase(process.env.DATA_DIR ?? 'data');

async function handle(request) {
  const url = new URL(request.url, 'http://shop.internal');
  for (const [method, pattern, action] of routes) {
    const match = pattern.exec(url.pathname);
    if (!match || request.method !== method) continue;
    const body = method === 'POST' ? await readJson(request) : undefined;
    const customer = customerOf(database, request.headers.authorization);
    return action({ database, customer, body, query: url.searchParams, params: match.slice(1) });
  }
  throw new Problem(404, `nothing at ${request.method} ${url.pathname}`);
}

const server = createServer(async (request, response) => {
  try {
    answer(response, await handle(request));
  } catch (error) {
    const known = error instanceof Problem;
    answer(response, {
      status: known ? error.status : 500,
      body: { error: known ? error.message : 'something went wrong' },
    });
  }
});

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  process.stdout.write(`shop listens on port ${server.address().port}\n`);
});
