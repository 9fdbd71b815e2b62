import { expect, test } from '@jest/globals';
import { type PlannedExchange, plannedOnDemand } from '../../src/domain/plan.ts';
import { sentExchanges } from '../../src/runs/sent-exchanges.ts';

const exchanges = plannedOnDemand(
  5,
  (index): PlannedExchange => ({
    ...{ exchangeId: `x${index}`, session: '', route: `GET /${index}`, writes: index === 2, reason: 'all' },
  }),
);
const answered = (...ids: readonly string[]) => new Map(ids.map((id) => [id, '200 200']));

test('a plan of which all was sent is itself', () => {
  expect(sentExchanges(exchanges, answered('x0', 'x1', 'x2', 'x3', 'x4'))).toBe(exchanges);
});

test.each([[[]], [['x0']], [['x4']], [['x1', 'x2', 'x4']]])('of a plan, only %j was sent', (ids) => {
  const sent = sentExchanges(exchanges, answered(...ids));
  expect(sent).toHaveLength(ids.length);
  expect([...sent]).toEqual([...exchanges].filter(({ exchangeId }) => ids.includes(exchangeId)));
  expect(sent.at(ids.length)).toBeUndefined();
});
