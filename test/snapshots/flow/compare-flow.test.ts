import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { compareFlow } from '../../../src/snapshots/flow/compare-flow.ts';

// covers: flow-step.ts
// covers: exchange-flows.ts
// covers: flow-differences.ts
// covers: moved-writes.ts
// covers: report-flow.ts

type Bare = RuntimeEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'exchangeId' | 'sequence'>
    : never
  : never;
type Flow = Readonly<Record<string, readonly Bare[]>>;

const sql = (text: string, ...given: readonly string[]): Bare => ({
  kind: 'query',
  system: 'postgresql',
  text,
  arguments: given,
});
const file = (operation: 'append' | 'write' | 'rename' | 'remove', path: string, to?: string): Bare => ({
  kind: 'file',
  operation,
  path,
  ...(to === undefined ? {} : { to }),
});
const program = (command: string, ...given: readonly string[]): Bare => ({
  kind: 'process',
  command,
  arguments: given,
  shell: false,
});
const call = (method: string, url: string): Bare => ({ kind: 'outbound-call', method, url, status: 200 });

function snapshot(flow: Flow, role: RuntimeSnapshot['role'] = 'baseline'): RuntimeSnapshot {
  let sequence = 0;
  const events = Object.entries(flow).flatMap(([exchangeId, all]) =>
    all.map((event) => ({ ...event, exchangeId, sequence: sequence++ }) as RuntimeEvent),
  );
  return { role, agent: 'connected', hits: [], events, probes: [], executedLines: {}, dropped: 0 };
}

function compare(baseline: Flow, candidate: Flow, secondary: Flow | null = baseline) {
  return compareFlow({
    baseline: snapshot(baseline),
    secondary: secondary === null ? null : snapshot(secondary),
    candidate: snapshot(candidate),
  });
}
const found = (...sides: Parameters<typeof compare>) =>
  compare(...sides).divergences.map(({ exchangeId, divergence: { kind, place } }) => [
    exchangeId,
    kind,
    place,
  ]);

const item = (id: number) => sql('SELECT * FROM items WHERE order_id = ?', `${id}`);
const insert = sql('INSERT INTO audit (a) VALUES (?)', 'x');
const update = sql('UPDATE stock SET n = n - ? WHERE id = ?', '1', '7');

test('a loop of queries is named as N+1, with how often', () => {
  const twelve = Array.from({ length: 12 }, (_, id) => item(id));
  const { divergences } = compare({ e1: [item(1)] }, { e1: twelve });
  expect(divergences).toEqual([
    {
      exchangeId: 'e1',
      label: expect.stringMatching(/^flow repeated query postgresql select/),
      divergence: {
        kind: 'effect-repeated',
        place: 'query/postgresql/items',
        pattern: 'query/postgresql/items',
        baseline: expect.objectContaining({ text: 'SELECT * FROM items WHERE order_id = ?: once' }),
        candidate: expect.objectContaining({ text: 'SELECT * FROM items WHERE order_id = ?: 12 times' }),
        note: 'N+1: SELECT * FROM items WHERE order_id = ?: 1 → 12 times',
      },
    },
  ]);
  const batch = sql('SELECT * FROM items WHERE order_id IN (?, ?)', '1', '2');
  expect(found({ e1: [batch] }, { e1: twelve })).toEqual([
    ['e1', 'effect-repeated', 'query/postgresql/items'],
  ]);
});

describe('what writes', () => {
  test.each<[string, readonly Bare[], readonly Bare[], string, string]>([
    ['a new one', [item(1)], [item(1), insert], 'write-added', 'query/postgresql/audit'],
    ['a dropped one', [insert, update], [insert], 'write-removed', 'query/postgresql/stock'],
    [
      'one that says something else',
      [update],
      [sql('UPDATE stock SET n = n - ? WHERE id = ?', '2', '7')],
      'write-changed',
      'query/postgresql/stock',
    ],
    ['two that are swapped', [insert, update], [update, insert], 'writes-reordered', 'flow'],
    [
      'one that is swapped with a call',
      [update, call('POST', 'http://pay/charge')],
      [call('POST', 'http://pay/charge'), update],
      'writes-reordered',
      'flow',
    ],
    ['a file', [], [file('write', 'out/a.csv')], 'write-added', 'file/out~1a.csv'],
    ['a file no longer removed', [file('remove', 'lock')], [], 'write-removed', 'file/lock'],
    ['a program', [], [program('convert', 'a.png')], 'process-added', 'process/convert'],
    [
      'a program started otherwise',
      [program('convert', 'a.png')],
      [program('convert', '-q', 'a.png')],
      'process-changed',
      'process/convert',
    ],
  ])('%s is a finding', (_, before, after, kind, place) => {
    expect(found({ e1: before, e2: [item(1)] }, { e1: after, e2: [item(1)] })).toEqual([['e1', kind, place]]);
  });
});

describe('no finding', () => {
  test.each<[string, readonly Bare[], readonly Bare[]]>([
    ['a query in other words', [item(1)], [sql('SELECT id, name FROM items WHERE order_id = ?', '1')]],
    ['a write in other words', [insert], [sql('INSERT INTO audit (b, a) VALUES (?, ?)', 'y', 'x')]],
    ['one read more', [item(1)], [item(1), item(2)]],
    ['reads in another order', [item(1), sql('SELECT a FROM b')], [sql('SELECT a FROM b'), item(1)]],
    ['a loop that became one', Array.from({ length: 9 }, (_, id) => item(id)), [item(1)]],
    [
      'set-up of a connection',
      [item(1)],
      [sql('SET TIME ZONE ?', 'UTC'), sql('BEGIN'), item(1), sql('COMMIT')],
    ],
    [
      'a list of other length',
      [sql('SELECT a FROM b WHERE c IN (?)', '1')],
      [sql('SELECT a FROM b WHERE c IN (?, ?)', '1', '2')],
    ],
    [
      'a file written beside and moved',
      [file('write', 'a.json')],
      [file('write', 'a.json.tmp'), file('rename', 'a.json.tmp', 'a.json')],
    ],
    ['a file of the data', [], [file('write', '../data/a.csv')]],
    ['a file appended to by other means', [file('append', 'a.log')], [file('write', 'a.log')]],
    ['a temporary file', [], [file('write', '<tmp>/x1'), file('remove', '<tmp>/x1')]],
    ['ids in names of files', [file('write', 'up/3fa94b1c77de.png')], [file('write', 'up/9be2a84c11aa.png')]],
    [
      'keys of other ids',
      [{ kind: 'query', system: 'redis', text: 'SET cart:1 ?', arguments: ['a'] }],
      [{ kind: 'query', system: 'redis', text: 'SET cart:2 ?', arguments: ['a'] }],
    ],
    ['the same', [insert, update, item(1), program('x')], [insert, update, item(1), program('x')]],
  ])('%s', (_, before, after) => {
    expect(found({ e1: before }, { e1: after })).toEqual([]);
  });

  test('what two runs of the baseline differ in, wherever they do', () => {
    const now = (at: string) => sql('INSERT INTO log (at, text) VALUES (?, ?)', at, 'same');
    const one = { e1: [now('10:00')], e2: [now('10:01')] };
    const again = { e1: [now('12:00')], e2: [now('10:01')] };
    expect(found(one, { e1: [now('10:00')], e2: [now('10:02')] }, again)).toEqual([]);
    expect(
      found({ e1: [insert, update], e2: [] }, { e1: [update, insert], e2: [] }, { e1: [update, insert] }),
    ).toEqual([]);
    expect(found({ e1: [insert] }, { e1: [], e2: [insert] }, { e1: [insert] })).toEqual([]);
  });

  test('a value that varies, whatever else varies beside it, and in any order of several', () => {
    const log = (id: string, at: string, text: string) =>
      sql('INSERT INTO log (id, at, text) VALUES (?, ?, ?)', id, at, text);
    const before = { e1: [log('u1', '10', 'a'), log('u2', '10', 'b')] };
    const again = { e1: [log('v1', '12', 'a'), log('v2', '12', 'b')] };
    expect(found(before, { e1: [log('w2', '10', 'b'), log('w1', '10', 'a')] }, again)).toEqual([]);
    expect(found(before, { e1: [log('w1', '10', 'a'), log('w2', '11', 'c')] }, again)).toEqual([
      ['e1', 'write-changed', 'query/postgresql/log'],
    ]);
  });

  test('an exchange that is not settled in one instance, nor one beyond the end of what was told', () => {
    const unsettled: Bare = { kind: 'flow-unsettled' };
    expect(found({ e1: [insert] }, { e1: [unsettled] })).toEqual([]);
    expect(found({ e1: [insert], e2: [insert] }, { e1: [update, update], '': [unsettled] })).toEqual([
      ['e1', 'write-removed', 'query/postgresql/audit'],
      ['e1', 'write-added', 'query/postgresql/stock'],
    ]);
  });

  test('without an agent', () => {
    const absent = { ...snapshot({}), agent: 'absent' } as const;
    expect(compareFlow({ baseline: absent, secondary: null, candidate: snapshot({ e1: [insert] }) })).toEqual(
      {
        divergences: [],
        report: null,
      },
    );
  });
});

test('the report says what was seen, which tables are new and gone, and what was not counted', () => {
  const { report } = compare(
    {
      e1: [item(1), sql('SELECT a FROM old_prices'), program('x')],
      e2: [{ kind: 'flow-unsettled' }, item(2)],
    },
    { e1: [item(1), item(2), sql('SELECT a FROM prices'), program('x')], e2: [item(2)] },
  );
  expect(report).toEqual({
    exchanges: 1,
    unsettled: 1,
    events: { queries: 3, files: 0, processes: 1 },
    newTargets: ['postgresql/prices'],
    goneTargets: ['postgresql/old_prices'],
    varying: 0,
    notCounted: expect.arrayContaining([
      {
        kind: 'query',
        change: 'added',
        shape: 'SELECT * FROM items WHERE order_id = ?',
        times: { baseline: 1, candidate: 2 },
        exchanges: 1,
      },
    ]),
  });
});
