import { expect, test } from '@jest/globals';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import { choosePlan, type PlanRequest } from '../../src/preparation/choose-plan.ts';
import type { OpenRecording } from '../../src/preparation/open-recording.ts';
import { surveyRecording } from '../../src/replay/choosing/survey-recording.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { anExchange, asRecording } from '../replay/support/an-exchange.ts';
import { somePorts } from '../support/some-ports.ts';

const recorded = Array.from({ length: 500 }, (_, index) =>
  anExchange({ target: `/prices/${index}`, durationMs: 5 }),
);
const recording = {
  exchanges: () => asRecording(recorded),
  heads: () => asRecording(recorded),
} as unknown as OpenRecording;
const defaults = builtInConfig();

/** Nothing that was there before is changed, so that no instance has to be started to know what reaches it. */
async function plan(config: Partial<typeof defaults>) {
  const ran: PlanRequest['baseline'] = { kind: 'running', label: 'x', origin: new URL('http://127.0.0.1:1') };
  return choosePlan(
    {
      ...{ recording, baseline: ran, changed: [], workFolder: '/nowhere', sandbox: withoutWalls },
      survey: await surveyRecording(recording.heads()),
      settings: { config: { ...defaults, ...config }, readFile: async () => null },
      determinism: defaults.determinism,
    },
    somePorts('/nowhere'),
  );
}

test('a recording that fits is replayed whole', async () => {
  const whole = await plan({});
  expect(whole.exchanges).toHaveLength(500);
  expect(whole.budget).toBeUndefined();
});

test('one that does not fit is chosen from', async () => {
  const chosen = await plan({ replayBudgetMs: 100 });
  expect(chosen.exchanges.length).toBeGreaterThan(20);
  expect(chosen.exchanges.length).toBeLessThan(100);
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
