import { describe, expect, test } from '@jest/globals';
import { createRunComparison } from '../../src/comparison/run-comparison.ts';
import { aFailure, aJson, anObserved, aRun, named } from './builders.ts';

describe('one run', () => {
  test('keeps what differs from the candidate and from the secondary apart, in order', () => {
    const { exchanges: compared, notCompared } = aRun(
      { id: 'x1', baseline: aJson({ a: 1 }), secondary: aJson({ a: 2 }), candidate: aJson({ b: 1 }) },
      { id: 'x2', baseline: aJson({}), secondary: aJson({}), candidate: aJson({}) },
    );
    const exchanges = [...compared];
    expect(exchanges.map(({ exchangeId }) => exchangeId)).toEqual(['x1', 'x2']);
    expect(named(exchanges[0]?.divergences ?? [])).toEqual(['field-removed body/a', 'field-added body/b']);
    expect(named(exchanges[0]?.noise ?? [])).toEqual(['value-changed body/a']);
    expect(exchanges[1]).toMatchObject({
      divergences: [],
      noise: [],
      baselineStatus: 200,
      bodyDiffers: false,
    });
    expect(notCompared).toEqual([]);
  });

  test('without a secondary there is no noise to learn, rather than none', () => {
    const [exchange] = aRun({ baseline: aJson({}), candidate: aJson({}) }).exchanges;
    expect(exchange?.noise).toBeNull();
  });

  test('an exchange that an instance was never asked is not compared, and said so', () => {
    const run = aRun({ id: 'x7', baseline: aJson({}), candidate: aFailure('not-sent') });
    expect(run).toMatchObject({ differing: [], notCompared: ['x7'] });
    expect([...run.exchanges]).toEqual([]);
  });

  test('holds no bodies', () => {
    const run = aRun({
      baseline: aJson({ text: 'x'.repeat(100_000) }),
      candidate: aJson({ text: 'y'.repeat(100_000) }),
    });
    expect(JSON.stringify(run).length).toBeLessThan(3000);
  });

  test('the moment of the answer is the one the baseline names', () => {
    const date = 'Wed, 01 May 2024 12:00:00 GMT';
    const dated = aJson({}, { headers: [['Date', date]] });
    const [exchange] = aRun({ baseline: dated, candidate: aJson({}) }).exchanges;
    expect(exchange?.answeredAt).toBe(Date.parse(date));
  });

  test('ports and the ids that each instance issued are no difference', () => {
    const comparison = createRunComparison({ baseline: ['4101'], candidate: ['4102'] });
    const observed = anObserved({
      baseline: aJson({ id: 'b-3f2a', self: 'http://h:4101/b-3f2a' }),
      candidate: aJson({ id: 'c-91c0', self: 'http://h:4102/c-91c0' }),
    });
    const issued = (live: string) => [{ place: 'target', recorded: 'p-0000', live }];
    comparison.add({
      ...observed,
      baseline: { ...observed.baseline, substitutions: issued('b-3f2a') },
      candidate: { ...observed.candidate, substitutions: issued('c-91c0') },
    });
    expect(comparison.result().differing).toEqual([]);
  });

  test('the exchanges that remain unexplained are the suspects', () => {
    const { suspects } = aRun(
      {
        id: 'x1',
        baseline: aJson({ price: 1 }),
        secondary: aJson({ price: 1 }),
        candidate: aJson({ price: 2 }),
      },
      { id: 'x2', baseline: aJson({ ms: 1 }), secondary: aJson({ ms: 2 }), candidate: aJson({ ms: 3 }) },
    );
    expect(suspects).toEqual(['x1']);
  });
});
