import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../../src/domain/plan.ts';
import { createBudgetKeeper } from '../../../src/replay/choosing/keep-budget.ts';

/** Every second exchange is an extra; needed ones have ranks up to half of the count. */
function aPlan(count: number, { ms = 1_000, routes = 1 } = {}): Plan {
  const exchanges = Array.from({ length: count }, (_, index) => ({
    exchangeId: `x${index}`,
    session: '',
    route: `GET /${index % routes}`,
    writes: false,
    reason: '',
    rank: index % 2 === 0 ? index / 2 + 1 : count + index,
  }));
  return { exchanges, leftOut: [], routes: [], budget: { ms, lastNeededRank: count / 2 } };
}

/** Sends a plan with so many milliseconds for each exchange, and tells which were sent. */
function send(plan: Plan, msEach: number, classesOf: (sequence: number) => readonly string[] = () => []) {
  let time = 0;
  const keeper = createBudgetKeeper({ plan, now: () => time });
  const sent = [...plan.exchanges].flatMap(({ route }, sequence) => {
    if (keeper.skips(sequence)) return [];
    time += msEach;
    keeper.note(route, classesOf(sequence));
    return [sequence];
  });
  return { sent, time, keeper };
}

describe('time', () => {
  test('a replay that is as quick as was expected sends everything', () => {
    const { sent, keeper } = send(aPlan(900), 1);
    expect(sent).toHaveLength(900);
    expect(keeper.leftOut()).toEqual([]);
    expect(keeper.endedEarly()).toBeNull();
  });

  test('one that is slower gives up extras, the least wanted first, and says how many', () => {
    const { sent, time, keeper } = send(aPlan(900), 1.5);
    expect(time).toBeLessThan(1_200);
    expect(time).toBeGreaterThan(800);
    const extras = sent.filter((sequence) => sequence % 2 === 1);
    expect(extras.length).toBeGreaterThan(100);
    expect(Math.max(...extras)).toBeLessThan(899);
    expect(keeper.leftOut()).toEqual([
      { reason: 'the time of the budget was short', exchanges: 900 - sent.length },
    ]);
    expect(keeper.endedEarly()).toContain('slower');
  });

  test('what is no extra is sent however long it takes', () => {
    const { sent } = send(aPlan(900), 50);
    expect(sent.filter((sequence) => sequence % 2 === 0)).toHaveLength(450);
    expect(sent.length).toBeLessThan(600);
  });
});

describe('bound', () => {
  const endless = { ms: 1e9 };

  test('nothing new for long, and every route often enough: extras end', () => {
    const { sent, keeper } = send(aPlan(5_000, { ...endless, routes: 3 }), 1);
    expect(sent.length).toBeLessThan(3_500);
    expect(sent.filter((sequence) => sequence % 2 === 0)).toHaveLength(2_500);
    expect(keeper.leftOut()).toEqual([{ reason: 'the bound was met', exchanges: 5_000 - sent.length }]);
    expect(keeper.endedEarly()).toContain('no difference of a new kind');
  });

  test('a class that is new keeps it going, one that was seen does not', () => {
    const news = send(aPlan(5_000, endless), 1, (sequence) => [`class ${Math.floor(sequence / 500)}`]);
    expect(news.sent).toHaveLength(5_000);
    const known = send(aPlan(5_000, endless), 1, () => ['class']);
    expect(known.sent.length).toBeLessThan(3_500);
  });

  test('a route whose turn comes late keeps it going', () => {
    const plan = aPlan(5_000, endless);
    const exchanges = [...plan.exchanges].map((each, index) =>
      index < 4_500 ? each : { ...each, route: 'late' },
    );
    expect(send({ ...plan, exchanges }, 1).sent.length).toBeGreaterThan(4_700);
  });
});

test('a plan that was not chosen under a budget is sent whole', () => {
  const { budget: _, ...plan } = aPlan(4_000);
  expect(send(plan, 100).sent).toHaveLength(4_000);
});
