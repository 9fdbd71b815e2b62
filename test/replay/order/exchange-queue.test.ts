import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createExchangeQueue,
  type ExchangeQueue,
  type Queued,
} from '../../../src/replay/order/exchange-queue.ts';

type Told = Partial<Omit<Queued, 'producers'>> & { readonly producers?: readonly number[] };

/** Drives a queue by hand: what started and is not finished can be finished one by one. */
function aQueue(concurrency = 8, exchanges = 100) {
  const queue: ExchangeQueue<number> = createExchangeQueue({ concurrency, exchanges, bytes: 1000 });
  const underWay = new Map<number, () => void>();
  let sequence = 0;
  return {
    queue,
    underWay: () => [...underWay.keys()],
    admit(told: Told = {}) {
      const own = sequence;
      sequence += 1;
      const queued = {
        session: '',
        writes: false,
        bytes: 1,
        ...told,
        sequence: own,
        producers: new Set(told.producers),
      };
      queue.admit(queued, () => new Promise((resolve) => underWay.set(own, () => resolve(own))));
    },
    async finish(number: number) {
      underWay.get(number)?.();
      underWay.delete(number);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('what may run beside what', () => {
  test('reads do, up to the limit', async () => {
    const it = aQueue(2);
    for (let count = 0; count < 3; count += 1) it.admit();
    expect(it.underWay()).toEqual([0, 1]);
    await it.finish(1);
    expect(it.underWay()).toEqual([0, 2]);
  });

  test('a write waits for all before it, and all after it wait', async () => {
    const it = aQueue();
    for (const writes of [false, false, true, false]) it.admit({ writes });
    expect(it.underWay()).toEqual([0, 1]);
    await it.finish(0);
    expect(it.underWay()).toEqual([1]);
    await it.finish(1);
    expect(it.underWay()).toEqual([2]);
    await it.finish(2);
    expect(it.underWay()).toEqual([3]);
  });

  test('exchanges of one session follow each other', async () => {
    const it = aQueue();
    for (const session of ['a', 'a', 'b']) it.admit({ session });
    expect(it.underWay()).toEqual([0, 2]);
    await it.finish(0);
    expect(it.underWay()).toEqual([2, 1]);
  });

  test('a request waits for those that issue what it carries', async () => {
    const it = aQueue();
    it.admit();
    it.admit({ producers: [0] });
    it.admit();
    expect(it.underWay()).toEqual([0, 2]);
    await it.finish(0);
    expect(it.underWay()).toEqual([2, 1]);
  });
});

test('comes out in order, whatever finishes first', async () => {
  const it = aQueue();
  it.admit();
  it.admit();
  await it.finish(1);
  expect(it.queue.isReady()).toBe(false);
  await it.finish(0);
  expect([await it.queue.take(), await it.queue.take()]).toEqual([0, 1]);
  expect(it.queue.isEmpty()).toBe(true);
});

test('is full by number, and by bytes', async () => {
  const byNumber = aQueue(1, 2);
  byNumber.admit();
  expect(byNumber.queue.isFull()).toBe(false);
  byNumber.admit();
  expect(byNumber.queue.isFull()).toBe(true);
  const byBytes = aQueue();
  byBytes.admit({ bytes: 5000 });
  expect(byBytes.queue.isFull()).toBe(true);
  await byBytes.finish(0);
  await byBytes.queue.take();
  expect(byBytes.queue.isFull()).toBe(false);
});

type Rules = {
  readonly writes: boolean;
  readonly session: string;
  readonly bytes: number;
  /** How far back in the plan those are that it needs. */
  readonly needs: readonly number[];
};
type Bounds = { readonly concurrency: number; readonly exchanges: number; readonly bytes: number };

const rules = fc.record({
  writes: fc.boolean(),
  session: fc.constantFrom('', 'a', 'b', 'c'),
  bytes: fc.nat({ max: 12 }),
  needs: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
});
const bounds = fc.record({
  concurrency: fc.integer({ min: 1, max: 5 }),
  exchanges: fc.integer({ min: 1, max: 8 }),
  bytes: fc.integer({ min: 1, max: 30 }),
});

test('law: whatever ends first, each is sent once, after what it waits for, within all bounds, and comes out in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rules, { maxLength: 40 }),
      bounds,
      fc.infiniteStream(fc.nat()),
      async (all, limits, picks) => {
        const seen = await drive(all, limits, () => picks.next().value ?? 0);
        expect(seen.broken).toEqual([]);
        expect(seen.sent.toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index));
        expect(seen.taken).toEqual(all.map((_, index) => index));
        expect(seen.mostUnderWay).toBeLessThanOrEqual(limits.concurrency);
        expect(seen.mostHeld).toBeLessThanOrEqual(limits.exchanges);
        expect(seen.mostBytes).toBeLessThan(limits.bytes + 13);
      },
    ),
    { numRuns: 300 },
  );
});

/** As a replay does: admits in order, takes while the queue is full, and ends what is under way in an order of its own. */
async function drive(all: readonly Rules[], limits: Bounds, pick: () => number) {
  const queue: ExchangeQueue<number> = createExchangeQueue(limits);
  const underWay = new Map<number, () => void>();
  const ended = new Set<number>();
  const seen = { broken: [] as string[], sent: [] as number[], taken: [] as number[] };
  const most = { mostUnderWay: 0, mostHeld: 0, mostBytes: 0 };
  const held = () => all.slice(seen.taken.length, admitted);
  let admitted = 0;
  const send = (own: number) => () => {
    seen.sent.push(own);
    seen.broken.push(...notEnded(all, own, ended));
    return new Promise<number>((resolve) => {
      underWay.set(own, () => {
        underWay.delete(own);
        ended.add(own);
        resolve(own);
      });
      most.mostUnderWay = Math.max(most.mostUnderWay, underWay.size);
    });
  };
  const takeOne = async () => {
    while (!queue.isReady()) {
      const [...sent] = underWay.values();
      const end = sent[pick() % sent.length];
      if (end === undefined) throw new Error('nothing is under way, and the oldest is not finished');
      end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    seen.taken.push(await queue.take());
  };
  for (const [own, { writes, session, bytes, needs }] of all.entries()) {
    const producers = new Set(needs.map((back) => own - back).filter((number) => number >= 0));
    admitted = own + 1;
    queue.admit({ sequence: own, writes, session, bytes, producers }, send(own));
    most.mostHeld = Math.max(most.mostHeld, held().length);
    most.mostBytes = Math.max(
      most.mostBytes,
      held().reduce((sum, each) => sum + each.bytes, 0),
    );
    while (queue.isFull() || queue.isReady()) await takeOne();
  }
  while (!queue.isEmpty()) await takeOne();
  return { ...seen, ...most };
}

/** Earlier exchanges that matter to one that is sent now, and have not ended. */
function notEnded(all: readonly Rules[], own: number, ended: ReadonlySet<number>): readonly string[] {
  return all
    .slice(0, own)
    .flatMap((_, earlier) =>
      !ended.has(earlier) && mattersTo(all, earlier, own) ? [`${own} before the end of ${earlier}`] : [],
    );
}

function mattersTo(all: readonly Rules[], earlier: number, own: number): boolean {
  const [before, later] = [all[earlier], all[own]];
  const isOneSession = before?.session !== '' && before?.session === later?.session;
  const isNeeded = later?.needs.includes(own - earlier) === true;
  return before?.writes === true || later?.writes === true || isOneSession || isNeeded;
}
