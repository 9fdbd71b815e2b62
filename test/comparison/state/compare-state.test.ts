// covers: differing-rows.ts
// covers: pair-units.ts
// covers: row-divergences.ts
// covers: seeded-keys.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asKept } from '../../../src/comparison/compared-run.ts';
import { findSuspects } from '../../../src/comparison/find-suspects.ts';
import { compareState } from '../../../src/comparison/state/compare-state.ts';
import { readSeeded } from '../../../src/comparison/state/seeded-keys.ts';
import type { StateReader } from '../../../src/domain/state.ts';
import { memoryEntries, memoryState, type Plain } from '../../support/memory-state.ts';
import { named } from '../builders.ts';

const uuid = (number: number, digit: string): string =>
  `${String(number).padStart(8, '0')}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

async function compare(
  baseline: StateReader,
  candidate: StateReader,
  secondary: StateReader | null = baseline,
  seeded: ReadonlyMap<string, number> = new Map(),
) {
  const readers = {
    baseline: [baseline],
    candidate: [candidate],
    ...(secondary ? { secondary: [secondary] } : {}),
  };
  return compareState({ readers, identities: {}, seeded });
}

const found = async (...sides: Parameters<typeof compare>) =>
  named((await compare(...sides)).units.flatMap(({ divergences }) => divergences));

/** What one run alone does not explain, by unit. */
const standing = async (...sides: Parameters<typeof compare>) =>
  findSuspects(asKept((await compare(...sides)).units));

const orders = (rows: readonly Readonly<Record<string, Plain>>[]) =>
  memoryState({ orders: { key: ['id'], rows } });

describe('what differs', () => {
  test('a stored total that is wrong is one finding, with its table, key and column', async () => {
    const rows = [
      { id: 1, customer: 'ada', total_cents: 1999 },
      { id: 2, customer: 'bob', total_cents: 500 },
    ];
    const wrong = rows.map((row) => (row.id === 1 ? { ...row, total_cents: 2000 } : row));
    const compared = await compare(orders(rows), orders(wrong));
    expect(compared.units).toHaveLength(1);
    expect(compared.units[0]?.divergences).toEqual([
      {
        kind: 'row-changed',
        place: 'state/data/orders/1/total_cents',
        pattern: 'state/data/orders/*/total_cents',
        baseline: { type: 'number', text: '1999', length: 4 },
        candidate: { type: 'number', text: '2000', length: 4 },
      },
    ]);
    expect(compared.stored[0]).toMatchObject({
      baselineKey: '["1"]',
      otherKey: '["1"]',
      column: 'total_cents',
    });
    expect(compared).toMatchObject({ unitsRead: 1, rowsCompared: 2, unread: [] });
    expect(await standing(orders(rows), orders(wrong))).toEqual(['state/data/orders']);
  });

  test('a row that is missing, and one that is more, though every number after it shifts', async () => {
    const rows = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name, index) => ({
      id: index + 1,
      name,
      paid: index * 7,
    }));
    const more = [
      ...rows.slice(0, 2),
      { id: 3, name: 'ghost', paid: 0 },
      ...rows.slice(2).map((row) => ({ ...row, id: row.id + 1 })),
    ];
    expect(await found(orders(rows), orders(more))).toEqual(['row-added state/data/orders/3']);
    expect(await found(orders(more), orders(rows))).toEqual(['row-removed state/data/orders/3']);
  });

  test('files in changed lines, keys by their value, and those that are gone', async () => {
    const files = memoryEntries('files', { 'a/report.txt': 'one\ntwo\n', 'b.txt': 'x' });
    const changed = memoryEntries('files', { 'a/report.txt': 'one\n2\n' });
    const compared = await compare(files, changed);
    const divergences = compared.units.flatMap((unit) => unit.divergences);
    expect(named(divergences)).toEqual([
      'file-changed state/data/a~1report.txt',
      'file-removed state/data/b.txt',
    ]);
    expect(divergences[0]?.hunks).toEqual(['@@ -2,1 +2,1 @@\n-two\n+2']);
    expect(
      await found(memoryEntries('keys', { stock: '5' }), memoryEntries('keys', { stock: '4', extra: '1' })),
    ).toEqual(['key-changed state/data/0/stock/value', 'key-added state/data/0/extra']);
  });

  test('a json value by its content, not by the order of its keys', async () => {
    const one = (json: string) => orders([{ id: 1, lines: { json } }]);
    expect(await found(one('{"a":1,"b":2}'), one('{"b":2,"a":1}'))).toEqual([]);
    expect(await found(one('{"a":1}'), one('{"a":2}'))).toEqual(['row-changed state/data/orders/1/lines']);
  });
});

describe('what is another name for the same', () => {
  const shop = (ids: readonly number[], total = 30) =>
    memoryState({
      orders: {
        key: ['id'],
        rows: ids
          .map((id, index) => ({ id, customer: `customer ${index}`, total: index * 10 }))
          .toSorted((a, b) => a.id - b.id),
      },
      order_lines: {
        key: ['id'],
        rows: ids.map((order_id, index) => ({
          id: index + 1,
          order_id,
          sku: 'A-1',
          price: index === 3 ? total : index * 10,
        })),
      },
    });

  test('numbers that were given in another order, and the references that follow them', async () => {
    expect(await found(shop([1, 2, 3, 4]), shop([3, 1, 4, 2]))).toEqual([]);
    expect(await found(shop([1, 2, 3, 4]), shop([3, 1, 4, 2], 31))).toEqual([
      'row-changed state/data/order_lines/4/price',
    ]);
  });

  test('but not of rows that stood there before: what was swapped between them counts', async () => {
    const accounts = (...balances: readonly number[]) =>
      memoryState({
        accounts: {
          key: ['id'],
          rows: balances.map((cents, index) => ({ id: index + 1, cents, version: cents / 10 })),
        },
      });
    const [before, after] = [accounts(100, 50), accounts(50, 100)];
    expect(await found(before, after)).toEqual([]);
    expect(await found(before, after, before, await readSeeded([before]))).toEqual(
      ['1/cents', '1/version', '2/cents', '2/version'].map(
        (cell) => `row-changed state/data/accounts/${cell}`,
      ),
    );
  });

  test('a reference that leads to another row counts, whatever varies there', async () => {
    const lines = (order: string, key: string) =>
      memoryState({
        orders: {
          key: ['id'],
          rows: [1, 2].map((number) => ({
            id: uuid(number, key),
            customer: `c${number}`,
            at: '2026-01-01T10:00:00Z',
          })),
        },
        notes: { key: ['no'], rows: [{ no: 1, order, text: 'hello' }] },
      });
    const [baseline, secondary] = [lines(uuid(1, 'a'), 'a'), lines(uuid(1, 'b'), 'b')];
    expect(await standing(baseline, lines(uuid(1, 'c'), 'c'), secondary)).toEqual([]);
    expect(await standing(baseline, lines(uuid(2, 'c'), 'c'), secondary)).toEqual(['state/data/notes']);
  });

  test('an id that both have drawn is the same id, so a row behind the missing one is not taken for it', async () => {
    const lines = (...numbers: readonly number[]) =>
      memoryState({
        lines: {
          key: ['rowid'],
          rows: numbers.map((number, index) => ({
            rowid: index + 1,
            order: uuid(number, 'a'),
            quantity: number,
          })),
        },
      });
    expect(await found(lines(1, 2, 3, 4), lines(1, 2, 4))).toEqual(['row-removed state/data/lines/3']);
  });

  test('what a clock or chance made is held to its form, and a constant in its place counts', async () => {
    const sessions = (token: string, at: string) =>
      memoryState({ sessions: { key: ['token'], rows: [{ token, customer: 1, expires_at: at }] } });
    const baseline = sessions('9f8e7d6c5b4a39281706f5e4d3c2b1a0', '2026-11-22T10:00:00.000Z');
    const secondary = sessions('1a2b3c4d5e6f708192a3b4c5d6e7f809', '2026-11-22T10:00:01.500Z');
    const alike = sessions('ffeeddccbbaa99887766554433221100', '2026-11-22T10:00:01.900Z');
    const late = sessions('ffeeddccbbaa99887766554433221100', '2027-11-22T10:00:01.900Z');
    expect(await standing(baseline, alike, secondary)).toEqual([]);
    expect(await standing(baseline, late, secondary)).toEqual(['state/data/sessions']);
  });

  test('no token that names a row stands in a place', async () => {
    const sessions = (customer: number) =>
      memoryState({
        sessions: { key: ['token'], rows: [{ token: '9f8e7d6c5b4a39281706f5e4d3c2b1a0', customer }] },
      });
    const [place = ''] = await found(sessions(1), sessions(2));
    expect(place).toMatch(/^row-changed state\/data\/sessions\/#[0-9a-f]{10}\/customer$/);
  });
});

test('equal tables are let go as they are read, and one that differs everywhere is cut with a reason', async () => {
  const rows = (offset: number) =>
    orders(Array.from({ length: 20_000 }, (_, id) => ({ id, name: `row ${id}`, value: id + offset })));
  expect(await compare(rows(0), rows(0))).toMatchObject({ rowsCompared: 20_000, unread: [], stored: [] });
  const cut = await compare(rows(0), rows(1));
  expect(cut.unread).toEqual([expect.stringMatching(/^data\/orders: too many rows differ/)]);
  expect(cut.units[0]?.divergences.length).toBeGreaterThan(0);
});

describe('whatever the rows are', () => {
  const row = fc.record({
    name: fc.constantFrom('ada', 'bob', 'cyd', 'dan'),
    cents: fc.integer({ min: 0, max: 50 }),
    note: fc.option(fc.string({ maxLength: 5 })),
  });
  const table = fc
    .array(row, { minLength: 1, maxLength: 12 })
    .map((rows) => rows.map((one, index) => ({ id: index + 1, ...one })));

  test('a state differs from itself in nothing', () =>
    fc.assert(
      fc.asyncProperty(table, async (rows) => expect(await found(orders(rows), orders(rows))).toEqual([])),
    ));

  test('swapping the sides swaps what was added and what was removed', () =>
    fc.assert(
      fc.asyncProperty(table, table, async (one, another) => {
        const kinds = async (...sides: [StateReader, StateReader]) =>
          (await compare(...sides, null)).stored.map(({ divergence }) => divergence.kind).sort();
        const swapped = { 'row-added': 'row-removed', 'row-removed': 'row-added' } as Record<string, string>;
        const forth = await kinds(orders(one), orders(another));
        const back = await kinds(orders(another), orders(one));
        expect(back).toEqual(forth.map((kind) => swapped[kind] ?? kind).sort());
      }),
    ));

  test('each changed cell is found with its row and column', () =>
    fc.assert(
      fc.asyncProperty(table, fc.nat(), async (rows, pick) => {
        const index = pick % rows.length;
        const changed = rows.map((one, at) => (at === index ? { ...one, cents: one.cents + 1000 } : one));
        expect(await found(orders(rows), orders(changed))).toEqual([
          `row-changed state/data/orders/${index + 1}/cents`,
        ]);
      }),
    ));

  /** Where two rows differ in one value only, it may be the values that were swapped, and not the numbers. */
  const distinct = <Row extends object>(rows: readonly Row[]) =>
    rows.map((one, index) => ({ ...one, customer: `customer ${index}`, email: `c${index}@example.com` }));

  test('numbers given in any other order are nothing', () =>
    fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), async (rows, weights) => {
        const renumbered = distinct(rows)
          .map((one, index) => ({ one, weight: weights[index] ?? 0 }))
          .toSorted((a, b) => a.weight - b.weight)
          .map(({ one }, index) => ({ ...one, id: index + 1 }));
        expect(await found(orders(distinct(rows)), orders(renumbered))).toEqual([]);
      }),
    ));
});
