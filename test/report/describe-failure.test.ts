import { expect, test } from '@jest/globals';
import type { Failure } from '../../src/domain/failure.ts';
import { describeFailure } from '../../src/report/describe-failure.ts';
import { phraseText } from '../../src/report/phrase-text.ts';

const failure: Failure = {
  ...{ role: 'candidate', error: 'TypeError: no name', at: 'user.js:9', told: false, otherAt: 'user.js:4' },
  variables: [
    { name: 'user', baseline: '{name: "Ann"}', candidate: 'undefined' },
    { name: 'id', baseline: '"ann"', candidate: '"ann"' },
  ],
};
const text = (changed: Partial<Failure>): readonly string[] => {
  const { what, state } = describeFailure({ ...failure, ...changed });
  return [phraseText(what), phraseText(state)];
};

test('the error, where it came from, what differed, and what was given to both', () => {
  expect(text({})).toEqual([
    'throws TypeError: no name at user.js:9, caught and not printed',
    'baseline had user={name: "Ann"} (at user.js:4), candidate had user=undefined; id="ann" equal on both sides',
  ]);
});

test('what is equal is shown where nothing differs, and what one side held where the other was not seen', () => {
  const equal = [{ name: 'id', baseline: '"ann"', candidate: '"ann"' }];
  expect(text({ variables: equal, told: true, at: '' })).toEqual([
    'throws TypeError: no name',
    'id="ann" equal on both sides (at user.js:4)',
  ]);
  const alone = [{ name: 'id', baseline: '"ann"', candidate: null }];
  expect(text({ role: 'baseline', otherAt: null, variables: alone })).toEqual([
    'no longer throws TypeError: no name at user.js:9, caught and not printed',
    'baseline had id="ann"; of the other build nothing was captured there',
  ]);
  expect(text({ otherAt: null, variables: [] })[1]).toBe('');
});
