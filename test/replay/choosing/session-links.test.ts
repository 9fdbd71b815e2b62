import { expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { linkSessions, sessionBefore } from '../../../src/replay/choosing/session-links.ts';
import { surveyRecording } from '../../../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';

async function before(exchanges: readonly Exchange[], index: number): Promise<readonly number[]> {
  const links = linkSessions(await surveyRecording(asRecording(exchanges)));
  return [...new Set(sessionBefore(links, index))].sort((a, b) => a - b);
}

test('what came before in the same session, and nothing of another one', async () => {
  const sessions = ['a', 'b', 'a', '', 'b', 'a', ''];
  const exchanges = sessions.map((session) => anExchange({ session }));
  expect(await before(exchanges, 5)).toEqual([0, 2]);
  expect(await before(exchanges, 4)).toEqual([1]);
  expect(await before(exchanges, 6)).toEqual([]);
});

test('of a long session the nearest, and much further back what leaves state', async () => {
  const exchanges = Array.from({ length: 1_000 }, (_, index) =>
    anExchange({
      session: 's',
      method: index % 10 === 3 ? 'PUT' : 'GET',
      ...(index === 500 ? { responseHeaders: [['set-cookie', 'a=1']] } : {}),
    }),
  );
  const found = await before(exchanges, 999);
  expect(found.filter((index) => index > 978)).toHaveLength(20);
  const state = found.filter((index) => index <= 978);
  expect(state).toContain(500);
  expect(state.every((index) => index % 10 === 3 || index === 500)).toBe(true);
  expect(state[0]).toBe(3);
});
