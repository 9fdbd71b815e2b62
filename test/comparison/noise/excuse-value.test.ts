import { describe, expect, test } from '@jest/globals';
import type { Responded } from '../../../src/domain/observation.ts';
import { aJson, anExchange, aResponse, aRun, settled } from '../builders.ts';

const now = Date.UTC(2024, 4, 1, 12);
const dated = (value: unknown, at = now): Responded =>
  aJson(value, { headers: [['Date', new Date(at).toUTCString()]] });
const iso = (shiftMs: number) => new Date(now + shiftMs).toISOString();

/** Baseline, secondary and candidate give these values of a field. */
const field = (baseline: unknown, secondary: unknown, candidate: unknown) => ({
  baseline: dated({ v: baseline }),
  secondary: dated({ v: secondary }),
  candidate: dated({ v: candidate }),
});

const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-111111111111`;

describe('a value that differs', () => {
  test.each<[string, unknown, unknown, unknown]>([
    ['an id that varies', uuid('1'), uuid('2'), uuid('3')],
    ['a time that varies', iso(0), iso(10), iso(30)],
    ['a time of one tick', iso(0), iso(0), iso(900)],
    [
      'an expiry of one tick',
      Math.floor(now / 1000) + 3600,
      Math.floor(now / 1000) + 3600,
      Math.floor(now / 1000) + 3601,
    ],
    ['a state of a race', 'CREATING', 'ACTIVE', 'ACTIVE'],
  ])('%s is noise', (_, baseline, secondary, candidate) => {
    expect(settled([aRun(field(baseline, secondary, candidate))])).toEqual(['value-changed body/v: noise']);
  });

  test.each<[string, unknown, unknown, unknown]>([
    ['a plain value', 10, 10, 11],
    ['an id that never varied', uuid('1'), uuid('1'), uuid('3')],
    ['an id of another form', uuid('1'), uuid('2'), 'order-3'],
    ['a date of another day', iso(-86_400_000), iso(-86_400_000), iso(-2 * 86_400_000)],
    ['seconds for milliseconds', now, now + 7, Math.floor(now / 1000)],
    ['a state that is new', 'CREATING', 'ACTIVE', 'FAILED'],
  ])('%s counts', (_, baseline, secondary, candidate) => {
    expect(settled([aRun(field(baseline, secondary, candidate))])).toEqual(['value-changed body/v']);
  });

  test('a short duration that agreed by chance is noise, because it varies elsewhere', () => {
    const run = aRun({ id: 'x1', ...field(2, 3, 2) }, { id: 'x2', ...field(2, 2, 3) });
    expect(settled([run])).toEqual(['value-changed body/v: noise']);
  });

  test("a client's own value counts although ids vary there elsewhere", () => {
    const created = { id: 'x1', ...field('3f2a', '91c0', 'be42') };
    const exchange = anExchange({ requestBody: Buffer.from('{"id":"slug-7"}') });
    const withOwnId = { id: 'x2', exchange, ...field('slug-7', 'slug-7', 'aa77') };
    expect(settled([aRun(created, { ...withOwnId, exchange: { ...exchange, id: 'x2' } })])).toEqual([
      'value-changed body/v: noise',
      'value-changed body/v',
    ]);
  });

  test('a time that was the same in two runs is no clock', () => {
    const run = (at: number) =>
      aRun({
        baseline: dated({ v: iso(0) }, at),
        secondary: dated({ v: iso(0) }, at),
        candidate: dated({ v: iso(5000) }, at),
      });
    expect(settled([run(now), run(now + 20_000)])).toEqual(['value-changed body/v']);
  });

  test('a flag that is drawn is noise where it agreed, one that differed once in many is not', () => {
    const drawn = { id: 'x1', ...field(true, false, true) };
    const agreed = (id: string, candidate: boolean) => ({ id, ...field(true, true, candidate) });
    expect(settled([aRun(drawn, agreed('x2', false))])).toEqual(['value-changed body/v: noise']);
    const others = ['x3', 'x4', 'x5'].map((id) => agreed(id, true));
    expect(settled([aRun(drawn, agreed('x2', false), ...others)])).toEqual(['value-changed body/v']);
  });

  test('a number that only the two runs tell apart is noise', () => {
    const run = (v: number) => aRun(field(v, v, v + 1));
    expect(settled([run(1000), run(1100)])).toEqual(['value-changed body/v: noise']);
  });

  test('noise on one field never hides its neighbour', () => {
    const answer = (id: string, price: number) => aJson({ id, price });
    const run = aRun({
      baseline: answer('3f2a', 1),
      secondary: answer('91c0', 1),
      candidate: answer('be42', 2),
    });
    expect(settled([run])).toEqual(['value-changed body/id: noise', 'value-changed body/price']);
  });

  test('of a banner only the version may differ', () => {
    const from = (server: string) => aResponse({ headers: [['Server', server]] });
    const run = (candidate: string) =>
      aRun({ baseline: from('shop/1.2.3'), secondary: from('shop/1.2.3'), candidate: from(candidate) });
    expect(settled([run('shop/1.3.0')])).toEqual(['header-changed header.server: noise']);
    expect(settled([run('other/1.3.0')])).toEqual(['header-changed header.server']);
  });

  test('without a secondary only what is plainly random is noise', () => {
    const run = aRun({ baseline: aJson({ id: uuid('1'), n: 1 }), candidate: aJson({ id: uuid('2'), n: 2 }) });
    expect(settled([run])).toEqual(['value-changed body/id: noise', 'value-changed body/n']);
  });

  test('frames of a stack trace are noise, its message is not', () => {
    const trace = (message: string, line: number) => ({ v: `${message}\n    at run (/app/a.js:${line}:1)` });
    const run = (message: string) =>
      aRun({
        baseline: aJson(trace('no', 1)),
        secondary: aJson(trace('no', 1)),
        candidate: aJson(trace(message, 2)),
      });
    expect(settled([run('no')])).toEqual(['value-changed body/v: noise']);
    expect(settled([run('yes')])).toEqual(['value-changed body/v']);
  });

  test('a body that is one value is held to its form, and one without form stands', () => {
    const text = (value: unknown) => aJson(JSON.stringify(value));
    const root = (baseline: unknown, secondary: unknown, candidate: unknown) =>
      settled([aRun({ baseline: text(baseline), secondary: text(secondary), candidate: text(candidate) })]);
    expect(root(uuid('1'), uuid('2'), uuid('3'))).toEqual(['value-changed body: noise']);
    expect(root('so it is', 'it is not that', 'and now this')).toEqual(['value-changed body']);
    expect(root({ a: 'so it is' }, { a: 'it is not that' }, { a: 'and now this' })).toEqual([
      'value-changed body/a: noise',
    ]);
  });
});
