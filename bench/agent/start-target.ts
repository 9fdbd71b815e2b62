import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AgentChannelRequest } from '../../src/snapshots/channel/agent-channel.ts';
import { planText } from '../../src/snapshots/channel/agent-plan.ts';
import { type Heard, listenToAgent } from './listen-to-agent.ts';

const agentPath = resolve('src/agent/node/agent.cjs');
const service = join(import.meta.dirname, 'order-service.cjs');

/** What the agent is to do; its other fields are the same in all measurements. */
export type AgentPlan = Partial<AgentChannelRequest>;

export type TargetRequest = {
  readonly node: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Null: the service runs without an agent. */
  readonly agent: AgentPlan | null;
};

export type Usage = {
  readonly version: string;
  readonly cpuUs: number;
  readonly rss: number;
  readonly heapUsed: number;
  /** Of a worker session that pauses; `armed` is 1 once its breakpoint is set. */
  readonly pauses: { readonly armed: number; readonly hits: number; readonly characters: number };
};

export type Target = {
  readonly port: number;
  /** Of the service alone, by its own account; after a collection where it was started with `--expose-gc`. */
  usage(): Promise<Usage>;
  /** What the service printed on its error output, for the port of an inspector. */
  readonly printed: () => string;
  /** Ends the service; what its agent said at the end, null without one. */
  stop(): Promise<Heard | null>;
};

/** Starts the measured service, with an agent or without. */
export async function startTarget({
  node,
  flags = [],
  environment = {},
  agent,
}: TargetRequest): Promise<Target> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-agent-')));
  const file = join(folder, 'order-service.cjs');
  copyFileSync(service, file);
  const [plan, socket] = [join(folder, 'plan.json'), join(folder, 'agent.sock')];
  const listener = agent === null ? null : await listenToAgent(socket);
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  if (agent !== null) writeFileSync(plan, planText({ ...everyPlan, root: folder, ...agent }));
  const child = spawn(node, [...flags, ...(agent === null ? [] : ['--require', agentPath]), file], {
    env: { ...inherited, SHADOWGATE_AGENT_PLAN: plan, SHADOWGATE_AGENT_SOCKET: socket, ...environment },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the measured service ended with ${code}`)));
  });
  ended.catch(() => undefined);
  const message = async () => ((await Promise.race([once(child, 'message'), ended])) as unknown[])[0];
  const { port } = (await message()) as { port: number };
  return {
    port,
    async usage() {
      child.send('usage');
      return (await message()) as Usage;
    },
    printed: () => printed,
    async stop() {
      const heard = (await listener?.finish()) ?? null;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
      listener?.close();
      rmSync(folder, { recursive: true, force: true });
      return heard;
    },
  };
}

const everyPlan: AgentChannelRequest = {
  role: 'candidate',
  agentPath,
  pythonAgent: '',
  socketFolder: '',
  root: '',
  probes: [],
  coverageOf: [],
  suspects: [],
  key: '00112233445566778899aabbccddeeff',
};
