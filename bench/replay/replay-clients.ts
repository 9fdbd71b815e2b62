import { join } from 'node:path';
import type { ReplayedOnce, ReplayOnce } from './replay-once.ts';

/** A program that sends requests, and how to read from what it printed what it did. */
export type Client = {
  readonly name: string;
  readonly command: readonly string[];
  readonly requestsOf: (output: string) => number;
  /** In microseconds, for a client that measures itself without its start. */
  readonly cpuOf?: (output: string) => number;
};

const seconds = 2;
const connections = 16;

/** Load generators that ask for one URL and keep nothing. GoReplay would need a binary, which no package registry has. */
export function peersAt(origin: string): readonly Client[] {
  const url = `${origin}/x`;
  return [
    {
      name: 'wrk',
      command: ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, url],
      requestsOf: (output) => numberIn(output, /(\d+) requests in/),
    },
    {
      name: 'hey',
      command: ['hey', '-n', '20000', '-c', String(connections), '-cpus', '1', url],
      requestsOf: () => 20_000,
    },
    {
      name: 'autocannon',
      command: ['autocannon', '--no-progress', '-c', String(connections), '-a', '20000', url],
      requestsOf: () => 20_000,
    },
  ];
}

/** What undici itself takes of each request, which our row by it cannot do without. */
export function bareUndici(origin: string, requests: number): Client {
  const read = (output: string) =>
    JSON.parse(output.split('\n', 1)[0] ?? '') as { readonly requests: number; readonly cpuUs: number };
  return {
    name: 'undici, nothing around it',
    command: [process.execPath, join(import.meta.dirname, 'bare-undici.ts'), origin, String(requests)],
    requestsOf: (output) => read(output).requests,
    cpuOf: (output) => read(output).cpuUs,
  };
}

/** The product's own replay, as a program of its own. */
export function replayClient(name: string, once: ReplayOnce): Client {
  const read = (output: string): ReplayedOnce => {
    const replayed = JSON.parse(output.split('\n', 1)[0] ?? '') as ReplayedOnce;
    const isWhole = replayed.answered === replayed.requests;
    const isEqual = once.compare !== 'bodies' || replayed.equal === replayed.requests;
    if (!isWhole || !isEqual) throw new Error(`${name}: not every answer came as recorded: ${output}`);
    return replayed;
  };
  return {
    name,
    command: [process.execPath, join(import.meta.dirname, 'replay-once.ts'), JSON.stringify(once)],
    requestsOf: (output) => read(output).requests,
    cpuOf: (output) => read(output).cpuUs,
  };
}

function numberIn(output: string, pattern: RegExp): number {
  const found = Number(pattern.exec(output)?.[1]);
  if (!(found > 0)) throw new Error(`no number of requests in: ${output.slice(0, 500)}`);
  return found;
}
