'use strict';

/**
 * The service that the agent is measured in: parses an order of eight items, prices it, answers in JSON; about 25 us of CPU for
 * each request. Tells its own CPU time and memory to the process that started it, which asks by a message. Loads into Node 18 and later.
 */

const http = require('node:http');

const reductions = { gold: 0.1, silver: 0.05 };

function price(order) {
  const lines = [];
  let total = 0;
  for (const { sku, quantity, unit } of order.items) {
    const amount = quantity * unit;
    lines.push({ sku, amount });
    total += amount;
  }
  const reduction = Math.round(total * (reductions[order.tier] ?? 0));
  return { lines, total: total - reduction, reduction }; // probed
}

/** A loop of about 50 us in the function that is probed: the worst place for a breakpoint condition. */
function checksum(text) {
  let sum = 17;
  for (let at = 0; at < 40_000; at += 1) {
    sum = (sum * 31 + text.charCodeAt(at % text.length)) | 0; // probed in the loop
  }
  return { sum }; // probed behind the loop
}

const server = http.createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part) => {
    text += part;
  });
  request.on('end', () => {
    const answer = request.url === '/loop' ? checksum(text) : price(JSON.parse(text));
    const body = JSON.stringify(answer);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});

server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const [armed = 0, hits = 0, characters = 0] = globalThis.benchPauses ?? [];
  const { version } = process;
  process.send({ version, cpuUs: user + system, rss, heapUsed, pauses: { armed, hits, characters } });
});
process.on('disconnect', () => process.exit());
