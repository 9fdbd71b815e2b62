/** What the queue must know of an exchange to order it. */
export type Queued = {
  /** Number in the plan, from 0. */
  readonly sequence: number;
  /** Empty when nothing ties it to other exchanges. */
  readonly session: string;
  readonly writes: boolean;
  /** Numbers of exchanges that must be finished before it. */
  readonly producers: ReadonlySet<number>;
  /** Bytes it holds in memory until it is taken. */
  readonly bytes: number;
};

export type QueueLimits = {
  /** Exchanges under way at the same time. */
  readonly concurrency: number;
  /** Exchanges admitted and not yet taken, at most. */
  readonly exchanges: number;
  /** Their bytes, at most; a single larger exchange still passes, alone. */
  readonly bytes: number;
};

export type ExchangeQueue<Result> = {
  /** Adds the next exchange of the plan; it starts as soon as the order allows. */
  admit(queued: Queued, observe: () => Promise<Result>): void;
  isFull(): boolean;
  isEmpty(): boolean;
  /** Whether the oldest one is finished, so that `take` does not wait. */
  isReady(): boolean;
  /** The oldest one, in the order of admission; waits for it. */
  take(): Promise<Result>;
};

type Entry<Result> = Queued & {
  readonly start: () => Promise<Result>;
  readonly result: PromiseWithResolvers<Result>;
  state: 'waiting' | 'under-way' | 'finished';
};

/**
 * One per run. Keeps what order matters for, and lets all else run side by side: exchanges of one session one after the other, a
 * write alone, a request after those that issued what it carries. Memory is bounded: the reader stops while the queue is full.
 */
export function createExchangeQueue<Result>(limits: QueueLimits): ExchangeQueue<Result> {
  const entries: Entry<Result>[] = [];
  let underWay = 0;
  let bytes = 0;

  const startAllowed = (): void => {
    for (const entry of startable(entries, limits.concurrency - underWay)) start(entry);
  };
  const start = (entry: Entry<Result>): void => {
    entry.state = 'under-way';
    underWay += 1;
    const finish = (): void => {
      entry.state = 'finished';
      underWay -= 1;
      startAllowed();
    };
    entry.start().then(
      (result) => {
        entry.result.resolve(result);
        finish();
      },
      (error: unknown) => {
        entry.result.reject(error);
        finish();
      },
    );
  };
  return {
    admit: (queued, observe) => {
      const result = Promise.withResolvers<Result>();
      result.promise.catch(() => {});
      entries.push({ ...queued, start: observe, result, state: 'waiting' });
      bytes += queued.bytes;
      startAllowed();
    },
    isFull: () => entries.length >= limits.exchanges || bytes >= limits.bytes,
    isEmpty: () => entries.length === 0,
    isReady: () => entries[0]?.state === 'finished',
    take: async () => {
      const [oldest] = entries;
      if (oldest === undefined) throw new Error('nothing was admitted');
      const result = await oldest.result.promise;
      entries.shift();
      bytes -= oldest.bytes;
      return result;
    },
  };
}

/** Those that may start now, in order; never more than `free`. */
function startable<Result>(entries: readonly Entry<Result>[], free: number): readonly Entry<Result>[] {
  const allowed: Entry<Result>[] = [];
  const sessions = new Set<string>();
  const unfinished = new Set<number>();
  for (const entry of entries) {
    if (entry.state === 'finished') continue;
    const mayStart = entry.state === 'waiting' && isFree(entry, sessions, unfinished);
    if (mayStart && allowed.length < free) allowed.push(entry);
    if (entry.writes || allowed.length >= free) break;
    if (entry.session !== '') sessions.add(entry.session);
    unfinished.add(entry.sequence);
  }
  return allowed;
}

/** Everything that `entry` has to wait for is finished. */
function isFree(entry: Queued, sessions: ReadonlySet<string>, unfinished: ReadonlySet<number>): boolean {
  if (entry.writes) return unfinished.size === 0;
  return !sessions.has(entry.session) && entry.producers.isDisjointFrom(unfinished);
}
