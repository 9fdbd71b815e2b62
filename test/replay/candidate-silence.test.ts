import { expect, test } from '@jest/globals';
import type { Failed, Observation, Responded } from '../../src/domain/observation.ts';
import { createCandidateSilence } from '../../src/replay/candidate-silence.ts';

const answer: Responded = {
  kind: 'responded',
  status: 200,
  headers: [],
  body: new Uint8Array(),
  trailers: [],
  durationMs: 1,
};
const failed = (reason: Failed['reason']): Failed => ({ kind: 'failed', reason, detail: '', durationMs: 1 });
const told = (outcome: Responded | Failed): Observation => ({
  ...{ exchangeId: 'x1', role: 'candidate', outcome, substitutions: [] },
});

test('a candidate is given up after twelve requests in a row, and for good', () => {
  const silence = createCandidateSilence();
  const wait = () => silence.note(told(answer), told(failed('timed-out')));
  for (let count = 0; count < 11; count += 1) wait();
  silence.note(told(answer), told(answer));
  for (let count = 0; count < 11; count += 1) wait();
  expect(silence.reasonToGiveUp(10_000)).toBeNull();
  wait();
  expect(silence.reasonToGiveUp(500)).toMatchObject({
    reason: 'given-up',
    detail: expect.stringMatching(/^did not answer 12 requests .* allows 0\.5 s each$/),
  });
  silence.note(told(answer), told(failed('given-up')));
  expect(silence.reasonToGiveUp(500)).not.toBeNull();
});

test('what the baseline does not answer either, or what fails otherwise, is no silence', () => {
  const silence = createCandidateSilence();
  for (let count = 0; count < 30; count += 1) {
    silence.note(told(failed('timed-out')), told(failed('timed-out')));
    silence.note(told(answer), told(failed('connection-lost')));
  }
  expect(silence.reasonToGiveUp(500)).toBeNull();
});
