import { describe, expect, test } from '@jest/globals';
import type { CapturedValue, Hit, Probe } from '../../../src/domain/runtime-snapshot.ts';
import type { HitPair } from '../../../src/snapshots/aligning/align-hits.ts';
import { explainByControl } from '../../../src/snapshots/divergence/explain-by-control.ts';

const probe = (id: string, statement: string, more: Partial<Probe> = {}): Probe => ({
  ...{ id, file: 'a.js', line: 1, column: 1, names: [], statementLine: Number(id.slice(1)) },
  statement,
  ...more,
});

const hit = (probeId: string, values: Readonly<Record<string, CapturedValue>> = {}): Hit => ({
  ...{ probeId, exchangeId: 'e1', occurrence: 0, sequence: 0, values },
});
const both = (id: string, values: Readonly<Record<string, CapturedValue>> = {}): HitPair => ({
  baseline: hit(id, values),
  candidate: hit(id, values),
});
const gone = (id: string): HitPair => ({ baseline: hit(id), candidate: null });
const come = (id: string): HitPair => ({ baseline: null, candidate: hit(id) });

function explain(
  pairs: readonly HitPair[],
  probes: { readonly baseline?: readonly Probe[]; readonly candidate?: readonly Probe[] },
  thrown: string | null = null,
) {
  const byId = (list: readonly Probe[] = []) => new Map(list.map((one) => [one.id, one]));
  const sides = { baseline: byId(probes.baseline), candidate: byId(probes.candidate) };
  const found = explainByControl({
    exchangeId: 'e1',
    pairs,
    sides,
    thrown: { baseline: null, candidate: thrown },
  });
  return found === null ? null : { ...found.first, isByControl: found.isByControl };
}

describe('where no value differs', () => {
  test('a call that no longer happens is named, before a mere guard', () => {
    const baseline = [probe('b001', 'if (coupon)'), probe('b002', 'use(coupon);', { calls: ['use'] })];
    expect(explain([gone('b001'), gone('b002'), gone('b002')], { baseline })).toMatchObject({
      ...{ kind: 'statement', baselineLine: 2, candidateLine: null, isByControl: true },
      ...{ baseline: 'called 2 times', candidate: 'not called' },
    });
  });

  test('a call that moved is told as such', () => {
    const baseline = [probe('b001', 'mail(a);', { calls: ['mail'] })];
    const candidate = [probe('c002', 'mail(a);', { calls: ['mail'] })];
    expect(explain([gone('b001'), come('c002')], { baseline, candidate })).toMatchObject({
      ...{ kind: 'moved', baselineLine: 1, candidateLine: 2, baseline: null, candidate: null },
      ...{ baselineStatement: 'mail(a);', candidateStatement: 'mail(a);' },
    });
  });

  test('a statement that only one build has is no branch', () => {
    const candidate = [probe('c001', 'return null;')];
    expect(explain([come('c001')], { candidate })).toMatchObject({
      ...{ kind: 'statement', baseline: 'not reached', candidate: 'reached once' },
    });
  });

  test('an error that came with it is the news', () => {
    const baseline = [probe('b001', 'check(a);', { calls: ['check'] })];
    expect(explain([gone('b001')], { baseline }, 'TypeError: no id')).toMatchObject({
      ...{ kind: 'throw', baselineLine: 1, baseline: null, candidate: 'TypeError: no id' },
    });
  });

  test('a statement of both that calls something else is named', () => {
    const baseline = [probe('p001', 'return page(escape(a));', { calls: ['page', 'escape'] })];
    const candidate = [probe('p001', 'return page(a);', { calls: ['page'] })];
    expect(explain([both('p001')], { baseline, candidate })).toMatchObject({
      ...{ kind: 'call', baseline: 'calls escape', candidate: 'does not call escape' },
    });
  });

  test('but not where what it gave a variable was seen to be the same', () => {
    const after = { moment: 'after', defines: ['x'] } as const;
    const baseline = [
      probe('p001', 'const x = parse(a);', { calls: ['parse'] }),
      probe('p002', 'const x = parse(a);', { ...after, statementLine: 1 }),
    ];
    const candidate = [
      probe('p001', 'const x = read(a);', { calls: ['read'] }),
      probe('p002', 'const x = read(a);', { ...after, statementLine: 1 }),
    ];
    const settled = both('p002', { x: { type: 'number', text: '1' } });
    expect(explain([both('p001'), settled], { baseline, candidate })).toBeNull();
    expect(explain([both('p001')], { baseline, candidate })).not.toBeNull();
  });

  test('nothing is said of places that were not changed, nor of calls that stayed', () => {
    const one = [probe('e001', 'f(a);', { calls: ['f'] }), probe('p002', 'g(a, 1);', { calls: ['g'] })];
    const other = [probe('e001', 'f(a);', { calls: ['h'] }), probe('p002', 'g(a, 2);', { calls: ['g'] })];
    expect(explain([both('e001'), both('p002')], { baseline: one, candidate: other })).toBeNull();
  });
});
