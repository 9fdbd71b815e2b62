import { expect, test } from '@jest/globals';
import { createReplayCost } from '../../../src/replay/choosing/replay-cost.ts';
import { surveyRecording } from '../../../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';

test('reads share their time, writes do not, and nothing is free', async () => {
  const survey = await surveyRecording(
    asRecording([
      anExchange({ durationMs: 100 }),
      anExchange({ method: 'POST', durationMs: 100 }),
      anExchange({ durationMs: 0 }),
    ]),
  );
  const costOf = createReplayCost(survey, 4);
  expect(costOf(0)).toBeGreaterThan(25);
  expect(costOf(0)).toBeLessThan(27);
  expect(costOf(1)).toBeGreaterThan(100);
  expect(costOf(2)).toBeGreaterThan(1);
});
