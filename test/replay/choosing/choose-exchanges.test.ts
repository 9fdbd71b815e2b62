// covers: fit-budget.ts
// covers: preference-tiers.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from '../../../src/domain/plan.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import { chooseExchanges, fitsBudget } from '../../../src/replay/choosing/choose-exchanges.ts';
import { linkExchanges } from '../../../src/replay/choosing/exchange-links.ts';
import type { TouchedRoutes } from '../../../src/replay/choosing/preference-tiers.ts';
import { createReplayCost } from '../../../src/replay/choosing/replay-cost.ts';
import { linkSessions, sessionBefore } from '../../../src/replay/choosing/session-links.ts';
import { surveyRecording } from '../../../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';

const concurrency = 8;
const room = { concurrency, pauseAfterWriteMs: 0 };

async function choose(
  recorded: readonly Exchange[],
  budgetMs: number,
  { touched = null, pauseAfterWriteMs = 0 }: { touched?: TouchedRoutes; pauseAfterWriteMs?: number } = {},
): Promise<Plan> {
  const survey = await surveyRecording(asRecording(recorded));
  const exchanges = () => asRecording(recorded);
  return chooseExchanges({ survey, exchanges, budgetMs, concurrency, pauseAfterWriteMs, touched });
}

const chosenIds = ({ exchanges }: Plan) => new Set([...exchanges].map(({ exchangeId }) => exchangeId));
const reasonsOf = ({ exchanges }: Plan) =>
  new Map([...exchanges].map((each) => [each.exchangeId, each.reason]));
const many = (count: number, parts: (index: number) => Parameters<typeof anExchange>[0]) =>
  Array.from({ length: count }, (_, index) => anExchange(parts(index)));

describe('preference', () => {
  const plain = many(2_000, (index) => ({ target: `/products/${index}` }));
  const late = many(40, (index) => ({ target: `/taxes/${index}` }));
  const shapes = [anExchange({ target: '/products/5', requestHeaders: [['x-partner', '1']] })];
  const errors = many(60, (index) => ({ target: `/carts/${index}`, status: 500 }));
  const recorded = [...plain, ...late, ...shapes, ...errors];

  test('routes that reach changed code come first, with all they have', async () => {
    const plan = await choose(recorded, 400, { touched: new Set(['GET /taxes/{id}']) });
    const reasons = reasonsOf(plan);
    expect(late.map(({ id }) => reasons.get(id))).toEqual(late.map(() => 'its route reaches changed code'));
  });

  test('one of every shape, however late it comes', async () => {
    const plan = await choose(recorded, 60);
    expect(reasonsOf(plan).get(shapes[0]?.id ?? '')).toBe('of a rare shape');
    expect(plan.routes).toEqual(['GET /carts/{id}', 'GET /products/{id}', 'GET /taxes/{id}']);
  });

  test('several of each kind of error', async () => {
    const plan = await choose(recorded, 120);
    expect(errors.filter(({ id }) => chosenIds(plan).has(id)).length).toBeGreaterThanOrEqual(5);
  });

  test('values unlike those before', async () => {
    const odd = anExchange({ target: '/products/7?limit=-10' });
    const limits = many(1_000, (index) => ({ target: `/products/${index}?limit=${10 + (index % 80)}` }));
    const plan = await choose([...limits.slice(0, 700), odd, ...limits.slice(700)], 40);
    expect(reasonsOf(plan).get(odd.id)).toBe('values unlike those before');
  });

  test('what is left out is counted with its reason', async () => {
    const plan = await choose([...recorded, anExchange({ method: 'TRACE' })], 60);
    const left = plan.leftOut.reduce((sum, { exchanges }) => sum + exchanges, 0);
    expect(left + plan.exchanges.length).toBe(recorded.length + 1);
    expect(plan.leftOut.map(({ reason }) => reason)).toEqual([
      'there is no room for it within 0.06 s',
      'method TRACE is for proxies',
    ]);
  });

  test('what depends on more than there is room for is left out, and counted apart', async () => {
    const rare = anExchange({ session: 's', target: '/rare', requestHeaders: [['x-rare', '1']] });
    const long = many(150, (index) => ({
      session: 's',
      method: 'PUT',
      target: `/carts/${index}`,
      durationMs: 50,
    }));
    const plan = await choose([...long, rare, ...plain], 200);
    expect(chosenIds(plan).has(rare.id)).toBe(false);
    expect(plan.leftOut[1]?.reason).toBe('there is no room within 0.2 s for what it depends on');
  });
});

test('a recording fits when all of it does, and a budget of 0 has room for any', async () => {
  const survey = await surveyRecording(asRecording(many(100, () => ({ durationMs: 80 }))));
  expect(fitsBudget(survey, { budgetMs: 1_100, ...room })).toBe(true);
  expect(fitsBudget(survey, { budgetMs: 900, ...room })).toBe(false);
  expect(fitsBudget(survey, { budgetMs: 0, ...room })).toBe(true);
});

describe('pauses after writes', () => {
  const carts = (count: number) =>
    Array.from({ length: count }, (_, number) => [
      anExchange({ session: `s${number}`, method: 'PUT', target: `/carts/${number}` }),
      anExchange({ session: `s${number}`, target: `/prices/${number}` }),
    ]).flat();

  test.each([
    ['each takes its time', 10, 50, 530, 560],
    ['no more than a hundred are waited for in full', 300, 50, 5_600, 6_300],
    ['none is waited for where the settings say so', 10, 0, 20, 60],
  ])('whether all fits: %s', async (_name, count, pauseAfterWriteMs, less, more) => {
    const survey = await surveyRecording(asRecording(carts(count)));
    const fits = (budgetMs: number) => fitsBudget(survey, { budgetMs, concurrency, pauseAfterWriteMs });
    expect([fits(less), fits(more)]).toEqual([false, true]);
  });

  test('they are taken off what is chosen, and something is chosen all the same', async () => {
    const recorded = carts(2_000);
    const [without, shorter, longer] = await Promise.all(
      [0, 1, 1_000].map(async (pauseAfterWriteMs) => {
        const plan = await choose(recorded, 3_000, { pauseAfterWriteMs });
        return plan.exchanges.length;
      }),
    );
    expect(shorter).toBeLessThan(without ?? 0);
    expect(longer).toBeLessThan(shorter ?? 0);
    expect(longer).toBeGreaterThan(200);
  });
});

/** A shop with sessions: things are made, looked at by others, and changed. */
const anEvent = fc.record({
  session: fc.constantFrom('', 'a', 'b', 'c'),
  kind: fc.constantFrom('make', 'look', 'change', 'list', 'log-in'),
  thing: fc.nat(6),
  durationMs: fc.nat(30),
  rare: fc.nat(30),
});
type Event = typeof anEvent extends fc.Arbitrary<infer Value> ? Value : never;

function recordingOf(events: readonly Event[]): readonly Exchange[] {
  return events.map(exchangeOf);
}

function exchangeOf({ session, kind, thing, durationMs, rare }: Event, index: number): Exchange {
  const id = `c0ffee00-0000-4000-8000-00000000000${thing}`;
  const common = {
    ...{ id: `x${String(index).padStart(6, '0')}`, session, durationMs },
    ...(rare === 0 ? { requestHeaders: [['x-rare', '1'] as const] } : {}),
  };
  switch (kind) {
    case 'make':
      return anExchange({
        ...common,
        method: 'POST',
        target: '/things',
        status: 201,
        responseBody: `{"id":"${id}"}`,
      });
    case 'look':
      return anExchange({ ...common, target: `/things/${id}` });
    case 'change':
      return anExchange({ ...common, method: 'PUT', target: `/things/${id}`, requestBody: '{"n":1}' });
    case 'log-in':
      return anExchange({ ...common, target: '/login', responseHeaders: [['set-cookie', `sid=s-${id}`]] });
    case 'list':
      return anExchange({ ...common, target: '/things' });
  }
}

describe('laws', () => {
  const recording = fc.array(anEvent, { minLength: 20, maxLength: 150 }).map(recordingOf);
  const budget = fc.integer({ min: 5, max: 400 });
  const touched = fc.constantFrom<TouchedRoutes>(null, new Set(), new Set(['PUT /things/{id}']));
  const runs = { numRuns: 60 };

  test('the same recording, budget and routes give the same plan', async () => {
    await fc.assert(
      fc.asyncProperty(recording, budget, touched, async (recorded, ms, routes) => {
        const [plan, again] = [
          await choose(recorded, ms, { touched: routes }),
          await choose(recorded, ms, { touched: routes }),
        ];
        expect({ ...plan, exchanges: [...plan.exchanges] }).toEqual({
          ...again,
          exchanges: [...again.exchanges],
        });
      }),
      runs,
    );
  });

  test('the order of the recording is kept, nothing comes twice, and the budget is not passed', async () => {
    await fc.assert(
      fc.asyncProperty(recording, budget, touched, async (recorded, ms, routes) => {
        const plan = await choose(recorded, ms, { touched: routes });
        const survey = await surveyRecording(asRecording(recorded));
        const at = [...plan.exchanges].map(({ exchangeId }) =>
          recorded.findIndex(({ id }) => id === exchangeId),
        );
        expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
        const costOf = createReplayCost(survey, concurrency);
        expect(at.reduce((sum, index) => sum + costOf(index), 0)).toBeLessThanOrEqual(ms + 1e-6);
      }),
      runs,
    );
  });

  test('whatever rank extras end at, what an exchange rests on is sent', async () => {
    await fc.assert(
      fc.asyncProperty(recording, budget, fc.nat(100), touched, async (recorded, ms, rank, routes) => {
        const plan = await choose(recorded, ms, { touched: routes });
        const survey = await surveyRecording(asRecording(recorded));
        const sessions = linkSessions(survey);
        const links = await linkExchanges({
          survey,
          exchanges: asRecording(recorded),
          mayBeChosen: () => true,
        });
        const sent = new Map(
          [...plan.exchanges]
            .filter((each) => (each.rank ?? 0) <= rank)
            .map((each) => [each.exchangeId, each.reason]),
        );
        recorded.forEach(({ id }, index) => {
          const reason = sent.get(id);
          if (reason === undefined) return;
          for (const needed of links(index)) expect(sent.has(recorded[needed]?.id ?? '')).toBe(true);
        });
        // One that was chosen for itself has its session with it, once its own turn in the order has come.
        if (rank < Math.max(...[...plan.exchanges].map((each) => each.rank ?? 0))) return;
        recorded.forEach(({ id }, index) => {
          const isChosen =
            (sent.get(id) ?? 'a chosen exchange depends on it') !== 'a chosen exchange depends on it';
          if (!isChosen) return;
          for (const earlier of sessionBefore(sessions, index)) {
            expect(sent.has(recorded[earlier]?.id ?? '')).toBe(true);
          }
        });
      }),
      runs,
    );
  });
});
