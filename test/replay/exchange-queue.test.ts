import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createExchangeQueue, type ExchangeQueue, type Queued } from '../../src/replay/exchange-queue.ts';

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

test('law: everything runs once, in an order that the rules allow', async () => {
  const told = fc.record({
    writes: fc.boolean(),
    session: fc.constantFrom('', 'a', 'b'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(told, { maxLength: 25 }), fc.infiniteStream(fc.nat()), async (all, picks) => {
      const it = aQueue(3);
      for (const one of all) it.admit(one);
      const ended: number[] = [];
      while (ended.length < all.length) {
        expect(broken(all, it.underWay(), ended)).toEqual([]);
        const now = it.underWay();
        const next = now[(picks.next().value ?? 0) % now.length] ?? -1;
        await it.finish(next);
        ended.push(next);
      }
    }),
    { numRuns: 60 },
  );
});

type Rules = { readonly writes: boolean; readonly session: string };

/** Pairs that should not have met: an exchange under way, and an earlier one that matters to it and has not ended. */
function broken(
  all: readonly Rules[],
  underWay: readonly number[],
  ended: readonly number[],
): readonly string[] {
  if (underWay.length === 0) return ['nothing is under way'];
  return underWay.flatMap((later) =>
    all
      .slice(0, later)
      .flatMap((before, earlier) =>
        !ended.includes(earlier) && mattersTo(before, all[later]) ? [`${earlier} before ${later}`] : [],
      ),
  );
}

function mattersTo(before: Rules, later: Rules | undefined): boolean {
  const isOneSession = before.session !== '' && before.session === later?.session;
  return before.writes || later?.writes === true || isOneSession;
}
