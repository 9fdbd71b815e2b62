/**
 * What both examples need to make their recording: customers with a connection of their own, and `shadowgate record`
 * in front of a service.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The data is made up, so the key may be known; it keeps the tokens the same from one recording to the next. */
const publicKey = 'the-key-of-the-example-is-public';

type Answer = { readonly status: number; readonly body: Record<string, never> };

/** One customer's connection: keeps the socket, sends the token once it has one. */
export class Visit {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly host: string;
  private readonly port: number;
  private token: string | undefined;

  constructor(port: number, host: string) {
    this.host = host;
    this.port = port;
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { host: this.host, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.token) headers['authorization'] = `Bearer ${this.token}`;
    const sent = request({ port: this.port, host: '127.0.0.1', method, path, headers, agent: this.agent });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  }

  async logIn(name: string, password: string): Promise<void> {
    const { body } = await this.send('POST', '/login', { email: `${name}@example.com`, password });
    this.token = body['token'];
  }

  end(): void {
    this.agent.destroy();
  }
}

/** Numbers that look random and are the same in every run (mulberry32, public domain). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Recording = {
  readonly upstreamPort: number;
  readonly service: string;
  readonly out: string;
  /** How many visits, three at a time. */
  readonly visits: number;
  readonly visit: (port: number, number: number) => Promise<void>;
};

/** Records what customers do, with the recorder between them and the service. */
export async function recordVisits({ upstreamPort, service, out, visits, visit }: Recording): Promise<void> {
  const upstream = `http://127.0.0.1:${upstreamPort}`;
  const options = ['--upstream', upstream, '--listen', '0', '--out', out, '--service', service, '--force'];
  const recorder = await started(process.execPath, ['src/cli/main.ts', 'record', ...options], {
    SHADOWGATE_REDACTION_KEY: publicKey,
  });
  const waiting = Array.from({ length: visits }, (_, number) => number);
  const customer = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await visit(recorder.port, next);
  };
  await Promise.all([customer(), customer(), customer()]);
  recorder.child.kill('SIGINT');
  await once(recorder.child, 'exit');
}

/** Starts a program and waits for the line in which it says its port. */
export async function started(program: string, args: readonly string[], environment: Record<string, string>) {
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /(?:port |:)(\d{2,5})\b/.exec(line)?.[1];
    if (port) return { child, port: Number(port) };
  }
  child.kill();
  throw new Error(`${args.join(' ')} ended before it said its port`);
}
