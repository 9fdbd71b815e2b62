/** The service that a case's service calls: canned answers, the same for every instance. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Case } from './case-files.ts';

type Upstream = NonNullable<Case['upstream']>;
type Route = Upstream['routes'][number];

export type UpstreamStub = { readonly origin: string; stop(): void };

/** Starts the stub on a free port; `{{UPSTREAM}}` in an answer becomes its own origin. */
export async function startUpstreamStub({ routes }: Upstream): Promise<UpstreamStub> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const matches = ({ method, path }: Route) =>
        (method === undefined || method === request.method) && new RegExp(path).test(request.url ?? '');
      const route = routes.find(matches);
      setTimeout(() => answer(response, route, originOf(server)), route?.delayMs ?? 0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: originOf(server), stop };
}

function answer(response: ServerResponse, route: Route | undefined, origin: string): void {
  if (route?.hangup) {
    response.destroy();
    return;
  }
  const body = typeof route?.body === 'string' ? route.body : JSON.stringify(route?.body ?? {});
  const headers = { 'content-type': 'application/json', ...route?.headers };
  response.writeHead(route?.status ?? (route === undefined ? 404 : 200), headers);
  response.end(body.replaceAll('{{UPSTREAM}}', origin));
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
