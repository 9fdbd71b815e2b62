import { expect, test } from '@jest/globals';
import { createValueNotes } from '../../../src/replay/values/value-notes.ts';

const request = (exchangeId: string, ...secrets: string[]) => ({
  ...{ exchangeId, route: 'POST /login', secrets: new Set(secrets) },
});

test('nothing is said of nothing', () => {
  const notes = createValueNotes();
  notes.withoutSecrets(request('x1'));
  expect(notes.inWords()).toEqual([]);
});

test('secrets are told by route, with the first of their tokens and how many more', () => {
  const notes = createValueNotes();
  notes.withoutSecrets(request('x1', 'sg_a', 'sg_b'));
  notes.withoutSecrets(request('x2', 'sg_b', 'sg_c', 'sg_d'));
  const [told, ...others] = notes.inWords();
  expect(others).toEqual([]);
  expect(told).toMatch(/^2 requests carry to POST \/login a secret that was redacted, first x1/);
  expect(told).toContain('for sg_a, sg_b, sg_c and 1 more under `replay.credentials`');
});

test('the rest is counted, with the first exchange of each', () => {
  const notes = createValueNotes();
  notes.conflict('x5');
  notes.notFollowed(2, 'x6');
  notes.notFollowed(3, 'x7');
  expect(notes.inWords()).toEqual([
    expect.stringMatching(/^1 request carries a recorded value .* first x5/),
    '5 values of long responses were not followed, first in x6',
  ]);
});
