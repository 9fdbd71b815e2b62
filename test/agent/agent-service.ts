import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  type AgentChannel,
  type AgentChannelRequest,
  openAgentChannel,
} from '../../src/snapshots/channel/agent-channel.ts';

export const agentPath = resolve('src/agent/node/agent.cjs');
const pythonAgent = resolve('src/agent/python');

/** What services of tests run on: the Node that runs the tests or, in the matrix of versions, the one in SHADOWGATE_TEST_NODE. */
export const nodeUnderTest: string = process.env['SHADOWGATE_TEST_NODE'] || process.execPath;

/**
 * Node versions the agent is tried on: the one that runs the tests, the one of the machine when it is another, and
 * those whose paths stand in SHADOWGATE_TEST_NODES, separated by colons. With SHADOWGATE_TEST_NODE that one alone.
 */
export const nodes: readonly { readonly name: string; readonly node: string }[] = findNodes();

function findNodes(): readonly { readonly name: string; readonly node: string }[] {
  const isAlone = nodeUnderTest === process.env['SHADOWGATE_TEST_NODE'];
  const asked = (process.env['SHADOWGATE_TEST_NODES'] ?? '').split(':').filter((path) => path !== '');
  const others = [...(existsSync('/usr/bin/node') ? ['/usr/bin/node'] : []), ...asked];
  const versions = new Map<string, string>();
  for (const node of isAlone ? [nodeUnderTest] : [process.execPath, ...others]) {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    if (!versions.has(version)) versions.set(version, node);
  }
  if (versions.size === 1 && !isAlone)
    process.stderr.write(`no second Node found: the agent is tried on ${process.version} only\n`);
  return [...versions].map(([version, node]) => ({ name: `Node ${version}`, node }));
}

/** Those of at least that version, for what older ones cannot do; which of them are left out, and why, is printed. */
export function nodesFrom(least: number, why: string): typeof nodes {
  const [able, others] = [
    nodes.filter((one) => majorOf(one) >= least),
    nodes.filter((one) => majorOf(one) < least),
  ];
  for (const { name } of others) process.stderr.write(`skipped on ${name}: ${why}\n`);
  return able;
}

function majorOf({ name }: { readonly name: string }): number {
  return Number(/v(\d+)/.exec(name)?.[1]);
}

export type ServiceRequest = {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
  /** What runs the entry: a Node, or a Python. */
  readonly node?: string;
  /** Options of Node itself. */
  readonly flags?: readonly string[];
  readonly channel?: Partial<AgentChannelRequest>;
  readonly env?: Readonly<Record<string, string>>;
};

type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type AgentService = {
  readonly channel: AgentChannel;
  readonly process: ChildProcess;
  readonly folder: string;
  ask(target: string, exchangeId?: string, body?: string, instant?: number): Promise<Answer>;
  output(): string;
  stop(): Promise<void>;
};

/** Starts a small service, which prints `port N` once it listens, with the agent loaded and a channel open to it. */
export async function startAgentService(request: ServiceRequest): Promise<AgentService> {
  const folder = await mkdtemp(join(tmpdir(), 'sg-agent-'));
  for (const [path, text] of Object.entries(request.files)) {
    await mkdir(dirname(join(folder, 'app', path)), { recursive: true });
    await writeFile(join(folder, 'app', path), text);
  }
  const channel = await openAgentChannel({
    role: 'candidate',
    agentPath,
    pythonAgent,
    socketFolder: folder,
    root: join(folder, 'app'),
    probes: [],
    coverageOf: [],
    suspects: [],
    key: '00112233445566778899aabbccddeeff',
    ...request.channel,
  });
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(request.node ?? nodeUnderTest, [...(request.flags ?? []), request.entry], {
    cwd: join(folder, 'app'),
    env: { ...inherited, ...channel.companion.environment, ...request.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const port = await new Promise<number>((found, failed) => {
    const look = () => {
      const match = /^port (\d+)$/m.exec(output);
      if (match) found(Number(match[1]));
    };
    child.stdout.on('data', look);
    child.once('exit', () => failed(new Error(`the service ended: ${output}`)));
  }).catch(async (error: unknown) => {
    await channel.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    channel,
    process: child,
    folder,
    ask: (target, exchangeId, body, instant) => ask({ port, target, exchangeId, body, instant }),
    output: () => output,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await channel.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Asked = {
  readonly port: number;
  readonly target: string;
  readonly exchangeId: string | undefined;
  readonly body: string | undefined;
  readonly instant: number | undefined;
};

async function ask({ port, target, exchangeId, body, instant }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(
      {
        port,
        path: target,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(exchangeId === undefined ? {} : { 'X-Shadowgate-Exchange': exchangeId }),
          ...(instant === undefined ? {} : { 'X-Shadowgate-Instant': instant }),
          authorization: 'Bearer a-very-secret-value',
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
