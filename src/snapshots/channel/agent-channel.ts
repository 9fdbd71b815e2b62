import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { AgentDeterminism } from '../../domain/determinism.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import type { Probe, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { GateError } from '../../errors.ts';
import { openTranslation } from '../built-code/open-translation.ts';
import type { BuiltCode } from '../built-code/read-built-code.ts';
import { createLineReader } from '../source/read-lines.ts';
import { planText } from './agent-plan.ts';
import {
  type CollectionLimits,
  type Collector,
  collectionLimits,
  createCollector,
} from './collect-records.ts';
import { switchedOff } from './other-agents.ts';

/** What is told of single exchanges: what each allocates in all, which costs next to nothing, or by function as well. */
export type AllocationMeter = 'totals' | 'functions';

export type AgentChannelRequest = {
  readonly role: InstanceRole;
  /** Entry file of the Node agent, loaded into the instance by `--require`. */
  readonly agentPath: string;
  /** Folder of the Python agent, loaded by `PYTHONPATH`: of the two only that of the service's language is. */
  readonly pythonAgent: string;
  /** Folder for the socket and the plan of this instance. */
  readonly socketFolder: string;
  /** Folder of the instance; files of probes and coverage are relative to it. */
  readonly root: string;
  readonly probes: readonly Probe[];
  /** Files, from the root, of which the executed lines are wanted; empty: coverage stays off. */
  readonly coverageOf: readonly string[];
  /** What of the build runs under another name than its source: probes, lines and errors are translated by it. */
  readonly builtCode?: BuiltCode | null;
  /** Whether the lines are wanted for each exchange by itself too; then exchanges must come one after the other. */
  readonly coverageByExchange?: boolean;
  /** Whether exchanges come one after the other: then what threads of the service run is theirs too. */
  readonly oneAtATime?: boolean;
  /** Whether every throw is to be seen, also of what is caught: V8 stops for each, for half a millisecond. */
  readonly thrownErrors?: boolean;
  /** How each exchange is to be measured by itself, for what it allocates and leaves open; they must come one after the other. */
  readonly allocations?: AllocationMeter | null;
  /** Classes, by name, of which the instances that are alive at the end are counted; the process stands still for it. */
  readonly classes?: readonly string[];
  /** Exchanges of which every hit is wanted. */
  readonly suspects: readonly string[];
  /** What the agent holds still in its instance; absent or null: nothing. */
  readonly determinism?: AgentDeterminism | null;
  /** Key for redaction, hex; the three instances of a run need the same one. Made once a gate when absent. */
  readonly key?: string;
  /** Limits of the agent that differ from its own, by name (docs/agent-protocol.md). */
  readonly agentLimits?: Readonly<Record<string, number>>;
  readonly limits?: CollectionLimits;
  /** How long to wait for the last records of each process. */
  readonly finishTimeoutMs?: number;
};

export type AgentChannel = {
  /** To be put beside the instance; children of the service inherit its environment. */
  readonly companion: {
    readonly environment: Readonly<Record<string, string>>;
    readonly doors: readonly never[];
    readonly readable: readonly string[];
  };
  /** Whether some process of the instance has said hello. */
  isConnected(): boolean;
  /** Whether that happens within so many milliseconds. */
  untilConnected(timeoutMs: number): Promise<boolean>;
  /**
   * Asks every process to collect garbage and to tell what is left, as `memory` records with that point. False when
   * one did not answer in time, as an agent does that cannot measure.
   */
  measureMemory(point: number, timeoutMs: number): Promise<boolean>;
  /** Asks every process for what is known only at the end, and returns all that came. */
  finish(): Promise<RuntimeSnapshot>;
  /** Ends all connections and removes socket and plan. */
  close(): Promise<void>;
};

/** Longest path of a unix socket that every system accepts, with its end. */
const longestSocketPath = 100;

/**
 * Opens the line to the agents of one instance before it is started: writes their plan, listens on a unix socket of its
 * own, and collects what they report. Several processes may connect (workers, wrappers): their reports are united.
 */
export async function openAgentChannel(request: AgentChannelRequest): Promise<AgentChannel> {
  const collector = createCollector({ ...request, limits: request.limits ?? collectionLimits });
  const folder = await socketFolder(request);
  const [socketPath, planPath] = [join(folder.path, 'agent.sock'), join(folder.path, 'plan.json')];
  const translation = await openTranslation(request);
  await writeFile(planPath, planText(request, translation), { mode: 0o644 });
  const processes = new Set<Process>();
  const hello = Promise.withResolvers<void>();
  const onHello = () => hello.resolve();
  const server = await listen(socketPath, (socket) =>
    accept({ socket, processes, collector, request, onHello }),
  );
  let finished: Promise<RuntimeSnapshot> | undefined;
  return {
    companion: {
      environment: {
        ...switchedOff,
        NODE_OPTIONS: `--require ${JSON.stringify(request.agentPath)}`,
        PYTHONPATH: request.pythonAgent,
        SHADOWGATE_AGENT_PLAN: planPath,
        SHADOWGATE_AGENT_SOCKET: socketPath,
      },
      doors: [],
      readable: [dirname(request.agentPath), request.pythonAgent, folder.path],
    },
    isConnected: () => collector.isConnected(),
    untilConnected: async (timeoutMs) => {
      await withDeadline(hello.promise, timeoutMs);
      return collector.isConnected();
    },
    measureMemory: (point, timeoutMs) => measureAll(processes, point, timeoutMs),
    finish() {
      finished ??= askAll(processes, request.finishTimeoutMs ?? 10_000).then(() =>
        translation.tell(collector.result()),
      );
      return finished;
    },
    async close() {
      for (const { socket } of processes) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}

type Process = {
  readonly socket: Socket;
  readonly ended: Promise<void>;
  /** Points of which the measure is awaited. */
  readonly measuring: Map<number, () => void>;
};

/** A folder of this channel alone, below the given one and nowhere else: what a gate leaves when it is killed is found there. */
async function socketFolder({ socketFolder: wanted, role }: AgentChannelRequest): Promise<{ path: string }> {
  // One letter, since the path of a socket is short, and equally long for every role.
  const path = join(wanted, `agent-${role.slice(0, 1)}`);
  const socketLength = Buffer.byteLength(join(path, 'agent.sock'));
  if (socketLength > longestSocketPath)
    throw noFolder(role, path, `${socketLength} bytes for a socket`, null);
  await mkdir(path, { recursive: true }).catch((cause: Error) => {
    throw noFolder(role, path, cause.message, cause);
  });
  return { path };
}

function noFolder(role: InstanceRole, path: string, why: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `The folder for the agent of the ${role} could not be made: ${path} (${why}).`,
    remedy: 'Point TMPDIR at a folder with a short path that can be written to.',
    cause,
  });
}

async function listen(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  await rm(path, { force: true });
  const server = createServer(onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o666);
  return server;
}

type Accepting = {
  readonly socket: Socket;
  readonly processes: Set<Process>;
  readonly collector: Collector;
  readonly request: AgentChannelRequest;
  readonly onHello: () => void;
};

function accept({ socket, processes, collector, request, onHello }: Accepting): void {
  const number = processes.size;
  const measuring: Process['measuring'] = new Map();
  const ended = new Promise<void>((resolve) => {
    const readLines = createLineReader(
      (request.limits ?? collectionLimits).lineCharacters,
      (line) => {
        const record = collector.addLine(number, line);
        if (record?.kind === 'hello') onHello();
        if (record?.kind === 'memory') measuring.get(record.point ?? -1)?.();
        if (record?.kind === 'done') resolve();
      },
      () => collector.drop(),
    );
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => readLines(text));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
  });
  processes.add({ socket, ended, measuring });
}

/** Asks each process to finish. One that has gone, or does not answer in time, is left with what it had sent. */
async function askAll(processes: ReadonlySet<Process>, timeoutMs: number): Promise<void> {
  const answers = [...processes].map(({ socket, ended }) => {
    if (socket.writable) socket.write('{"kind":"finish"}\n');
    return ended;
  });
  await withDeadline(Promise.all(answers), timeoutMs);
}

async function measureAll(
  processes: ReadonlySet<Process>,
  point: number,
  timeoutMs: number,
): Promise<boolean> {
  const asked = [...processes].filter(({ socket }) => socket.writable);
  let answered = 0;
  const answers = asked.map(async ({ socket, ended, measuring }) => {
    const measured = new Promise<void>((resolve) => {
      measuring.set(point, () => {
        answered += 1;
        resolve();
      });
    });
    socket.write(`${JSON.stringify({ kind: 'measure-memory', point })}\n`);
    await Promise.race([measured, ended]);
    measuring.delete(point);
  });
  await withDeadline(Promise.all(answers), timeoutMs);
  return asked.length > 0 && answered === asked.length;
}

async function withDeadline(happening: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([happening, deadline]);
  clearTimeout(timer);
}
