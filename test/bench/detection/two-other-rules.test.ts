// covers: diffy.ts, keep-or-ignore.ts
/** The rules of Diffy and of keploy against examples made by hand. */
import { describe, expect, test } from '@jest/globals';
import { createDiffy, differencesOf, isReported } from '../../../bench/detection/diffy.ts';
import { createKeepOrIgnore, isIgnored } from '../../../bench/detection/keep-or-ignore.ts';
import type { SampledAnswer, SampledExchange } from '../../../bench/detection/sample-exchange.ts';

function answer(value: unknown, headers: Readonly<Record<string, string>> = {}): SampledAnswer {
  return { status: 200, headers, body: { kind: 'json', value } };
}

function sample(baseline: unknown, secondary: unknown, candidate: unknown): SampledExchange {
  return {
    route: 'GET /x',
    ...{ baseline: answer(baseline), secondary: answer(secondary), candidate: answer(candidate) },
  };
}

describe('Diffy', () => {
  test('reports above 20 % and 0.03 %, both exceeded, and only where there is more than noise', () => {
    expect(isReported({ raw: 1, noise: 0 }, 3333)).toBe(true);
    expect(isReported({ raw: 1, noise: 0 }, 3334)).toBe(false);
    expect(isReported({ raw: 3, noise: 2 }, 10)).toBe(false);
    expect(isReported({ raw: 4, noise: 2 }, 10)).toBe(true);
    expect(isReported({ raw: 2, noise: 4 }, 10)).toBe(false);
  });

  test('names differences by field without indices, and by class', () => {
    expect(differencesOf({ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] })).toEqual([
      'a.b Primitive',
    ]);
    expect(differencesOf({ a: 1 }, { a: 1.5 })).toEqual(['a Type']);
    expect(differencesOf({ a: 1 }, { b: 1 })).toEqual(['a MissingField', 'b ExtraField']);
    expect(differencesOf([1, 2], [2, 1])).toEqual([' Ordering']);
    expect(differencesOf({ a: [1] }, { a: [1, 2] })).toEqual(['a SeqSize']);
    expect(differencesOf({ '1x': 1 }, { '2x': 1 })).toEqual([' .keys Set'.trim()]);
  });

  test('does not see what a field that always varies turns into, but sees its class change', () => {
    const rule = createDiffy();
    for (let n = 0; n < 5; n += 1) rule.add(sample({ id: `a${n}` }, { id: `b${n}` }, { id: n }));
    expect(rule.result()).toEqual(['GET /x body.id Type']);
    const blind = createDiffy();
    for (let n = 0; n < 5; n += 1)
      blind.add(sample({ id: `a${n}` }, { id: `b${n}` }, { id: 'always the same' }));
    expect(blind.result()).toEqual([]);
  });
});

describe('keep or ignore', () => {
  test('asserts what never varied and ignores what ever did', () => {
    const rule = createKeepOrIgnore();
    rule.add(sample({ at: 1, total: 5 }, { at: 2, total: 5 }, { at: 3, total: 6 }));
    expect(rule.result()).toEqual(['GET /x body.total']);
    const blind = createKeepOrIgnore();
    blind.add(sample({ at: 1 }, { at: 2 }, { at: 'never' }));
    expect(blind.result()).toEqual([]);
  });

  test('matches by substring: a noisy id hides what begins like it', () => {
    expect(isIgnored('body.items.idempotency_key', ['body.items.id'])).toBe(true);
    expect(isIgnored('body.items.name', ['body.items.id'])).toBe(false);
  });

  test('takes no notice of order, nor of bodies that are not JSON', () => {
    const rule = createKeepOrIgnore();
    rule.add(sample({ list: [1, 2] }, { list: [1, 2] }, { list: [2, 1] }));
    const text = (of: string): SampledAnswer => ({
      status: 200,
      headers: {},
      body: { kind: 'text', text: of },
    });
    rule.add({ route: 'GET /t', baseline: text('a'), secondary: text('a'), candidate: text('b') });
    expect(rule.result()).toEqual([]);
  });

  test('asserts that a header is there, and its value unless it varies by nature', () => {
    const rule = createKeepOrIgnore();
    const headers = { date: 'Mon', etag: 'a', 'x-request-id': '1' };
    rule.add({
      route: 'GET /h',
      ...{ baseline: answer({}, headers), secondary: answer({}, headers) },
      candidate: answer({}, { date: 'Tue', etag: 'b' }),
    });
    expect(rule.result()).toEqual(['GET /h header.etag', 'GET /h header.x-request-id']);
  });
});
