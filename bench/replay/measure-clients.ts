import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Client } from './replay-clients.ts';

const missing = new Set<string>();

/**
 * CPU time of one request in microseconds, of the client's process alone; null when the tool is not there, which is said once. Clients
 * run on the second core, where there is `taskset`.
 */
export function measured({ name, command, requestsOf, cpuOf }: Client): number | null {
  const [tool = '', ...rest] = command;
  if (!isThere(tool)) {
    if (!missing.has(tool)) process.stdout.write(`${name}: left out, since there is no ${tool} on PATH\n`);
    missing.add(tool);
    return null;
  }
  const before = childrenCpuUs();
  const pinned = isThere('taskset') ? ['taskset', '-c', '1', tool, ...rest] : [tool, ...rest];
  const [program = '', ...args] = pinned;
  const ran = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 600_000,
    env: { ...process.env, GOMAXPROCS: '1' },
  });
  if (ran.status !== 0)
    throw new Error(`${name} ended with ${ran.status ?? ran.signal}: ${ran.stderr.slice(0, 500)}`);
  const output = `${ran.stdout}\n${ran.stderr}`;
  return (cpuOf?.(output) ?? childrenCpuUs() - before) / requestsOf(output);
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function isThere(tool: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', tool]).status === 0;
}

/** Of all children that have ended, in steps of 10 ms (proc(5)): enough for runs of seconds. */
function childrenCpuUs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10_000;
}
