import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { defaultLimits } from '../../domain/service.ts';
import { findFreePorts } from '../instance/free-ports.ts';
import { listeningPorts } from '../instance/listening-ports.ts';
import { type Environment, scrubEnvironment } from '../instance/scrub-environment.ts';
import { waitUntilReady } from '../instance/wait-until-ready.ts';
import { type ProcessGroup, startGroup } from '../processes/process-group.ts';
import type { Teardown } from '../processes/teardown.ts';
import type { Enclosure } from './enclosure.ts';
import { openCanaries, type ProbePlan } from './leak-canaries.ts';
import { quoteCommand } from './quote-for-shell.ts';
import { ownPort, type Sandbox } from './sandbox.ts';
import { contains } from './toolchain-folders.ts';

export type LeakRequest = {
  readonly enclose: Sandbox['enclose'];
  /** Folders and files that the probe must not see. */
  readonly hidden: readonly string[];
  /** Folder of the gate for the sandbox's own files. */
  readonly folder: string;
  readonly environment: Environment;
  readonly teardown: Teardown;
};

/** What came of one try: the walls cannot be raised, or they stand and these ways out were found. */
export type Leaks =
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'measured'; readonly tried: readonly string[]; readonly open: readonly string[] };

const report = z.object({
  tried: z.array(z.string()),
  open: z.array(z.object({ name: z.string(), reached: z.string() })),
});
/** Beside this file in the sources, beside the bundle in dist/. */
const probePath = fileURLToPath(new URL('./leak-probe.cjs', import.meta.url));
const patienceMs = 5_000;
/** The plan goes to the probe as one argument, which may have 128 KiB. */
const mostPaths = 300;
/** What was sent on the last moment must have the time to arrive. */
const arrivalMs = 20;

/** Starts the leak probe as a service would be started, lets it try every way out and connects to it as replay does. */
export async function measureLeaks(request: LeakRequest): Promise<Leaks> {
  const { enclose, folder, teardown } = request;
  const own = join(folder, 'probe');
  mkdirSync(own, { recursive: true });
  const enclosure = enclose({
    network: 'closed',
    writable: [own],
    readable: [process.execPath, probePath],
    doors: [],
    isReached: true,
  });
  const canaries = await openCanaries(folder);
  const [port = 0] = enclosure === null ? await findFreePorts(1) : [ownPort];
  const group = startProbe(request, { enclosure, own, port, canaries: canaries.plan });
  const stop = teardown.defer('the leak probe', () => group.stop());
  try {
    if (group.id !== null) teardown.record({ kind: 'process-group', id: group.id });
    if (!(await isReady(group, port, teardown.signal)))
      return { kind: 'failed', why: firstLine(group.log.text()) };
    // Limits, and ending what runs away, rest on seeing it: a container may run in a machine of its own.
    if (listeningPorts(group.members())?.includes(port) === false)
      return { kind: 'failed', why: 'what runs in it cannot be seen from outside' };
    return summed(group.log.text(), canaries.heard());
  } finally {
    await stop();
    await canaries.close();
  }
}

type Probe = {
  readonly enclosure: Enclosure | null;
  readonly own: string;
  readonly port: number;
  readonly canaries: ProbePlan;
};

function startProbe(request: LeakRequest, { enclosure, own, port, canaries }: Probe): ProcessGroup {
  const shown = enclosure === null ? [] : [own, ...enclosure.views.map(({ at }) => at)];
  const plan = {
    ...canaries,
    port,
    hidden: request.hidden.flatMap((path) => outside(path, shown)).slice(0, mostPaths),
    readOnly: ['/', '/usr', '/etc', '/opt', process.execPath],
    descriptors: request.hidden,
  };
  return startGroup({
    command: `exec ${quoteCommand([process.execPath, probePath, JSON.stringify(plan)])}`,
    folder: own,
    environment: {
      ...scrubEnvironment(request.environment),
      SHADOWGATE_RUN: request.teardown.marker,
      SHADOWGATE_INSTANCE: own,
    },
    markedBy: ['SHADOWGATE_RUN', 'SHADOWGATE_INSTANCE'],
    limits: defaultLimits,
    folders: [own],
    enclosure,
  });
}

/** The probe listens when it has tried everything; being connected to is its last test. */
async function isReady(group: ProcessGroup, port: number, signal: AbortSignal): Promise<boolean> {
  const readiness = await waitUntilReady({
    hosts: ['127.0.0.1'],
    port,
    path: null,
    timeoutMs: patienceMs,
    hasExited: () => group.exit() !== null,
    isForeign: () => false,
    signal,
    connect: group.connect,
  });
  if (readiness.kind === 'exited') await group.exited;
  else await wait(arrivalMs);
  return readiness.kind === 'ready';
}

function summed(log: string, heard: readonly string[]): Leaks {
  const line = log.split('\n').find((each) => each.startsWith('{'));
  const { tried, open } = report.parse(JSON.parse(line ?? ''));
  const arrived = heard.map((name) => `${name}: a socket of the gate`);
  return {
    kind: 'measured',
    tried,
    open: [...open.map(({ name, reached }) => `${name}: ${reached}`), ...arrived],
  };
}

/** Of a path that must stay hidden, what is not shown on purpose: a home may hold a toolchain, and only that is seen of it. */
function outside(path: string, shown: readonly string[]): readonly string[] {
  if (shown.some((each) => contains(each, path))) return [];
  if (!shown.some((each) => contains(path, each))) return [path];
  return readdirSync(path).flatMap((name) => outside(join(path, name), shown));
}

/** What the program that failed said; the lines after it are our own. */
function firstLine(log: string): string {
  return log.trim().split('\n')[0]?.slice(0, 300) || 'it does not start';
}
