import { createServer, type Socket } from 'node:net';

/** What an agent said, as far as a measurement needs it: it must have seen what it was to see. */
export type Heard = {
  /** Hits of all probes together, captured or only counted. */
  readonly passes: number;
  /** Records of hits that came, and their characters together. */
  readonly hits: number;
  readonly hitCharacters: number;
  /** Lines of the wanted files that ran. */
  readonly coveredLines: number;
  readonly dropped: number;
  readonly degraded: readonly string[];
  /** How each probe ended: its state, and the note of the agent. */
  readonly states: readonly string[];
};

export type AgentListener = { finish(): Promise<Heard>; close(): void };

/**
 * The gate's end of the socket of an agent, which counts and keeps nothing: the collector of the gate would take more CPU than
 * the service that is measured, and hold it up.
 */
export async function listenToAgent(path: string): Promise<AgentListener> {
  const heard = { passes: 0, hits: 0, hitCharacters: 0, coveredLines: 0, dropped: 0 };
  const [states, degraded]: [string[], string[]] = [[], []];
  const done = Promise.withResolvers<void>();
  let agent: Socket | undefined;
  const hear = (line: string) => {
    if (line.startsWith('{"kind":"hit"')) {
      heard.hits += 1;
      heard.hitCharacters += line.length;
      return;
    }
    const record = JSON.parse(line);
    if (record.kind === 'probe') {
      heard.passes += record.hits;
      states.push(`${record.state} ${record.note ?? ''}`.trim());
    }
    if (record.kind === 'coverage') heard.coveredLines += record.lines.length;
    if (record.kind !== 'done') return;
    heard.dropped = record.dropped;
    degraded.push(...record.degraded);
    done.resolve();
  };
  const server = createServer((socket) => {
    agent = socket;
    let rest = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
    socket.on('error', () => done.resolve());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    async finish() {
      if (agent === undefined) throw new Error('the agent did not connect');
      agent.write('{"kind":"finish"}\n');
      await done.promise;
      return { ...heard, states, degraded };
    },
    close: () => server.close(),
  };
}
