import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HeaderLine } from '../../src/domain/recording.ts';
import type { RecordingShape } from './make-recording.ts';

export type Targets = {
  /** Two that always answer alike. */
  readonly origins: readonly [string, string];
  /** Three with ten digits of noise in each body. */
  readonly varying: readonly string[];
  stop(): void;
};

/** Compiles `target.c` and starts it on the first core. Needs `cc`: a service on Node would be slower than what is measured. */
export async function startTargets(folder: string): Promise<Targets> {
  const program = join(folder, 'target');
  execFileSync('cc', ['-O2', '-o', program, join(import.meta.dirname, 'target.c')]);
  const children: ChildProcess[] = [];
  const start = async (...args: readonly string[]): Promise<string> => {
    const isPinned = spawnSync('sh', ['-c', 'command -v taskset']).status === 0;
    const line = [...(isPinned ? ['taskset', '-c', '0'] : []), program, '0', ...args];
    const [command = '', ...rest] = line;
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    return `http://127.0.0.1:${Number(String(port))}`;
  };
  return {
    origins: [await start(), await start()],
    varying: [await start('vary'), await start('vary'), await start('vary')],
    stop: () => {
      for (const child of children) child.kill();
    },
  };
}

/** What a target answers, to be recorded. */
export async function answerOf(origin: string): Promise<RecordingShape['answer']> {
  const response = await fetch(`${origin}/x`);
  const headers = [...response.headers].map(([name, value]): HeaderLine => [name, value]);
  return { headers, body: Buffer.from(await response.arrayBuffer()) };
}
