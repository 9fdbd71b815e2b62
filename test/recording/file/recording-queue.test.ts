import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { GateError } from '../../../src/errors.ts';
import { RecordingQueue, type RecordingQueueSettings } from '../../../src/recording/file/recording-queue.ts';
import { anExchange } from '../an-exchange.ts';

function aQueue(settings: Partial<RecordingQueueSettings<Exchange>> = {}): {
  queue: RecordingQueue<Exchange>;
  written: Exchange[];
  problems: string[];
} {
  const written: Exchange[] = [];
  const problems: string[] = [];
  const queue = new RecordingQueue<Exchange>({
    prepare: (exchange) => exchange,
    append: async (exchange) => void written.push(exchange),
    onProblem: (problem) => problems.push(problem),
    ...settings,
  });
  return { queue, written, problems };
}

describe('RecordingQueue', () => {
  test('prepares and writes in order, and counts', async () => {
    const { queue, written } = aQueue({ prepare: (exchange) => ({ ...exchange, redacted: true }) });
    for (const id of ['a', 'b', 'c']) {
      queue.see();
      queue.push(anExchange(id === 'b' ? { id, truncated: 'response' } : { id }));
    }
    await queue.whenEmpty();
    expect(written.map(({ id, redacted }) => [id, redacted])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
    ]);
    expect(queue.counters()).toEqual({ seen: 3, recorded: 3, truncated: 1, dropped: 0 });
  });

  test('drops what does not fit while writing hangs, tells it once, and goes on afterwards', async () => {
    const disk = Promise.withResolvers<void>();
    const { queue, problems } = aQueue({ append: () => disk.promise, bound: { exchanges: 2, bytes: 1e9 } });
    for (let number = 0; number < 10; number += 1) queue.push(anExchange({ id: `x${queue.see()}` }));
    disk.resolve();
    await queue.whenEmpty();
    expect(queue.counters()).toEqual({ seen: 10, recorded: 2, truncated: 0, dropped: 8 });
    expect(problems).toEqual([expect.stringContaining('slower than the traffic')]);
    queue.push(anExchange({ id: `x${queue.see()}` }));
    await queue.whenEmpty();
    expect(queue.counters()).toMatchObject({ seen: 11, recorded: 3 });
  });

  test('is bound in bytes as well', async () => {
    const { queue } = aQueue({ bound: { exchanges: 100, bytes: 50_000 } });
    const responseBody = Buffer.alloc(20_000);
    for (let number = 0; number < 5; number += 1)
      queue.push(anExchange({ id: `x${queue.see()}`, responseBody }));
    await queue.whenEmpty();
    expect(queue.counters()).toEqual({ seen: 5, recorded: 2, truncated: 0, dropped: 3 });
  });

  test('counts what cannot be written as dropped, in the words of the error when they are ours', async () => {
    const error = new GateError({
      code: 'recording-write-failed',
      message: 'the disk is full',
      remedy: 'Free space.',
    });
    const { queue, problems } = aQueue({ append: () => Promise.reject(error) });
    queue.push(anExchange({ id: `x${queue.see()}` }));
    queue.push(anExchange({ id: `x${queue.see()}` }));
    await queue.whenEmpty();
    expect(queue.counters()).toEqual({ seen: 2, recorded: 0, truncated: 0, dropped: 2 });
    expect(problems).toEqual(['the disk is full']);
  });

  test('does not repeat the words of other errors, which may hold traffic', async () => {
    const { queue, problems } = aQueue({ append: () => Promise.reject(new Error('secret')) });
    queue.push(anExchange({ id: `x${queue.see()}` }));
    await queue.whenEmpty();
    expect(problems).toEqual(['A record could not be written (failed).']);
  });
});
