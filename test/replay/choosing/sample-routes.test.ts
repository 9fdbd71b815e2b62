import { expect, test } from '@jest/globals';
import { sampleRoutes } from '../../../src/replay/choosing/sample-routes.ts';
import { surveyRecording } from '../../../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';

const recorded = [
  ...Array.from({ length: 500 }, (_, index) => anExchange({ target: `/products/${index}` })),
  anExchange({ session: 's', target: '/carts', method: 'POST' }),
  anExchange({ session: 's', target: '/carts/1', status: 404 }),
  ...Array.from({ length: 500 }, (_, index) => anExchange({ target: `/carts/${index}` })),
];

test('a few of each route, of each shape at least one, with what came before in their session', async () => {
  const plan = sampleRoutes(await surveyRecording(asRecording(recorded)), 90_000);
  const count = (route: string) => [...plan.exchanges].filter((each) => each.route === route).length;
  expect(plan.routes.map((route) => [route, count(route)])).toEqual([
    ['GET /carts/{id}', 4],
    ['GET /products/{id}', 4],
    ['POST /carts', 1],
  ]);
  expect([...plan.exchanges].map(({ exchangeId }) => exchangeId)).toContain(recorded[501]?.id);
});

test('no longer than a sixth of the budget', async () => {
  const plan = sampleRoutes(await surveyRecording(asRecording(recorded)), 30);
  expect(plan.exchanges.length).toBeLessThanOrEqual(2);
});
