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

type Entry<Result> = {
  readonly queued: Queued;
  /** Null once it was taken. */
  observe: (() => Promise<Result>) | null;
  /** Null until it is started, and once it was taken. */
  result: Promise<Result> | null;
  /** Whoever waits for it to start. */
  onStart: (() => void) | null;
  /** Unfinished ones that it waits for, how many. */
  waitsFor: number;
  /** Those that wait for it. */
  readonly waiting: Entry<Result>[];
  isFinished: boolean;
};

/**
 * One per run. Keeps what order matters for, and lets all else run side by side: exchanges of one session one after the other, a
 * write alone, a request after those that issued what it carries. Memory is bounded: the reader stops while the queue is full.
 */
export function createExchangeQueue<Result>(limits: QueueLimits): ExchangeQueue<Result> {
  const entries: Entry<Result>[] = [];
  const order = createOrder<Result>();
  let underWay = 0;
  let bytes = 0;

  const startAllowed = (): void => {
    while (underWay < limits.concurrency) {
      const entry = order.nextFree();
      if (entry === undefined) return;
      start(entry);
    }
  };
  const start = (entry: Entry<Result>): void => {
    if (entry.observe === null) throw new Error('it was taken before it was started');
    underWay += 1;
    const finish = (): void => {
      underWay -= 1;
      order.finished(entry);
      startAllowed();
    };
    entry.result = entry.observe();
    entry.result.then(finish, finish);
    entry.onStart?.();
  };
  const resultOf = async (entry: Entry<Result>): Promise<Result> => {
    if (entry.result === null) await new Promise<void>((resolve) => (entry.onStart = resolve));
    if (entry.result === null) throw new Error('it was told to have started');
    return entry.result;
  };
  return {
    admit: (queued, observe) => {
      const entry: Entry<Result> = {
        ...{ queued, observe, result: null, onStart: null },
        ...{ waitsFor: 0, waiting: [], isFinished: false },
      };
      entries.push(entry);
      bytes += queued.bytes;
      order.add(entry);
      startAllowed();
    },
    isFull: () => entries.length >= limits.exchanges || bytes >= limits.bytes,
    isEmpty: () => entries.length === 0,
    isReady: () => entries[0]?.isFinished === true,
    take: async () => {
      const [oldest] = entries;
      if (oldest === undefined) throw new Error('nothing was admitted');
      const result = await (oldest.result ?? resultOf(oldest));
      entries.shift();
      letGo(oldest);
      bytes -= oldest.queued.bytes;
      return result;
    },
  };
}

/**
 * An entry lives longer than anybody needs it: when V8 gives a Map a new table, the former one keeps its entries and points to the new one, so that
 * tables which have grown old hold each later one until the old generation is collected. Every exchange would be copied there.
 */
function letGo<Result>(entry: Entry<Result>): void {
  entry.observe = null;
  entry.result = null;
  entry.waiting.length = 0;
}

/**
 * Who waits for whom, counted as exchanges come and go, so that nobody walks over all of them for each. Everything waits for the
 * last write before it, which waited for everything before itself.
 */
function createOrder<Result>() {
  const unfinished = new Map<number, Entry<Result>>();
  const lastOfSession = new Map<string, Entry<Result>>();
  const free: Entry<Result>[] = [];
  let lastWrite: Entry<Result> | undefined;

  const wait = (entry: Entry<Result>, other: Entry<Result> | undefined): void => {
    if (other === undefined || other.isFinished) return;
    other.waiting.push(entry);
    entry.waitsFor += 1;
  };
  const release = (entry: Entry<Result>): void => {
    let at = free.length;
    while (at > 0 && (free[at - 1]?.queued.sequence ?? 0) > entry.queued.sequence) at -= 1;
    free.splice(at, 0, entry);
  };
  return {
    add: (entry: Entry<Result>): void => {
      const { sequence, session, writes, producers } = entry.queued;
      if (writes) {
        for (const other of unfinished.values()) wait(entry, other);
        lastWrite = entry;
      } else {
        wait(entry, lastWrite);
        if (session !== '') wait(entry, lastOfSession.get(session));
        for (const producer of producers) wait(entry, unfinished.get(producer));
      }
      if (session !== '') lastOfSession.set(session, entry);
      unfinished.set(sequence, entry);
      if (entry.waitsFor === 0) release(entry);
    },
    nextFree: (): Entry<Result> | undefined => free.shift(),
    finished: (entry: Entry<Result>): void => {
      const { sequence, session } = entry.queued;
      entry.isFinished = true;
      unfinished.delete(sequence);
      if (lastOfSession.get(session) === entry) lastOfSession.delete(session);
      if (lastWrite === entry) lastWrite = undefined;
      for (const other of entry.waiting) {
        other.waitsFor -= 1;
        if (other.waitsFor === 0) release(other);
      }
    },
  };
}
