import { describe, expect, test } from '@jest/globals';
import type { Failed, Responded } from '../../../src/domain/observation.ts';
import { aFailure, aJson, aResponse, aRun, settled } from '../builders.ts';

const values = (baseline: unknown, secondary: unknown, candidate: unknown) =>
  settled([
    aRun({
      baseline: aJson({ v: baseline }),
      secondary: aJson({ v: secondary }),
      candidate: aJson({ v: candidate }),
    }),
  ]);
const outcomes = (
  baseline: Responded | Failed,
  secondary: Responded | Failed,
  candidate: Responded | Failed,
) => settled([aRun({ baseline, secondary, candidate })]);

describe('presence, order and type', () => {
  test('a field that comes and goes in this exchange is noise', () => {
    expect(values({ a: 1 }, {}, {})).toEqual(['field-removed body/v/a: noise']);
    expect(values({}, { a: 1 }, { a: 1 })).toEqual(['field-added body/v/a: noise']);
  });

  test('a field that comes and goes elsewhere is not', () => {
    const run = aRun(
      { id: 'x1', baseline: aJson({ a: 1 }), secondary: aJson({}), candidate: aJson({ a: 1 }) },
      { id: 'x2', baseline: aJson({ a: 1 }), secondary: aJson({ a: 1 }), candidate: aJson({}) },
    );
    expect(settled([run])).toEqual(['field-removed body/a']);
  });

  test('a list of which a sort leaves equals in any order may not be turned round', () => {
    const list = Array.from({ length: 12 }, (_, at) => ({ price: Math.floor(at / 2), name: `n${at}` }));
    const swapped = [list[1], list[0], ...list.slice(2)];
    const outcome = (candidate: unknown) => [
      ...new Set(values(list, swapped, candidate).map((one) => one.replace(/body\/v\/\d+/, 'body/v'))),
    ];
    expect(outcome([...list.slice(0, 2), list[3], list[2], ...list.slice(4)])).toEqual([
      'element-moved body/v: noise',
    ]);
    expect(outcome(list.toReversed())).toEqual(['element-moved body/v']);
  });

  test('an array seen unordered once is unordered on its route', () => {
    const run = aRun(
      { id: 'x1', baseline: aJson([1, 2]), secondary: aJson([2, 1]), candidate: aJson([1, 2]) },
      { id: 'x2', baseline: aJson([3, 4]), secondary: aJson([3, 4]), candidate: aJson([4, 3]) },
      { id: 'x3', baseline: aJson([5, 6]), secondary: aJson([5, 6]), candidate: aJson([6, 5, 7]) },
    );
    expect(settled([run])).toEqual([
      'element-moved body/0: noise',
      'element-moved body/0: noise',
      'element-added body/2',
    ]);
  });

  test('elements may be replaced as the baseline does, not become more', () => {
    const one = (name: string) => ({ name, kind: name.repeat(3), note: `${name}!` });
    const replaced = values([one('a')], [one('b'), one('c')], [one('d'), one('e')]);
    expect(replaced).toHaveLength(3);
    expect(replaced.every((name) => name.endsWith('noise'))).toBe(true);
    const more = values([one('a')], [one('b'), one('c')], [one('a'), one('d'), one('e'), one('f')]);
    expect(more).toContain('element-added body/v/1');
  });

  test('a status may be one of those the baseline gave', () => {
    const status = (code: number) => aResponse({ status: code });
    expect(outcomes(status(200), status(503), status(503))).toEqual(['status-changed status: noise']);
    expect(outcomes(status(200), status(503), status(500))).toEqual(['status-changed status']);
  });

  test('a type may be one of those the baseline gave', () => {
    expect(values(null, 'a', 'b')).toEqual(['type-changed body/v: noise']);
    expect(values(null, 'a', 1)).toEqual(['type-changed body/v']);
  });

  test('bytes may vary by about as much as they do for the baseline', () => {
    const image = (length: number, fill: number) =>
      aResponse({ body: Buffer.alloc(length, fill), headers: [['Content-Type', 'image/png']] });
    expect(outcomes(image(1000, 1), image(1010, 2), image(1005, 3))).toEqual(['bytes-changed body: noise']);
    expect(outcomes(image(1000, 1), image(1010, 2), image(5000, 3))).toEqual(['bytes-changed body']);
  });

  test('bytes that kept their length each time, such as a document with its date, may not change it', () => {
    const document = (length: number, fill: number) =>
      aResponse({ body: Buffer.alloc(length, fill), headers: [['Content-Type', 'image/png']] });
    const settledWith = (length: number) =>
      settled(
        [1, 2].map((fill) =>
          aRun({
            baseline: document(1000, fill),
            secondary: document(1000, fill + 4),
            candidate: document(length, fill + 8),
          }),
        ),
      );
    expect([...new Set(settledWith(1000))]).toEqual(['bytes-changed body: noise']);
    expect([...new Set(settledWith(998))]).toEqual(['bytes-changed body']);
  });

  test('bytes whose length varies for another request of the route may vary in it here too', () => {
    const message = (length: number, fill: number) =>
      aResponse({ body: Buffer.alloc(length, fill), headers: [['Content-Type', 'image/png']] });
    const settledBeside = (elsewhere: number) =>
      settled(
        [1, 2].map((fill) =>
          aRun(
            {
              id: 'x1',
              baseline: message(1000, fill),
              secondary: message(1000, fill + 4),
              candidate: message(999, fill + 8),
            },
            {
              id: 'x2',
              baseline: message(1000, fill),
              secondary: message(elsewhere, fill + 4),
              candidate: message(1000, fill),
            },
          ),
        ),
      );
    expect([...new Set(settledBeside(1001))]).toEqual(['bytes-changed body: noise']);
    expect([...new Set(settledBeside(1000))]).toEqual(['bytes-changed body']);
  });

  test('an answer that the baseline loses too is noise', () => {
    expect(outcomes(aResponse(), aFailure(), aFailure())).toEqual(['response-missing process: noise']);
    expect(outcomes(aResponse(), aResponse(), aFailure())).toEqual(['response-missing process']);
  });
});
