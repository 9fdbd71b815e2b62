import { expect, test } from '@jest/globals';
import { type PlannedExchange, plannedOnDemand } from '../../src/domain/plan.ts';
import { createPlannedLookup } from '../../src/preparation/find-planned.ts';

const planned = (exchangeId: string): PlannedExchange => ({
  ...{ exchangeId, session: `s ${exchangeId}`, route: `GET /${exchangeId}`, writes: false, reason: 'all' },
});

test('every planned exchange is found by its id, and no other', () => {
  const find = createPlannedLookup(plannedOnDemand(5_000, (index) => planned(`x${index}`)));
  for (let index = 0; index < 5_000; index += 1) expect(find(`x${index}`)).toEqual(planned(`x${index}`));
  for (const id of ['x5000', 'x-1', '', 'y7']) expect(find(id)).toBeUndefined();
});

test('in a plan without exchanges nothing is found', () => {
  expect(createPlannedLookup([])('x0')).toBeUndefined();
});

test('a plan that is never asked is not gone through', () => {
  let made = 0;
  createPlannedLookup(
    plannedOnDemand(3, (index) => {
      made += 1;
      return planned(`x${index}`);
    }),
  );
  expect(made).toBe(0);
});
