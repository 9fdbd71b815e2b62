import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Compilers and interpreters that a build calls behind its own programs. */
const usual = ['node', 'cc', 'go', 'java', 'javac', 'mvn', 'gradle', 'python3', 'ruby', 'cargo', 'rustc'];

/**
 * The version of the Node that the service will get, which need not be ours; with the machine, as dependencies fit it.
 * Asked of the PATH of this machine alone: a `node` that the change brings along would run outside the sandbox here.
 */
export async function describePlatform(environment: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = '' } = environment;
  const version = promisify(execFile)('node', ['--version'], { env: { PATH }, timeout: 10_000 });
  const node = await version.then(({ stdout }) => stdout.trim()).catch(() => 'without node');
  return `${node} ${process.platform} ${process.arch}`;
}

/**
 * The programs that a command may call, each by where it lies, its size and its time: what another compiler wrote is
 * not what this one would write.
 */
export async function describePrograms(command: string, path: string): Promise<string> {
  const words = command.match(/[\w./+-]+/g) ?? [];
  const names = [...new Set([...words, ...usual])].filter((word) => !word.includes('/'));
  const found = await Promise.all(names.map((name) => describeProgram(name, path.split(delimiter))));
  return found.filter((each) => each !== null).join(' ');
}

async function describeProgram(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const program = await realpath(join(folder, name)).catch(() => null);
    if (program === null) continue;
    const { size, mtimeMs } = await stat(program);
    return `${program}:${size}:${Math.trunc(mtimeMs)}`;
  }
  return null;
}
