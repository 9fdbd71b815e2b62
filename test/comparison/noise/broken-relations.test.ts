import { describe, expect, test } from '@jest/globals';
import { findBrokenRelations } from '../../../src/comparison/noise/broken-relations.ts';
import { aJson, aRun, settled } from '../builders.ts';

const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-111111111111`;
const iso = (seconds: number) => new Date(Date.UTC(2024, 4, 1, 12, 0, seconds)).toISOString();

/** One exchange; what baseline, secondary and candidate answer. */
const exchange = (id: string, ...[baseline, secondary, candidate]: readonly unknown[]) => ({
  id,
  route: `GET /${id}`,
  baseline: aJson(baseline),
  secondary: aJson(secondary),
  candidate: aJson(candidate),
});

const ids = (id: string, ...values: readonly string[]) =>
  exchange(id, ...values.map((value) => ({ id: value })));

describe('values that belong together', () => {
  test.each<[string, ReturnType<typeof exchange>, ReturnType<typeof exchange>, readonly string[]]>([
    [
      'a read that answers the id of the create',
      ids('a', uuid('1'), uuid('2'), uuid('3')),
      ids('b', uuid('1'), uuid('2'), uuid('3')),
      [],
    ],
    [
      'a read that answers another id',
      ids('a', uuid('1'), uuid('2'), uuid('3')),
      ids('b', uuid('1'), uuid('2'), uuid('4')),
      ['b'],
    ],
    [
      'an id inside a path',
      ids('a', '3f2a91c0', '91c03f2a', 'be42aa17'),
      ids('b', '/o/3f2a91c0', '/o/91c03f2a', '/o/aa17be42'),
      ['b'],
    ],
    [
      'two creates that give one id',
      ids('a', uuid('1'), uuid('2'), uuid('3')),
      ids('b', uuid('4'), uuid('5'), uuid('3')),
      ['b'],
    ],
    [
      'a cursor in base64 that does not move on',
      ids('a', 'AA7F/tkOy3rcGoSZH', 'BB7F+tkOy3rcGoS/H', 'C4/Ftk+y3rcGoSZHf'),
      ids('b', 'A9A7/tkO/3rcGoSZ7', 'BBB+8kOy3rcG/S/Hd', 'C4/Ftk+y3rcGoSZHf'),
      ['b'],
    ],
    [
      'ids that the baseline repeats by accident',
      ids('a', uuid('1'), uuid('2'), uuid('3')),
      ids('b', uuid('1'), uuid('5'), uuid('4')),
      [],
    ],
    ['two clock readings', ids('a', iso(1), iso(2), iso(3)), ids('b', iso(1), iso(2), iso(4)), []],
    [
      'a stored time that was written anew',
      ids('a', iso(1), iso(2), iso(3)),
      ids('b', iso(1), iso(2), iso(33)),
      ['b'],
    ],
    ['states', ids('a', 'ACTIVE', 'CREATING', 'ACTIVE'), ids('b', 'ACTIVE', 'CREATING', 'CREATING'), []],
    [
      'a value that never varies',
      ids('a', uuid('1'), uuid('1'), uuid('3')),
      ids('b', uuid('1'), uuid('1'), uuid('4')),
      [],
    ],
  ])('%s', (_, first, second, broken) => {
    expect([...findBrokenRelations(aRun(first, second).differing).keys()]).toEqual(broken);
  });

  test('elements that are sorted by their ids may stand for one another', () => {
    const list = (...values: readonly string[]) => values.map((value) => ({ id: value, kind: 'x' }));
    const listed = exchange(
      'c',
      list(uuid('1'), uuid('4')),
      list(uuid('2'), uuid('5')),
      list(uuid('6'), uuid('3')),
    );
    const made = [ids('a', uuid('1'), uuid('2'), uuid('3')), ids('b', uuid('4'), uuid('5'), uuid('6'))];
    expect([...findBrokenRelations(aRun(...made, listed).differing)]).toEqual([]);
  });

  test('an element with an id that nothing else shows is another one', () => {
    const listed = exchange('b', [{ id: uuid('1') }], [{ id: uuid('2') }], [{ id: uuid('9') }]);
    const run = aRun(ids('a', uuid('1'), uuid('2'), uuid('3')), listed);
    expect([...(findBrokenRelations(run.differing).get('b')?.values() ?? [])]).toEqual([
      'the baseline repeats what it gave at body/id of a, the candidate does not',
    ]);
  });

  describe('lists', () => {
    const list = (...values: readonly (string | number)[]) =>
      values.map((value) => ({ id: value, kind: 'x' }));
    const brokenIn = (...exchanges: readonly ReturnType<typeof exchange>[]) => [
      ...findBrokenRelations(aRun(...exchanges).differing).keys(),
    ];

    test('one id for two elements is broken, also where baseline and candidate drew the same', () => {
      const [before, again] = [list(uuid('1'), uuid('2'), uuid('3')), list(uuid('4'), uuid('5'), uuid('6'))];
      expect(brokenIn(exchange('a', before, again, list(uuid('1'), uuid('3'), uuid('3'))))).toEqual(['a']);
      expect(brokenIn(exchange('a', before, again, list(uuid('7'), uuid('8'), uuid('8'))))).toEqual(['a']);
    });

    test('so it is with numbers that are called ids, and not with other numbers', () => {
      const numbers = (name: string) => (values: readonly number[]) =>
        values.map((value) => ({ [name]: value }));
      const asked = (name: string) =>
        brokenIn(
          exchange(
            'a',
            ...[
              [1001, 1003],
              [2001, 2004],
              [3007, 3007],
            ].map(numbers(name)),
          ),
        );
      expect(asked('id')).toEqual(['a']);
      expect(asked('orderId')).toEqual(['a']);
      expect(asked('price')).toEqual([]);
      expect(asked('paid')).toEqual([]);
    });

    test('where ids repeat by nature, here or in another list of the route, nothing is broken', () => {
      const owners = { id: 'a', route: 'GET /posts' };
      const repeating = {
        ...exchange('b', list(uuid('1'), uuid('1')), list(uuid('4'), uuid('4')), list(uuid('7'), uuid('7'))),
        ...owners,
        id: 'b',
      };
      const single = {
        ...exchange('a', list(uuid('2'), uuid('3')), list(uuid('5'), uuid('6')), list(uuid('8'), uuid('8'))),
        ...owners,
      };
      expect(brokenIn(repeating, single)).toEqual([]);
      expect(brokenIn(single)).toEqual(['a']);
    });
  });

  test('the first of two is shown where only it differs', () => {
    const made = ids('a', uuid('1'), uuid('2'), uuid('4'));
    const read = ids('b', uuid('1'), uuid('2'), uuid('1'));
    expect([...findBrokenRelations(aRun(made, read).differing).keys()]).toEqual(['a']);
  });

  test('what is broken in every run counts, though each value keeps its form', () => {
    const run = (one: string, two: string) =>
      aRun(ids('a', uuid(one), uuid('2'), uuid('3')), ids('b', uuid(one), uuid('2'), uuid(two)));
    expect(settled([run('1', '4'), run('5', '6')])).toEqual([
      'value-changed body/id: noise',
      'value-changed body/id',
    ]);
    expect(settled([run('1', '4'), run('5', '3')])).toEqual([
      'value-changed body/id: noise',
      'value-changed body/id: flaky',
    ]);
  });
});
