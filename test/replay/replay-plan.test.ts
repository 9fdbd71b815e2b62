import { afterEach, describe, expect, test } from '@jest/globals';
import type { ProgressEvent } from '../../src/domain/progress.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { replayPlan } from '../../src/replay/replay-plan.ts';
import { anExchange, asRecording } from './support/an-exchange.ts';
import { answerBytes, startByteServer } from './support/byte-server.ts';
import type { Answer, LoggingServer } from './support/logging-server.ts';
import { allOf, requestTo, settings, threeOf, wordOf } from './support/three-instances.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function started(makeService: () => Answer): Promise<readonly LoggingServer[]> {
  const servers = await threeOf(makeService);
  cleanUps.push(...servers.map(({ stop }) => stop));
  return servers;
}

/** Answers once as many reads as told have arrived: proves that they run side by side, without a clock. */
function together(count: number): Answer {
  const waiting: (() => void)[] = [];
  return (_request, _body, response) => {
    waiting.push(() => response.end());
    if (waiting.length === count) for (const answer of waiting.splice(0)) answer();
  };
}

describe('order', () => {
  test('writes alone and in order, reads between them side by side, the same for all instances', async () => {
    const servers = await started(() => {
      const reads = together(3);
      return (asked, body, response) =>
        asked.method === 'GET' ? reads(asked, body, response) : response.end();
    });
    const recorded = [
      anExchange({ method: 'PUT', target: '/w1' }),
      ...['/r1', '/r2', '/r3'].map((target) => anExchange({ target })),
      anExchange({ method: 'DELETE', target: '/w2' }),
      anExchange({ method: 'POST', target: '/w3' }),
    ];
    const observed = await allOf(replayPlan(await requestTo(servers, recorded)));
    expect(observed.map(({ exchange }) => exchange.target)).toEqual(recorded.map(({ target }) => target));
    for (const { seen, timeline } of servers) {
      expect(
        seen.filter(({ method }) => method !== 'GET').map(({ target, beside }) => [target, beside]),
      ).toEqual([
        ['/w1', 0],
        ['/w2', 0],
        ['/w3', 0],
      ]);
      expect(timeline.slice(0, 2)).toEqual(['> /w1', '< /w1']);
      expect(timeline.slice(-4)).toEqual(['> /w2', '< /w2', '> /w3', '< /w3']);
    }
  });

  test('exchanges of one session follow each other', async () => {
    const servers = await started(() => (_request, _body, response) => setImmediate(() => response.end()));
    const recorded = Array.from({ length: 12 }, (_none, index) =>
      anExchange({ session: 's', target: `/${index}` }),
    );
    await allOf(replayPlan(await requestTo(servers, recorded)));
    for (const { seen } of servers) {
      expect(seen.map(({ target, beside }) => [target, beside])).toEqual(
        recorded.map(({ target }) => [target, 0]),
      );
    }
  });

  test('never more reads at once than the settings allow', async () => {
    const servers = await started(() => together(2));
    const recorded = Array.from({ length: 20 }, (_none, index) => anExchange({ target: `/${index}` }));
    await allOf(
      replayPlan(await requestTo(servers, recorded, { settings: { ...settings, concurrency: 2 } })),
    );
    for (const { seen } of servers) expect(Math.max(...seen.map(({ beside }) => beside))).toBe(1);
  });
});

describe('what cannot be had is told', () => {
  test('an instance that dies costs no time-out per exchange', async () => {
    const servers = await started(() => (_request, _body, response) => response.end());
    let lives = true;
    const told = await requestTo(
      servers,
      Array.from({ length: 30 }, () => anExchange({ method: 'POST' })),
      { settings: { ...settings, concurrency: 1 } },
    );
    const targets = told.targets.map((target) =>
      target.role === 'candidate' ? { ...target, isAlive: () => lives } : target,
    );
    const words: string[] = [];
    for await (const observed of replayPlan({ ...told, targets })) {
      words.push(wordOf(observed));
      expect(observed.baseline.outcome.kind).toBe('responded');
      if (words.length > 1) continue;
      lives = false;
      await servers[2]?.stop();
    }
    expect(words).toHaveLength(30);
    expect(words[0]).toBe('200');
    expect(words.at(-1)).toBe('instance-gone');
  });

  test('after the deadline of the run, every exchange still comes out', async () => {
    const servers = await started(() => (_request, _body, response) => void response);
    const recorded = Array.from({ length: 100 }, () => anExchange());
    const observed = await allOf(
      replayPlan(await requestTo(servers, recorded, { settings: { ...settings, runTimeoutMs: 50 } })),
    );
    expect(observed).toHaveLength(100);
    expect(new Set(observed.map(wordOf))).toEqual(new Set(['timed-out', 'cut-off']));
    expect(observed.at(-1)?.baseline.outcome).toMatchObject({
      detail: "not sent: the run's deadline of 50 ms had passed",
    });
  });

  test('an interrupt ends it with an error', async () => {
    const servers = await started(() => (_request, _body, response) => void response);
    const interrupt = new AbortController();
    const replaying = allOf(
      replayPlan(await requestTo(servers, [anExchange(), anExchange()], { signal: interrupt.signal })),
    );
    setImmediate(() => interrupt.abort());
    await expect(replaying).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('a recording that lacks planned exchanges is an error', async () => {
    const servers = await started(() => (_request, _body, response) => response.end());
    const [kept, lost] = [anExchange(), anExchange({ id: 'x-lost' })];
    const told = await requestTo(servers, [kept, lost], { exchanges: () => asRecording([kept]) });
    await expect(allOf(replayPlan(told))).rejects.toMatchObject({
      code: 'recording-damaged',
      message: expect.stringContaining('x-lost'),
    });
  });
});

test('progress counts every exchange and ends with what could not be followed', async () => {
  const servers = await started(() => (_request, _body, response) => response.end());
  const events: ProgressEvent[] = [];
  const recorded = [
    anExchange(),
    anExchange({
      ...{ method: 'POST', target: '/login', status: 201 },
      requestBody: '{"password":"sg_AbCdEfGhIjKlMnOpQrStUv"}',
    }),
  ];
  await allOf(replayPlan(await requestTo(servers, recorded, { onProgress: (event) => events.push(event) })));
  expect(events).toEqual([
    { kind: 'replayed', run: 'observe', done: 1, total: 2 },
    { kind: 'replayed', run: 'observe', done: 2, total: 2 },
    {
      kind: 'note',
      isLimit: true,
      text: expect.stringContaining('1 request carries to POST /login a secret that was redacted'),
    },
  ]);
});

test('reading stops while what was read waits to be taken', async () => {
  const servers = await started(() => (_request, _body, response) => response.end());
  const recorded = Array.from({ length: 500 }, () => anExchange());
  let read = 0;
  async function* counted(): AsyncGenerator<Exchange> {
    for (const exchange of recorded) {
      read += 1;
      yield exchange;
    }
  }
  const replaying = replayPlan(await requestTo(servers, recorded, { exchanges: counted }));
  await replaying.next();
  expect(read).toBeLessThan(100);
  await replaying.return(undefined);
});

test('services that close idle connections just as requests leave fail nothing, and it is noted', async () => {
  const servers = await Promise.all(
    [1, 2, 3].map(() =>
      startByteServer(({ socket, nth }) => (nth === 1 ? answerBytes(socket) : socket.destroy())),
    ),
  );
  cleanUps.push(...servers.map(({ stop }) => stop));
  const notes: string[] = [];
  const onProgress = (event: ProgressEvent) => {
    if (event.kind === 'note') notes.push(event.text);
  };
  const recorded = ['GET', 'GET', 'POST', 'GET', 'DELETE', 'GET', 'GET'].map((method) =>
    anExchange({ method, session: 's' }),
  );
  const observed = await allOf(replayPlan(await requestTo(servers, recorded, { onProgress })));
  expect(observed.map(wordOf)).toEqual(recorded.map(() => '200'));
  expect(notes.filter((note) => note.startsWith('4 requests were sent again'))).toHaveLength(3);
});
