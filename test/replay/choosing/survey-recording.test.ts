// covers: growing-numbers.ts
// covers: may-change-state.ts
// covers: plan-exchanges.ts
// covers: reason-to-leave-out.ts
import { expect, test } from '@jest/globals';
import { planExchanges } from '../../../src/replay/choosing/plan-exchanges.ts';
import { surveyRecording } from '../../../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';

const cookie = [['Set-Cookie', 'sid=1']] as const;

test('what is known of each exchange, in the order of the recording', async () => {
  const survey = await surveyRecording(
    asRecording([
      anExchange({ id: 'x000007', session: 'a', target: '/carts/1', durationMs: 12.4 }),
      anExchange({ id: 'x000003', session: 'b', target: '/carts', method: 'POST', durationMs: 1e9 }),
      anExchange({ id: 'x000003', session: 'b', target: '/carts' }),
      anExchange({ id: 'own', session: 'a', target: '/carts/2', status: 404, responseHeaders: cookie }),
    ]),
  );
  const all = Array.from({ length: survey.exchanges }, (_, index) => index);
  expect(all.map(survey.idOf)).toEqual(['x000007', 'x000003', 'own']);
  expect(all.map(survey.sessionOf)).toEqual(['a', 'b', 'a']);
  expect(all.map(survey.durationOf)).toEqual([12, 65_535, 1]);
  expect(all.map(survey.leavesState)).toEqual([false, true, true]);
  expect(all.map((index) => survey.kinds[survey.kindOf(index)])).toEqual([
    { route: 'GET /carts/{id}', writes: false, isError: false },
    { route: 'POST /carts', writes: true, isError: false },
    { route: 'GET /carts/{id}', writes: false, isError: true },
  ]);
  expect(survey.leftOut).toEqual([{ reason: 'its id appears twice in the recording', exchanges: 1 }]);
  expect([...planExchanges(survey, [{ index: 1, reason: 'rare', rank: 3 }])]).toEqual([
    { exchangeId: 'x000003', session: 'b', route: 'POST /carts', writes: true, reason: 'rare', rank: 3 },
  ]);
});

test('exchanges of one route that look alike are of one kind, whatever their ids', async () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    anExchange({ id: `x${index}`, target: `/carts/${index}`, status: index % 1000 === 999 ? 500 : 200 }),
  );
  const survey = await surveyRecording(asRecording(many));
  expect(survey.kinds).toHaveLength(2);
  const errors = many.filter((_, index) => survey.kinds[survey.kindOf(index)]?.isError);
  expect(errors.map(({ id }) => id)).toEqual(['x999', 'x1999', 'x2999']);
});

test('a place of more shapes than are told apart keeps the first ones', async () => {
  const many = Array.from({ length: 1_200 }, (_, index) =>
    anExchange({ id: `y${index}`, target: `/a?k${index}=` }),
  );
  expect((await surveyRecording(asRecording(many))).kinds).toHaveLength(1_001);
});
