import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const folder = join(import.meta.dirname, '../../fixtures/tls');
const certificate = readFileSync(join(folder, 'localhost.crt'), 'utf8');

/** A service that others call, over HTTP or HTTPS, on a port of its own. */
export type CalledService = { readonly port: number; close(): Promise<void> };

export async function aCalledService(listener: RequestListener, secure = false): Promise<CalledService> {
  const key = readFileSync(join(folder, 'localhost.key'));
  const server: Server = secure
    ? createTlsServer({ key, cert: certificate }, listener)
    : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Makes this process trust the certificate of the tests, as NODE_EXTRA_CA_CERTS does for a new one. */
export function trustTestCertificate(): void {
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
}
