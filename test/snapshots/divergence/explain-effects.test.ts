import { describe, expect, test } from '@jest/globals';
import type { Hit, Probe, RuntimeEvent } from '../../../src/domain/runtime-snapshot.ts';
import type { HitPair } from '../../../src/snapshots/aligning/align-hits.ts';
import { explainEffects } from '../../../src/snapshots/divergence/explain-effects.ts';
import { type FlowStep, stepOf } from '../../../src/snapshots/flow/flow-step.ts';

const probe = (id: string, statement: string, more: Partial<Probe> = {}): Probe => ({
  ...{ id, file: 'list.js', line: 1, column: 1, names: [], statementLine: Number(id.slice(1)) },
  ...{ statement, moment: 'before', ...more },
});
const hit = (probeId: string, sequence: number): Hit => ({
  ...{ probeId, exchangeId: 'e1', occurrence: 0, sequence, values: {} },
});
const both = (id: string, sequence: number): HitPair => ({
  baseline: hit(id, sequence),
  candidate: hit(id, sequence),
});
const come = (id: string, sequence: number): HitPair => ({ baseline: null, candidate: hit(id, sequence) });
const query = (sequence: number, table: string): readonly FlowStep[] => {
  const event: RuntimeEvent = {
    ...{ kind: 'query', exchangeId: 'e1', sequence, system: 'sqlite', arguments: [] },
    text: `SELECT * FROM ${table}`,
  };
  return [stepOf(event) ?? []].flat();
};

const page = probe('p001', 'const page = rows.slice(0, 12);');
const look = probe('c002', 'row.owner = await find(row.id);', { calls: ['find'] });
const looked = probe('c003', 'row.owner = await find(row.id);', {
  calls: ['find'],
  moment: 'after',
  statementLine: 2,
});

function explain(
  pairs: readonly HitPair[],
  candidate: readonly FlowStep[],
  probes: { readonly baseline?: readonly Probe[]; readonly candidate: readonly Probe[] },
) {
  const byId = (list: readonly Probe[] = []) => new Map(list.map((one) => [one.id, one]));
  const sides = { baseline: byId(probes.baseline ?? [page]), candidate: byId(probes.candidate) };
  return explainEffects({ exchangeId: 'e1', pairs, sides, flows: { baseline: query(5, 'rows'), candidate } });
}

describe('what one build did more often', () => {
  test('comes of the statement that was running, not of the list that grew before it', () => {
    const pairs = [both('p001', 6), come('c002', 7), come('c002', 9)];
    const asked = [...query(5, 'rows'), ...query(8, 'owners'), ...query(10, 'owners')];
    expect(explain(pairs, asked, { candidate: [page, look] })).toMatchObject({
      ...{ kind: 'statement', file: 'list.js', baselineLine: null, candidateLine: 2 },
      ...{ baseline: 'not called', candidate: 'called 2 times' },
    });
  });

  test('also where that statement is only looked at behind it', () => {
    const pairs = [both('p001', 6), come('c003', 9)];
    expect(
      explain(pairs, [...query(5, 'rows'), ...query(8, 'owners')], { candidate: [page, looked] }),
    ).toMatchObject({
      candidateLine: 2,
    });
  });

  test('comes of a call that a statement of both has in one build only', () => {
    const before = probe('p002', 'return rows.map(view);', { calls: ['map'] });
    const after = probe('p002', 'return Promise.all(rows.map(load));', { calls: ['all', 'map', 'load'] });
    const pairs = [both('p001', 6), both('p002', 7)];
    const asked = [...query(5, 'rows'), ...query(8, 'owners')];
    expect(explain(pairs, asked, { baseline: [page, before], candidate: [page, after] })).toMatchObject({
      ...{ kind: 'call', baselineLine: 2, candidate: 'calls all, load' },
    });
  });

  test('nothing is said where no changed statement ran, where it calls what it called before, or where as much was done', () => {
    const asked = [...query(5, 'rows'), ...query(8, 'owners')];
    expect(
      explain([both('e001', 6)], asked, { candidate: [probe('e001', 'f()', { calls: ['f'] })] }),
    ).toBeNull();
    const same = probe('p002', 'load(rows);', { calls: ['load'] });
    expect(explain([both('p002', 6)], asked, { baseline: [same], candidate: [same] })).toBeNull();
    expect(explain([come('c002', 7)], query(5, 'rows'), { candidate: [look] })).toBeNull();
  });
});
