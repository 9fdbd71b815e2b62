import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { compareEvents } from '../../../src/snapshots/comparing/compare-events.ts';

const snapshot = (...events: RuntimeEvent[]): RuntimeSnapshot => ({
  role: 'baseline',
  agent: 'connected',
  hits: [],
  events,
  probes: [],
  executedLines: {},
  dropped: 0,
});
const call = (url: string, exchangeId = 'e1'): RuntimeEvent => ({
  kind: 'outbound-call',
  exchangeId,
  sequence: 0,
  method: 'GET',
  url,
});
const error = (message: string, exchangeId = 'e1'): RuntimeEvent => ({
  kind: 'error',
  exchangeId,
  sequence: 0,
  class: 'TypeError',
  message,
  at: '',
  caught: true,
});

function shown(
  baseline: RuntimeSnapshot,
  candidate: RuntimeSnapshot,
  secondary: RuntimeSnapshot | null = null,
) {
  return compareEvents({ baseline, secondary, candidate }).map(
    ({ exchangeId, divergence }) =>
      `${exchangeId} ${divergence.kind} ${(divergence.candidate ?? divergence.baseline)?.text}`,
  );
}

const tax = 'https://tax.test/rates';

describe('effects of one exchange', () => {
  test.each<[string, RuntimeEvent[], RuntimeEvent[], string[]]>([
    ['nothing new', [call(tax)], [call(tax)], []],
    ['a call that came', [], [call(tax)], [`e1 outbound-call-added GET ${tax}`]],
    ['a call that went', [call(tax)], [], [`e1 outbound-call-removed GET ${tax}`]],
    [
      'a call made again and again',
      [call(tax)],
      [call(tax), call(tax), call(tax)],
      [`e1 outbound-call-added GET ${tax} (2 times)`],
    ],
    ['an error that came', [], [error('no price')], ['e1 error-added TypeError: no price']],
    ['the same error with another number', [error('no price for 12')], [error('no price for 13')], []],
    [
      'the port of the machine itself',
      [call('http://127.0.0.1:4001/x')],
      [call('http://127.0.0.1:4002/x')],
      [],
    ],
    [
      'a generated id',
      [call(`${tax}/0b6a1d0e-6ed5-4f0c-8f0e-3a3b8a1f0c11`)],
      [call(`${tax}/7c9e6679-7425-40de-944b-e07fc1f90ae7`)],
      [],
    ],
    ['work outside any exchange', [], [call(tax, '')], []],
  ])('%s', (_, before, after, expected) => {
    expect(shown(snapshot(...before), snapshot(...after))).toEqual(expected);
  });

  test('what the baseline does differently by itself is left out', () => {
    const [quiet, noisy] = [snapshot(), snapshot(call(tax), error('flaky'))];
    expect(shown(quiet, noisy, noisy)).toEqual([]);
    expect(shown(quiet, noisy, quiet)).toHaveLength(2);
  });

  test('where no agent reported, silence is not taken for an effect that went', () => {
    expect(shown(snapshot(call(tax)), { ...snapshot(), agent: 'absent' })).toEqual([]);
  });
});
