import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that streams as many bytes as it is asked for, the same each time, and digests what it is sent. */
export async function startLargeService(): Promise<{ readonly origin: string; readonly stop: () => void }> {
  const piece = Buffer.alloc(64 * 1024);
  for (let at = 0; at < piece.length; at += 1) piece[at] = (at * 2_654_435_761) >>> 13;
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const hash = createHash('sha256');
      for await (const chunk of request) hash.update(chunk);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ digest: hash.digest('hex') }));
      return;
    }
    const bytes = Number(new URL(request.url ?? '/', 'http://a').searchParams.get('bytes'));
    response.setHeader('content-type', 'application/octet-stream');
    response.setHeader('content-length', String(bytes));
    for (let sent = 0; sent < bytes; sent += piece.length) {
      if (!response.write(piece.subarray(0, bytes - sent))) await once(response, 'drain');
    }
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}
