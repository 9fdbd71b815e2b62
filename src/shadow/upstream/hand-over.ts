import type { Companion } from '../instance/companion.ts';
import type { IndexedCalls } from './answer-book.ts';

export type HandOver = {
  readonly socketPath: string;
  readonly certificatePath: string;
  readonly recorded: IndexedCalls;
};

const doorName = 'upstream';
const proxyVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
/** What OpenSSL, requests, curl, git, the AWS tools, pip, Deno and Cargo read; Node reads the first. */
const trustVariables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'AWS_CA_BUNDLE',
  'PIP_CERT',
  'DENO_CERT',
  'CARGO_HTTP_CAINFO',
];
const loopback = /^https?:\/\/(localhost|127(?:\.\d+){3}|\[::1\])(?::(\d+))?$/;

/**
 * How an instance learns of its stand-in: by the variables that most clients read, and for Node by the agent, because its
 * older clients read none. Nothing but our authority is trusted, since nothing else can be reached.
 */
export function handOver({ socketPath, certificatePath, recorded }: HandOver): Companion {
  const proxy = `http://{door:${doorName}}`;
  const direct = 'localhost,127.0.0.1,::1';
  return {
    environment: {
      ...Object.fromEntries(proxyVariables.map((name) => [name, proxy])),
      ...{ no_proxy: direct, NO_PROXY: direct },
      ...Object.fromEntries(trustVariables.map((name) => [name, certificatePath])),
      NODE_USE_ENV_PROXY: '1',
      SHADOWGATE_OUTBOUND: `{door:${doorName}}`,
      SHADOWGATE_OUTBOUND_LOCAL: localServices(recorded).join(','),
    },
    doors: [{ name: doorName, socketPath }],
    readable: [certificatePath],
  };
}

/** Side-cars of production, such as a mesh or a local agent, whose calls were recorded: `localhost:3500`. */
function localServices({ byOrigin }: IndexedCalls): readonly string[] {
  return [...byOrigin.keys()].flatMap((origin) => {
    const [, host, port] = loopback.exec(origin) ?? [];
    if (host === undefined) return [];
    return [`${host}:${port ?? (origin.startsWith('https') ? '443' : '80')}`];
  });
}
