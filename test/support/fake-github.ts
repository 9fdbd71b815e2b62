import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileRoutes } from './fake-github-file-routes.ts';
import {
  assertPermission,
  type Call,
  matchPath,
  pageOf,
  Refusal,
  type Reply,
  type RouteOnFake,
  readJsonBody,
} from './fake-github-http.ts';
import { pullRoutes } from './fake-github-pull-routes.ts';
import type { Token, World } from './fake-github-world.ts';
import { writeRoutes } from './fake-github-write-routes.ts';

type LoggedRequest = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly login: string | null;
};

/** What goes wrong, on the next `times` requests that fit. `drop` breaks the connection without an answer. */
type Fault = {
  readonly method: string;
  readonly path: RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly drop?: boolean;
  times: number;
};

export type FakeGitHub = {
  /** What `GITHUB_API_URL` would be. */
  readonly url: string;
  readonly world: World;
  readonly log: LoggedRequest[];
  readonly faults: Fault[];
  /** Runs `action` right before the nth request that fits is answered: a race, scripted. */
  beforeRequest(fits: { method: string; path: RegExp; nth: number }, action: () => void): void;
  /** Throws when anything was asked that the fake does not know: such a test proves nothing. */
  stop(): Promise<void>;
};

type Race = { method: string; path: RegExp; nth: number; action: () => void };

const routes: readonly RouteOnFake[] = [...pullRoutes, ...writeRoutes, ...fileRoutes];

/**
 * A strict stand-in for GitHub's REST API on the loopback: real HTTP, tokens with scopes, and the limits at
 * which GitHub refuses. It knows only what Shadowgate uses; a question beyond that is a 501 and fails the test.
 */
export async function startFakeGitHub(world: World): Promise<FakeGitHub> {
  const log: LoggedRequest[] = [];
  const faults: Fault[] = [];
  const races: Race[] = [];
  const unknown: string[] = [];
  const storage = await listen((request, response) => serveArchive(world, request, response));
  const api = await listen((request, response) => {
    void serve(request, response, { world, log, faults, races, unknown, storageUrl: storage.url });
  });
  return {
    url: api.url,
    world,
    log,
    faults,
    beforeRequest: (fits, action) => races.push({ ...fits, action }),
    stop: async () => {
      await Promise.all([close(api.server), close(storage.server)]);
      if (unknown.length > 0)
        throw new Error(`The fake GitHub was asked what it does not know:\n${unknown.join('\n')}`);
    },
  };
}

type Surroundings = {
  readonly world: World;
  readonly log: LoggedRequest[];
  readonly faults: readonly Fault[];
  readonly races: readonly Race[];
  readonly unknown: string[];
  readonly storageUrl: string;
};

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  around: Surroundings,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const method = request.method ?? 'GET';
  const token = around.world.tokens.get(
    (request.headers.authorization ?? '').replace(/^(token|bearer) /i, ''),
  );
  runRaces(around.races, method, url.pathname);
  const fault = takeFault(around.faults, method, url.pathname);
  if (fault?.drop) {
    request.socket.destroy();
    return;
  }
  const reply = fault ? null : await answer({ request, url, method, token }, around);
  const status = fault ? (fault.status ?? 500) : (reply?.status ?? 500);
  around.log.push({
    method,
    path: `${url.pathname}${url.search}`,
    status,
    login: token?.account.login ?? null,
  });
  const body = fault ? (fault.body ?? '{"message":"Server Error"}') : (reply?.text ?? '');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(fault?.headers ?? reply?.headers),
  };
  response.writeHead(status, headers).end(body);
}

type Written = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
};

async function answer(
  {
    request,
    url,
    method,
    token,
  }: { request: IncomingMessage; url: URL; method: string; token: Token | undefined },
  { world, unknown, storageUrl }: Surroundings,
): Promise<Written> {
  try {
    if (!request.headers.authorization) throw new Refusal(401, 'Requires authentication');
    if (!token) throw new Refusal(401, 'Bad credentials');
    const { route, names } = findRoute(method, url.pathname);
    assertKnownParameters(route, [...url.searchParams.keys()]);
    assertRepository(world, names, route);
    assertPermission(token, route.needs);
    const body = await readJsonBody(request);
    assertKnownParameters(route, Object.keys(body));
    return writeReply(route.answer({ world, token, names, query: url.searchParams, body, storageUrl }), url);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(501, `The fake failed: ${String(error)}`);
    if (refusal.status === 501) unknown.push(`${method} ${url.pathname}${url.search}: ${refusal.message}`);
    const text = JSON.stringify({
      message: refusal.message,
      ...(refusal.errors ? { errors: refusal.errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(refusal.status),
    });
    return { status: refusal.status, text, headers: {} };
  }
}

function writeReply(reply: Reply, url: URL): Written {
  if ('status' in reply) {
    const text = reply.body === null ? '' : JSON.stringify(reply.body);
    return { status: reply.status, text, headers: reply.headers ?? {} };
  }
  const { page, link } = pageOf(reply.items, url);
  const text = JSON.stringify(reply.wrap ? reply.wrap(page) : page);
  return { status: 200, text, headers: link ? { link } : {} };
}

function findRoute(method: string, path: string): { route: RouteOnFake; names: Call['names'] } {
  for (const route of routes) {
    const names = route.method === method ? matchPath(route.path, path) : null;
    if (names) return { route, names };
  }
  throw new Refusal(501, 'no such route in the fake GitHub');
}

function assertKnownParameters({ takes = [] }: RouteOnFake, names: readonly string[]): void {
  const strange = names.filter((name) => !takes.includes(name));
  if (strange.length > 0) throw new Refusal(501, `unknown parameters ${strange.join(', ')}`);
}

/** The activity of a fork is asked for at the fork; everything else only exists in the one repository. */
function assertRepository({ fullName }: World, names: Call['names'], { path }: RouteOnFake): void {
  if (names['owner'] === undefined || path.endsWith('/activity')) return;
  if (`${names['owner']}/${names['repo']}` !== fullName) throw new Refusal(404, 'Not Found');
}

function runRaces(races: readonly Race[], method: string, path: string): void {
  for (const race of races) {
    if (race.method !== method || !race.path.test(path)) continue;
    race.nth -= 1;
    if (race.nth === 0) race.action();
  }
}

function takeFault(faults: readonly Fault[], method: string, path: string): Fault | undefined {
  const fault = faults.find((one) => one.times > 0 && one.method === method && one.path.test(path));
  if (fault) fault.times -= 1;
  return fault;
}

function serveArchive(world: World, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://storage');
  const artifact = world.artifacts.find(({ id }) => url.pathname === `/${id}`);
  if (request.headers.authorization) response.writeHead(403).end('InvalidAuthenticationInfo');
  else if (!artifact || url.searchParams.get('sig') !== 'signed') response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'application/zip' }).end(artifact.archive);
}

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; url: string }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
