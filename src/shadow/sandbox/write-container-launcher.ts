import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { underLimits } from '../limits/under-limits.ts';
import { type ContainerEngine, removeContainers } from './container-engine.ts';
import { openContainerLine } from './container-line.ts';
import { temporarySize, type View } from './enclosure.ts';
import { brokerPath, type EnclosedProgram, firstProcess, type Launcher } from './launcher.ts';
import { mountsBelow, readMounts } from './mount-table.ts';
import { quoteCommand, quoteForShell, systemPath } from './quote-for-shell.ts';

/** Carried by every container of a gate, with its marker, so that a later gate finds those of one that was killed. */
export const gateLabel = 'shadowgate.run';
const launchLabel = 'shadowgate.launch';
const startScript = '/.shadowgate-start';
const mib = 1024 ** 2;
/** Looks for the socket of the connection broker, 20 ms apart. */
const brokerLooks = 750;

type Plan = EnclosedProgram & {
  readonly engine: ContainerEngine;
  /** Folder of this launch, which also tells its containers. */
  readonly own: string;
  readonly name: string;
};

/**
 * Like write-launcher.ts, by docker or podman: an empty image, into which the same views are bound. The connection broker
 * is a container of its own that holds the network, which the program's container then joins: doors are open before it starts,
 * and it sees neither the broker's processes nor its files. The broker passes bytes on over a unix socket, since an
 * engine hands on no descriptors.
 */
export function writeContainerLauncher(program: EnclosedProgram, engine: ContainerEngine): Launcher {
  const { enclosure, environment, markedBy } = program;
  mkdirSync(enclosure.scratch, { recursive: true, mode: 0o700 });
  const own = mkdtempSync(join(enclosure.scratch, 'l-'));
  const plan: Plan = { ...program, engine, own, name: `shadowgate-${randomBytes(8).toString('hex')}` };
  const [inside, outside, way] = ['inside.sh', 'outside.sh', 'way'].map((name) => join(own, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(way);
  writeFileSync(inside, insideScript(plan), { mode: 0o600 });
  writeFileSync(outside, outsideScript(plan, { inside, way }), { mode: 0o600 });
  const marks = Object.fromEntries(markedBy.map((name) => [name, environment[name] ?? '']));
  return {
    file: 'sh',
    args: [outside],
    environment: { ...engine.environment, ...marks, PATH: systemPath },
    hasLine: false,
    openConnections: () => (enclosure.isReached ? openContainerLine(join(way, 's')) : null),
    cleanUp: () => removeContainers(engine, `${launchLabel}=${own}`),
  };
}

/** Held in a file, not in the words of the engine's command, which everybody on the machine can read. */
function insideScript({ environment, folder, command, limits }: Plan): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const program = ['env', '-i', ...variables, '/bin/sh', '-c', firstProcess, 'sh', command];
  return [
    'set -eu',
    `PATH=${systemPath}`,
    'umask 022',
    quoteCommand(['cd', folder]),
    `exec ${quoteCommand(underLimits(program, limits))}`,
    '',
  ].join('\n');
}

type Scripts = { readonly inside: string; readonly way: string };

function outsideScript(plan: Plan, { inside, way }: Scripts): string {
  const { engine, name, enclosure } = plan;
  const program = quoteCommand([
    ...[...engine.command, 'run', '--name', name, '--network', networkOf(plan)],
    ...[...common(plan), ...memoryOf(plan)],
    ...enclosure.writable.flatMap((path) => bind({ from: path, at: path }, 'writable')),
    ...bind({ from: inside, at: startScript }),
    ...[...engine.runOptions, engine.image, '/bin/sh', startScript],
  ]);
  const broker = enclosure.isReached ? brokerCommands(plan, way) : [];
  return ['set -eu', ...broker, `exec ${program}`, ''].join('\n');
}

function networkOf({ name, enclosure }: Plan): string {
  if (enclosure.isReached) return `container:${name}-network`;
  return enclosure.network === 'closed' ? 'none' : 'host';
}

function brokerCommands(plan: Plan, way: string): readonly string[] {
  const { engine, name, enclosure } = plan;
  const socket = join(way, 's');
  const doors = enclosure.doors.map(({ port, socketPath }) => ({ port, socketPath }));
  const ways = new Set(doors.map(({ socketPath }) => dirname(socketPath)));
  const start = quoteCommand([
    ...[...engine.command, 'run', '--detach', '--name', `${name}-network`, '--network', 'none'],
    ...common(plan),
    ...[process.execPath, dirname(brokerPath), ...ways].flatMap((path) => bind({ from: path, at: path })),
    ...bind({ from: way, at: way }, 'writable'),
    ...[...engine.runOptions, engine.image, process.execPath, brokerPath],
    JSON.stringify({ doors, socketPath: socket }),
  ]);
  return [
    `${start} >/dev/null`,
    `left=${brokerLooks}`,
    `until [ -S ${quoteForShell(socket)} ]; do`,
    '[ "$left" -gt 0 ] || { echo "shadowgate: the connection broker of the instance does not start" >&2; exit 125; }',
    'left=$((left - 1)); sleep 0.02; done',
  ];
}

/** What both containers have: no privileges, no network but their own, the system to read, and the marks. */
function common({ engine, own, environment, markedBy, enclosure }: Plan): readonly string[] {
  const marks = markedBy.map((name) => `${name}=${environment[name] ?? ''}`);
  const labels = [`${launchLabel}=${own}`, `${gateLabel}=${environment['SHADOWGATE_RUN'] ?? ''}`];
  const mounts = readMounts();
  const links = enclosure.links.map(({ at, to }) => ({ from: join('/', to), at }));
  return [
    // What must be removed by force was asked before.
    ...[
      '--rm',
      '--stop-timeout',
      '0',
      '--pull',
      'never',
      '--log-driver',
      'none',
      '--read-only',
      '--cap-drop',
      'ALL',
    ],
    ...['--security-opt', 'no-new-privileges', '--security-opt', 'label=disable', '--ipc', 'private'],
    ...['--user', `${process.getuid?.()}:${process.getgid?.()}`],
    ...(engine.name === 'podman' ? podmanOptions() : []),
    ...labels.flatMap((label) => ['--label', label]),
    ...marks.flatMap((mark) => ['--env', mark]),
    ...temporary('/tmp', { mode: '1777', size: temporarySize }),
    ...temporary('/var/tmp', { mode: '1777', size: 64 * mib }),
    ...temporary('/run', { mode: '755', size: 16 * mib }),
    ...['--shm-size', String(temporarySize / 2)],
    ...[...enclosure.views, ...links].flatMap((view) => [
      ...bind(view),
      ...mountsBelow(view.from, mounts).flatMap((path) =>
        bind({ from: path, at: `${view.at}${path.slice(view.from.length)}` }),
      ),
    ]),
  ];
}

/** Podman would otherwise add a user and the proxies of the gate; without root, the user must stay who he is. */
function podmanOptions(): readonly string[] {
  const asSelf = process.getuid?.() === 0 ? [] : ['--userns', 'keep-id'];
  return ['--passwd=false', '--http-proxy=false', ...asSelf];
}

/** Above our own limits, so that a finding is told as one; what is written to memory as files counts here. */
function memoryOf({ engine, limits }: Plan): readonly string[] {
  if (!engine.holdsLimits) return [];
  const memory = limits.memoryBytes + 2 * temporarySize;
  return ['--memory', String(memory), '--pids-limit', String(2 * limits.processes)];
}

function temporary(path: string, { mode, size }: { readonly mode: string; readonly size: number }) {
  return ['--tmpfs', `${path}:rw,nosuid,nodev,mode=${mode},size=${size}`];
}

/** The option is a line of comma-separated values, in which a value may stand in quotes. */
function bind({ from, at }: View, access: 'read-only' | 'writable' = 'read-only'): readonly string[] {
  const values = [
    'type=bind',
    `source=${from}`,
    `target=${at}`,
    ...(access === 'writable' ? [] : ['readonly']),
  ];
  const quoted = values.map((value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
  return ['--mount', quoted.join(',')];
}
