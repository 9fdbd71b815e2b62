import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measured } from './measure-clients.ts';
import { replayClient } from './replay-clients.ts';

/** What one replay to three Express services costs: us, and our share of what we and they spent; what else runs is of no account. */
export type ExpressShare = { readonly cpuUs: number; readonly share: number };

export type ExpressServices = {
  /** Replays the recording to all three and compares what they answer. */
  measure(recording: string): ExpressShare;
  stop(): void;
};

const services = 3;

/** Starts three services on whatever core is free: with real services, they and not the replay must be what takes the time. */
export async function startExpress(): Promise<ExpressServices> {
  const children: ChildProcess[] = [];
  const origins: string[] = [];
  for (let count = 0; count < services; count += 1) {
    const program = join(import.meta.dirname, 'express-service.ts');
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    origins.push(`http://127.0.0.1:${Number(String(port))}`);
  }
  const spentUs = (): number => children.reduce((sum, { pid }) => sum + cpuOfUs(pid ?? 0), 0);
  return {
    measure: (recording) => {
      const once = {
        recording,
        origins,
        concurrency: 16,
        lane: 'prepared-bytes',
        compare: 'instances',
      } as const;
      const before = spentUs();
      let requests = 0;
      const client = replayClient('ours, three Express services', once);
      const requestsOf = (output: string): number => {
        requests = client.requestsOf(output);
        return requests;
      };
      const cpuUs = measured({ ...client, requestsOf }) ?? Number.NaN;
      const ours = cpuUs * requests;
      return { cpuUs, share: ours / (ours + spentUs() - before) };
    },
    stop: () => {
      for (const child of children) child.kill();
    },
  };
}

/** User and system time of a process in microseconds, in steps of 10 ms (proc(5)). */
function cpuOfUs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
