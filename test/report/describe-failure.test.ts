import { expect, test } from '@jest/globals';
import type { Failure } from '../../src/domain/failure.ts';
import { describeFailure, describeFailureOf } from '../../src/report/describe-failure.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCluster, aFirstDivergence } from '../support/builders.ts';

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

test('what the cause has told already is not told again', () => {
  const cause = (more: object) =>
    aFirstDivergence({ kind: 'throw', file: 'user.js', candidateLine: 9, candidate: failure.error, ...more });
  const beside = (firstDivergence: ReturnType<typeof cause>, changed: Partial<Failure> = {}) => {
    const told = describeFailureOf(aCluster({ firstDivergence, failure: { ...failure, ...changed } }));
    return told && [phraseText(told.what), phraseText(told.state)];
  };
  const equal = failure.variables.slice(1);
  expect(beside(cause({}), { variables: equal })).toBeNull();
  expect(beside(cause({}))).toEqual(['', text({})[1]]);
  expect(beside(cause({ candidateLine: 4 }), { variables: equal })).toEqual(['thrown at user.js:9', '']);
  expect(beside(cause({ candidate: 'Error: other' }))).toEqual(text({}));
  expect(describeFailureOf(aCluster({}))).toBeNull();
});
