import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { compareThrows } from '../../../src/snapshots/comparing/compare-throws.ts';

const snapshot = (...events: RuntimeEvent[]): RuntimeSnapshot => ({
  ...{ role: 'baseline', agent: 'connected', hits: [], events, probes: [], executedLines: {}, dropped: 0 },
});
const about = { exchangeId: 'e1', sequence: 0 };
const thrown = (message: string, at = 'a.js:3', exchangeId = 'e1'): RuntimeEvent => ({
  ...{ ...about, exchangeId, kind: 'throw', class: 'TypeError', message, at, frames: [] },
});
const told = (message: string): RuntimeEvent => ({
  ...{ ...about, kind: 'error', class: 'TypeError', message, at: '', caught: true },
});
const unwatched: RuntimeEvent = { ...about, kind: 'throws-unwatched' };

function shown(before: RuntimeEvent[], after: RuntimeEvent[], again: RuntimeEvent[] | null = before) {
  const secondary = again === null ? null : snapshot(...again);
  return compareThrows({ baseline: snapshot(...before), secondary, candidate: snapshot(...after) }).map(
    ({ exchangeId, divergence }) =>
      `${exchangeId} ${divergence.kind} ${(divergence.candidate ?? divergence.baseline)?.text}`,
  );
}

describe('errors that are caught in silence', () => {
  test.each<[string, RuntimeEvent[], RuntimeEvent[], string[]]>([
    ['the same on both sides', [thrown('x')], [thrown('x')], []],
    ['with another number', [thrown('no 12')], [thrown('no 13')], []],
    ['a new one', [], [thrown('x')], ['e1 error-added TypeError: x']],
    ['one that is gone', [thrown('x')], [], ['e1 error-removed TypeError: x']],
    [
      'more of one',
      [thrown('x')],
      [thrown('x'), thrown('x'), thrown('x')],
      ['e1 error-added TypeError: x (2 times)'],
    ],
    ['one that is told of', [], [thrown('x'), told('x')], []],
    [
      'two, of which one is told of',
      [],
      [told('x'), thrown('x'), thrown('x')],
      ['e1 error-added TypeError: x'],
    ],
    [
      'told of before, in silence now',
      [thrown('x'), told('x')],
      [thrown('x')],
      ['e1 error-added TypeError: x'],
    ],
    ['inside a dependency', [], [thrown('x', '')], []],
    ['outside any exchange', [], [thrown('x', 'a.js:3', '')], []],
    ['in an exchange that was not watched to its end', [unwatched], [thrown('x')], []],
    ['in one of which the candidate was not watched', [thrown('x')], [unwatched], []],
  ])('%s', (_, before, after, expected) => {
    expect(shown(before, after)).toEqual(expected);
  });

  test('what the baseline build throws in one of two instances says nothing', () => {
    expect(shown([], [thrown('x')], [thrown('x')])).toEqual([]);
    expect(shown([], [thrown('x')], null)).toHaveLength(1);
  });

  test('stand at a place of their own and say where they were thrown', () => {
    const [first] = compareThrows({
      ...{ baseline: snapshot(), secondary: null, candidate: snapshot(thrown('x')) },
    });
    expect(first?.divergence).toMatchObject({
      ...{ place: 'error/caught', pattern: 'error/caught', baseline: null },
      note: 'thrown at a.js:3, caught by the program and not told to anyone',
    });
  });
});
