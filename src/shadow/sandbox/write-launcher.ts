import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { underLimits } from '../limits/under-limits.ts';
import { openBrokerLine } from './broker-line.ts';
import type { Enclosure } from './enclosure.ts';
import { brokerPath, type EnclosedProgram, firstProcess, type Launcher } from './launcher.ts';
import { layOutRoot } from './lay-out-root.ts';
import { readMounts } from './mount-table.ts';
import { quoteCommand, systemPath } from './quote-for-shell.ts';

/**
 * Writes the two small shell programs that shut a program in, and says how to start the first. `outside` runs in the
 * new network, prepares it, starts the connection broker and becomes `inside`, which runs as the first process
 * of a process namespace, lays out the files, drops every privilege and runs the command.
 */
export function writeLauncher(program: EnclosedProgram): Launcher {
  const { enclosure, environment, markedBy } = program;
  mkdirSync(enclosure.scratch, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(enclosure.scratch, 'l-'));
  const [root, inside, outside] = ['root', 'inside.sh', 'outside.sh'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(root);
  const marks = Object.fromEntries(markedBy.map((name) => [name, environment[name] ?? '']));
  writeFileSync(inside, insideScript(program, root), { mode: 0o600 });
  writeFileSync(outside, outsideScript(program, marks, inside), { mode: 0o600 });
  const network = enclosure.network === 'closed' ? ['--net'] : [];
  const [file = '', ...args] = [
    ...entrance(enclosure.level),
    ...['--ipc', '--uts', ...network, 'sh', outside],
  ];
  return {
    file,
    args,
    environment: { PATH: systemPath, ...marks },
    hasLine: enclosure.isReached,
    openConnections: (child) => (enclosure.isReached ? openBrokerLine(child) : null),
    cleanUp: async () => {},
  };
}

/** Root needs nobody's help; `sudo` is asked without a password or not at all. */
function entrance(level: Enclosure['level']): readonly string[] {
  if (level === 'user-namespace') return ['unshare', '--user', '--map-current-user', '--keep-caps'];
  return process.getuid?.() === 0 ? ['unshare'] : ['sudo', '-n', '--', 'unshare'];
}

/** The limits are set here, as late as the proc of this machine is still there to set them in. */
function outsideScript(
  { enclosure, limits }: EnclosedProgram,
  marks: Readonly<Record<string, string>>,
  inside: string,
): string {
  const { network, isReached } = enclosure;
  const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--propagation', 'private'];
  return [
    'set -eu',
    `PATH=${systemPath}`,
    ...(network === 'closed' ? [loopbackUp] : []),
    ...(isReached ? brokerCommands(enclosure, marks) : []),
    `exec ${quoteCommand(underLimits(['unshare', ...namespaces, 'sh', inside], limits))}`,
    '',
  ].join('\n');
}

/** A new network namespace has a loopback that is down. Whatever the machine has to bring it up will do. */
const loopbackUp = [
  'if ! { ip link set lo up || ifconfig lo up || busybox ip link set lo up',
  `|| perl -e 'socket(S,2,2,0) && ioctl(S,0x8914,pack("a16s","lo",65)) || exit 1'`,
  `|| python3 -c 'import fcntl,socket,struct;fcntl.ioctl(socket.socket(2,2),0x8914,struct.pack("16sh14x",b"lo",65))'`,
  '; } 2>/dev/null; then echo "shadowgate: nothing here (ip, ifconfig, busybox, perl, python3) can bring up the loopback" >&2; exit 125; fi',
].join(' ');

/**
 * The channel to the gate is standard input, the one descriptor that sudo is sure to leave open; the program itself
 * never gets it. Where there are doors the program is started once they are open.
 */
function brokerCommands(
  { level, doors }: Enclosure,
  marks: Readonly<Record<string, string>>,
): readonly string[] {
  const variables = Object.entries({
    ...marks,
    NODE_CHANNEL_FD: '4',
    NODE_CHANNEL_SERIALIZATION_MODE: 'json',
  });
  const argument = JSON.stringify({ doors: doors.map(({ port, socketPath }) => ({ port, socketPath })) });
  const broker = quoteCommand([
    ...dropPrivileges(level),
    ...['env', '-i', ...variables.map(([name, value]) => `${name}=${value}`)],
    ...[process.execPath, brokerPath, argument],
  ]);
  const start =
    doors.length === 0
      ? [`${broker} >/dev/null &`]
      : [
          `opened=$(${broker} &)`,
          '[ "$opened" = open ] || { echo "shadowgate: the doors of the instance cannot be opened" >&2; exit 125; }',
        ];
  return ['exec 4<&0 </dev/null', ...start, 'exec 4<&-'];
}

function insideScript({ enclosure, environment, folder, command }: EnclosedProgram, root: string): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const program = quoteCommand([
    // In this order: the PATH of the service must not decide which program is run with privileges.
    ...[...dropPrivileges(enclosure.level), 'env', '-i', ...variables],
    ...['/bin/sh', '-c', firstProcess, 'sh', command],
  ]);
  return [
    'set -eu',
    'umask 022',
    `trap 'echo "shadowgate: the sandbox cannot be laid out" >&2; exit 125' EXIT`,
    ...(enclosure.level === 'user-namespace' ? [noFurtherNamespaces] : []),
    ...layOutRoot(enclosure, root, readMounts()),
    quoteCommand(['cd', folder]),
    'trap - EXIT',
    `exec ${program}`,
    '',
  ].join('\n');
}

/** Counts for this user namespace alone. In one below it a program would have every privilege again, if over nothing. */
const noFurtherNamespaces = 'echo 0 2>/dev/null >/proc/sys/user/max_user_namespaces || :';

function dropPrivileges(level: Enclosure['level']): readonly string[] {
  const identity =
    level === 'sudo-namespace'
      ? [`--reuid=${process.getuid?.()}`, `--regid=${process.getgid?.()}`, '--clear-groups']
      : [];
  return [
    ...['setpriv', ...identity],
    ...['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all', '--no-new-privs'],
  ];
}
