import { expect, test } from '@jest/globals';
import type { FailureReason, ObservedExchange } from '../../src/domain/observation.ts';
import { createEndFinder, divergenceOfEnd, sentenceOfEnd } from '../../src/runs/instance-end.ts';
import type { Instance } from '../../src/shadow/instance/instance.ts';

const limit = {
  kind: 'limit-exceeded',
  text: 'used 2 GB of memory',
  limit: 'memory',
  isFault: false,
} as const;
const candidate = (ending: ReturnType<Instance['ending']>): Instance => ({
  ...{
    role: 'candidate',
    label: 'rev:a1b2c3d4e5f6',
    origin: 'http://127.0.0.1:1',
    folder: null,
    startMs: 1,
    connect: null,
  },
  ...{
    isAlive: () => ending === null,
    ending: () => ending,
    logTail: () => '\n  | gone',
    cpuMs: () => null,
    identity: [],
  },
});

/** What the candidate did with each exchange, in the order of the recording. */
function found(words: readonly (FailureReason | 200)[], ending: ReturnType<Instance['ending']> = limit) {
  const finder = createEndFinder('candidate');
  for (const [index, word] of words.entries()) {
    const outcome =
      word === 200
        ? { kind: 'responded', status: 200, headers: [], body: new Uint8Array(), trailers: [], durationMs: 1 }
        : { kind: 'failed', reason: word, detail: '', durationMs: 1 };
    const observed = { exchange: { id: `x${index}` }, route: `GET /${index}`, candidate: { outcome } };
    finder.add(observed as unknown as ObservedExchange);
  }
  return finder.find(candidate(ending));
}

test('a candidate that lives has no end, whatever it lost', () => {
  expect(found([200, 'connection-lost', 200], null)).toBeNull();
  expect(createEndFinder('candidate').find(undefined)).toBeNull();
});

test.each([
  [
    'the first that was lost after the last answer',
    [200, 'connection-lost', 200, 'connection-lost', 'connection-lost', 'instance-gone'],
    'x3',
    1,
  ],
  [
    'the last that was lost, when reads beside it were still answered',
    ['connection-lost', 'connection-lost', 200, 'instance-gone', 'instance-gone'],
    'x1',
    2,
  ],
  ['none when nothing was under way', [200, 'instance-gone'], '', 1],
  ['none for what timed out before', ['timed-out', 'instance-gone'], '', 1],
] as const)('the exchange is %s', (_name, words, exchangeId, unanswered) => {
  const end = found(words);
  expect(end).toMatchObject({ kind: 'limit-exceeded', exchangeId, unanswered });
  expect(end?.route).toBe(exchangeId === '' ? 'every route' : `GET /${exchangeId.slice(1)}`);
});

test('one that falls silent counts from the first request that it left unanswered', () => {
  const words = ['timed-out', 200, 'timed-out', 'timed-out', 'given-up', 'given-up'] as const;
  expect(found(words, null)).toMatchObject({ kind: 'limit-exceeded', exchangeId: 'x2', unanswered: 2 });
  expect(found(['timed-out', 'timed-out'], null)).toBeNull();
});

test('it is one difference from the baseline, and one sentence', () => {
  const end = found(['connection-lost', 'instance-gone', 'instance-gone']);
  if (end === null) throw new Error('it ended');
  expect(divergenceOfEnd(end)).toMatchObject({
    ...{ kind: 'limit-exceeded', place: 'process', pattern: 'process' },
    baseline: { text: 'kept to its limits' },
    candidate: { type: 'failure', text: 'used 2 GB of memory' },
    note: '2 exchanges after it got no answer',
  });
  expect(sentenceOfEnd(end)).toBe(
    'The candidate used 2 GB of memory: that was during exchange x0 (GET /0); 2 exchanges after it got no answer.',
  );
  const alone = found([200], {
    kind: 'process-ended',
    text: 'ended with exit code 3',
    limit: null,
    isFault: false,
  });
  if (alone === null) throw new Error('it ended');
  expect(divergenceOfEnd(alone)).toMatchObject({ kind: 'process-ended', baseline: { text: 'ran on' } });
  expect(divergenceOfEnd(alone)).not.toHaveProperty('note');
  expect(sentenceOfEnd(alone)).toBe('The candidate ended with exit code 3: that was between two exchanges.');
});
