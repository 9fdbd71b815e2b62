/** Starts a service of the bench as a plain process, outside any shadow: to record it, and to show that a fault is real. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchedApp } from './benched-app.ts';

export type RunningApp = {
  readonly port: number;
  readonly dataFolder: string;
  /** The most memory it has had so far; 0 where the system does not tell. */
  peakKib(): number;
  stop(): Promise<void>;
};

/** Starts it in `folder` with state of its own; `stop` ends it, and its data folder is then the caller's to remove. */
export async function startApp(
  app: BenchedApp,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningApp> {
  const dataFolder = await mkdtemp(join(tmpdir(), `detection-${app.name}-`));
  const [program = '', ...args] = app.start;
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: folder,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', TZ: 'UTC', PORT: '0', DATA_DIR: dataFolder },
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /port (\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      child.stdout.resume();
      return { port: Number(port), dataFolder, peakKib: () => peakKibOf(child.pid), stop };
    }
  }
  await ended;
  await rm(dataFolder, { recursive: true, force: true });
  throw new Error(`${app.name} ended before it said its port`);
}

function peakKibOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
