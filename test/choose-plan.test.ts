import { expect, test } from '@jest/globals';
import { choosePlan } from '../src/choose-plan.ts';
import { builtInConfig } from '../src/config/built-in-config.ts';
import type { OpenRecording } from '../src/open-recording.ts';
import { surveyRecording } from '../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from './replay/support/an-exchange.ts';

const recorded = Array.from({ length: 500 }, (_, index) =>
  anExchange({ target: `/prices/${index}`, durationMs: 5 }),
);
const recording = {
  exchanges: () => asRecording(recorded),
  heads: () => asRecording(recorded),
} as unknown as OpenRecording;
const defaults = builtInConfig();

async function plan(config: Partial<typeof defaults>, told = { asked: 0 }) {
  return choosePlan({
    recording,
    survey: await surveyRecording(recording.heads()),
    config: { ...defaults, ...config },
    findTouchedRoutes: async () => {
      told.asked += 1;
      return new Set(['GET /prices/{id}']);
    },
  });
}

test('a recording that fits is replayed whole, and nobody asks which routes reach the change', async () => {
  const told = { asked: 0 };
  const whole = await plan({}, told);
  expect(whole.exchanges).toHaveLength(500);
  expect(whole.budget).toBeUndefined();
  expect(told.asked).toBe(0);
});

test('one that does not fit is chosen from, by the routes that reach the change', async () => {
  const chosen = await plan({ replayBudgetMs: 100 });
  expect(chosen.exchanges.length).toBeGreaterThan(20);
  expect(chosen.exchanges.length).toBeLessThan(100);
  expect(chosen.exchanges[0]?.reason).toBe('its route reaches changed code');
  expect(chosen.budget?.ms).toBe(100);
});

test.each([
  ['the settings say so', { replayBudgetMs: 0 }],
  [
    'recorded distances are kept',
    { replayBudgetMs: 100, replay: { ...defaults.replay, timing: 'recorded' as const } },
  ],
])('all is replayed where %s', async (_name, config) => {
  expect((await plan(config)).exchanges).toHaveLength(500);
});
