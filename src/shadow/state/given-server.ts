import { rm } from 'node:fs/promises';
import type { NetConnectOpts } from 'node:net';
import type { GivenServer } from '../../domain/state-source.ts';
import { openSplicedServer } from '../sandbox/spliced-server.ts';
import type { StateGround } from './state-driver.ts';
import { stateUnavailable } from './state-unavailable.ts';

/**
 * The address of a server that others run. Refused when nothing in its name says that it is there for tests: we make
 * and drop databases in it, and the code of a change writes into them.
 */
export function readServerUrl(server: GivenServer, schemes: readonly string[], defaultPort: number): URL {
  const url = URL.canParse(server.url) ? new URL(server.url) : null;
  if (url === null || !schemes.includes(url.protocol.slice(0, -1))) {
    throw stateUnavailable(
      `The \`url\` of a state is no address of ${schemes[0]} (its text is not shown, as it may hold a password).`,
      `Write it as ${schemes[0]}://user:password@host:${defaultPort}/database.`,
    );
  }
  if (!server.trusted && !looksLikeTest(url)) {
    throw stateUnavailable(
      `The server ${url.hostname} is not used: neither its name nor that of the database ${databaseOf(url)} says that it is local or for tests.`,
      'Name a server for tests, or set `trusted: true` beside `url` if nothing in it can be harmed.',
    );
  }
  if (url.port === '') url.port = String(defaultPort);
  return url;
}

export function databaseOf(url: URL): string {
  return decodeURIComponent(url.pathname.slice(1));
}

const local = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost|host\.docker\.internal)$/;
const forTests = /(^|[^a-z])(test|tests|testing|ci|dev|shadow|staging|sandbox)([^a-z]|$)/i;
/** Service containers of a workflow are reached by a bare name, without a domain. */
const bare = /^[a-z][a-z0-9_-]*$/i;

function looksLikeTest(url: URL): boolean {
  const { hostname } = url;
  if (/prod/i.test(`${hostname} ${databaseOf(url)}`)) return false;
  return (
    local.test(hostname) || bare.test(hostname) || forTests.test(hostname) || forTests.test(databaseOf(url))
  );
}

/** A unix socket of ours that leads to a server, so that the door of an instance can lead to it. */
export async function openWayTo(
  url: URL,
  socketPath: string,
  ground: StateGround,
): Promise<() => Promise<void>> {
  const target: NetConnectOpts = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
  return openSocketTo(target, socketPath, ground);
}

/** The same for any target. Returns how to close it; it is closed at the end of the gate at the latest. */
export async function openSocketTo(
  target: NetConnectOpts,
  socketPath: string,
  ground: StateGround,
): Promise<() => Promise<void>> {
  const server = await openSplicedServer({ path: socketPath }, target);
  return ground.teardown.defer(`the way to a database at ${socketPath}`, async () => {
    await server.close();
    await rm(socketPath, { force: true });
  });
}
