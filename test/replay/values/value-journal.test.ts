import { expect, test } from '@jest/globals';
import type { Observation } from '../../../src/domain/observation.ts';
import { createValueJournal } from '../../../src/replay/values/value-journal.ts';
import { anExchange } from '../support/an-exchange.ts';

const from = { exchangeId: 'x0003', place: 'body/id' };
const outcome = { kind: 'failed', reason: 'timed-out', detail: '', durationMs: 1 } as const;
const one = (role: Observation['role'], sent: Partial<Observation>): Observation => ({
  ...{ exchangeId: 'x0007', role, outcome, substitutions: [], ...sent },
});
const sent = (live: string) => ({
  substitutions: [{ place: 'path/2', recorded: 'o-17', live, from }],
});

function journalOf(baseline: Partial<Observation>, candidate: Partial<Observation>, times = 1) {
  const journal = createValueJournal();
  const observed = {
    ...{ exchange: anExchange({ id: 'x0007' }), route: 'GET /orders/{id}' },
    ...{ baseline: one('baseline', baseline), candidate: one('candidate', candidate) },
  };
  for (let time = 0; time < times; time += 1) journal.add(observed);
  return journal.result();
}

test('a value shows what each instance was sent in its place, and where that comes from', () => {
  expect(journalOf(sent('o-21'), sent('o-22'))).toEqual({
    ...{ substituted: 1, unresolved: 0 },
    records: [
      {
        ...{ exchangeId: 'x0007', route: 'GET /orders/{id}', place: 'path/2', recorded: 'o-17', from },
        sent: { baseline: 'o-21', candidate: 'o-22' },
      },
    ],
  });
});

test('an instance that has the recorded value itself was sent that one', () => {
  const { substituted, records } = journalOf(sent('o-21'), {});
  expect([substituted, records[0]?.sent]).toEqual([1, { baseline: 'o-21', candidate: 'o-17' }]);
});

test('a value that one instance never issued is unresolved, whatever the other did', () => {
  const missing = { unresolved: [{ place: 'path/2', recorded: 'o-17', from }] };
  const { substituted, unresolved, records } = journalOf(sent('o-21'), missing);
  expect([substituted, unresolved]).toEqual([0, 1]);
  expect(records[0]?.sent).toEqual({ baseline: 'o-21', candidate: null });
});

test('what the settings gave has no origin, and of very many all are counted', () => {
  const given = {
    substitutions: [{ place: 'header.authorization', recorded: 'sg_x', live: '(credential)' }],
  };
  expect(journalOf(given, given).records[0]?.from).toBeNull();
  const many = journalOf(sent('a'), sent('b'), 20_005);
  expect([many.substituted, many.records.length]).toEqual([20_005, 20_000]);
});
