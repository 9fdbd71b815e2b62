// covers: route-samples.ts
import { expect, test } from '@jest/globals';
import { measureRoutes } from '../../../src/comparison/noise/measure-routes.ts';
import { routeSamples } from '../../../src/domain/route-samples.ts';
import { aFinding, aJson, aRun } from '../builders.ts';

const answers = (id: string, route: string, secondary = true) => ({
  ...{ id, route, baseline: aJson({ a: 1, at: 1 }), candidate: aJson({ a: 1, at: 1 }) },
  ...(secondary ? { secondary: aJson({ a: 1, at: 2 }) } : {}),
});

test('per route: exchanges, answers to each, places that vary, and both bounds', () => {
  const run = aRun(...Array.from({ length: 6 }, (_, index) => answers(`x${index}`, 'GET /a')));
  for (const each of measureRoutes([run], [])) expect(routeSamples.parse(each)).toEqual(each);
  expect(measureRoutes([run, run], [])).toEqual([
    {
      ...{ route: 'GET /a', exchanges: 6, paired: 6, answers: 4, varying: 1, standing: 0 },
      ...{ bound: 0.5, noiseBound: 0.5 },
    },
  ]);
});

test('where a finding counts there is no bound, and where no secondary answered none for noise', () => {
  const run = aRun(answers('x1', 'GET /a'), answers('x2', 'GET /b', false));
  const routes = measureRoutes([run], [aFinding({ exchangeId: 'x1' })]);
  expect(
    routes.map(({ route, answers: each, standing, bound, noiseBound }) => [
      ...[route, each, standing, bound, noiseBound],
    ]),
  ).toEqual([
    ['GET /a', 2, 1, null, 1],
    ['GET /b', 1, 0, 1, null],
  ]);
});

test('the fewest answers of any exchange are told', () => {
  const both = aRun(answers('x1', 'GET /a'), answers('x2', 'GET /a'));
  expect(measureRoutes([both, aRun(answers('x1', 'GET /a'))], [])[0]?.answers).toBe(2);
});
