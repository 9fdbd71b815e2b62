import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const entry = join(root, 'src/cli/launch.ts');
/** Halves the start of a command: its two hundred sources are compiled once, and again only when they change. */
const compileCache = join(root, 'node_modules/.cache/shadowgate-tests');

export type Finished = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type RunOptions = {
  /** Folder in which the command is given; the folder of the command line unless named. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Limit on the size of files that the process may write, in units of 512 bytes. */
  readonly fileSizeLimit?: number;
  /** A folder that becomes a disk of its own, with that many kilobytes; gone when the process ends (see canMakeDisks). */
  readonly disk?: { readonly folder: string; readonly kilobytes: number };
};

/** Whether this machine lets us make a disk that is easily full. */
export function canMakeDisks(): boolean {
  return spawnSync('unshare', [...ownMounts, 'mount', '-t', 'tmpfs', 't', '/mnt']).status === 0;
}

const ownMounts = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];

/** A command that still runs. */
export type Running = {
  /** Resolves with the first match in what it printed on either stream, rejects when it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
};

/** The command line on a machine of its own: own home, own folder for temporary files, nothing else inherited. */
export type CommandLine = {
  /** Where the gate keeps its work. */
  readonly temporary: string;
  /** For the files of the test. */
  readonly folder: string;
  run(command: readonly string[], options?: RunOptions): Promise<Finished>;
  start(command: readonly string[], options?: RunOptions): Running;
  /** Temporary files and processes that commands left behind; a test expects none. */
  leftovers(): Promise<readonly string[]>;
  /** Ends what a failed test left running, and removes the folders. */
  cleanUp(): Promise<void>;
};

/** The path is short, because work folders with a long one go elsewhere (see createWorkFolder). */
export async function createCommandLine(): Promise<CommandLine> {
  const home = await realpath(await mkdtemp('/tmp/sg-cli-'));
  // Open to pass through, as homes are: a database server that is not root has its folder below.
  await chmod(home, 0o711);
  const temporary = join(home, 't');
  const folder = join(home, 'files');
  await Promise.all([mkdir(temporary), mkdir(folder)]);
  const surroundings = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: temporary },
    NODE_COMPILE_CACHE: compileCache,
  };
  const children = new Set<ChildProcess>();
  const start = (command: readonly string[], options: RunOptions = {}): Running => {
    const child = launch(command, { cwd: folder, surroundings, ...options });
    children.add(child);
    child.once('close', () => children.delete(child));
    return watch(child);
  };
  return {
    temporary,
    folder,
    start,
    run: (command, options) => start(command, options).finished,
    leftovers: async () => [...(await readdir(temporary)), ...processesOf(home)],
    cleanUp: async () => {
      for (const child of children) child.kill('SIGKILL');
      await rm(home, { recursive: true, force: true });
    },
  };
}

function launch(
  command: readonly string[],
  options: RunOptions & { readonly surroundings: Readonly<Record<string, string>> },
): ChildProcess {
  const { cwd, surroundings, env = {}, fileSizeLimit, disk } = options;
  const line = [entry, ...command];
  const settings = { cwd, env: { ...surroundings, ...env } };
  if (disk !== undefined) {
    const mount = `mount -t tmpfs -o size=${disk.kilobytes}k t '${disk.folder}' && exec "$@"`;
    return spawn(
      'unshare',
      [...ownMounts, '/bin/sh', '-c', mount, 'sh', process.execPath, ...line],
      settings,
    );
  }
  if (fileSizeLimit === undefined) return spawn(process.execPath, line, settings);
  const limited = ['-c', `ulimit -f ${fileSizeLimit}; exec "$@"`, 'sh', process.execPath, ...line];
  return spawn('/bin/sh', limited, settings);
}

function watch(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    for (const listener of listeners) listener();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
    for (const listener of listeners) listener();
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return {
    finished,
    signal: (name) => void child.kill(name),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(`${stdout}\n${stderr}`);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        finished.then(() => reject(new Error(`It ended without ${pattern}:\n${stdout}\n${stderr}`)), reject);
      }),
  };
}

/** Everything that runs below a home carries its path in its environment: the gate, its instances, their children. */
function processesOf(home: string): readonly string[] {
  if (!existsSync('/proc/self/environ')) return []; // Only Linux tells.
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (!environment.includes(`${home}/`)) return [];
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`];
    } catch {
      return []; // Ended meanwhile, or somebody else's.
    }
  });
}
