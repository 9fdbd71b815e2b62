/** A bare Express service with the answers of `target.c`'s size; a program of its own, so that its CPU time is its own. Prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

const items = Array.from({ length: 8 }, (_, at) => ({
  article: 1000 + at,
  title: `Article ${at}`,
  stock: 12,
  price: 1999,
}));
const app = express();
app.get('/api/items/:number', (request, response) => {
  response.json({
    number: request.params.number,
    query: request.query['q'],
    page: request.query['page'],
    items,
  });
});
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
