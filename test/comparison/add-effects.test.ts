import { expect, test } from '@jest/globals';
import { addEffects } from '../../src/comparison/add-effects.ts';
import { asKept, type ComparedRun } from '../../src/comparison/compared-run.ts';
import { settleFindings } from '../../src/comparison/settle-findings.ts';
import type { Divergence } from '../../src/domain/divergence.ts';

const compared = [1, 2].map((number) => ({
  ...{ exchangeId: `x${number}`, route: 'POST /orders', divergences: [], noise: [], baselineStatus: 200 },
  ...{ bodyDiffers: false, echoed: new Set<string>(), answeredAt: null },
}));
const quiet: ComparedRun = { ...asKept(compared), suspects: [], notCompared: [] };

const changed = (text: string, other: string): Divergence => ({
  ...{
    kind: 'value-changed',
    place: 'outbound/POST a.example/x/body/key',
    pattern: 'outbound/POST a.example/x/body/key',
  },
  baseline: { type: 'string', text, length: text.length },
  candidate: { type: 'string', text: other, length: other.length },
});
const uuid = (digit: string) => `5a0f7ddc-7e5c-4a3b-9d61-${digit.repeat(12)}`;

test('an effect makes its exchange a suspect, and one of no exchange is kept too', () => {
  const one = changed('EUR', 'USD');
  const run = addEffects(quiet, {
    divergences: new Map([
      ['x2', [one]],
      ['', [one]],
    ]),
    noise: new Map(),
  });
  expect(run.suspects).toEqual(['x2']);
  expect([...run.exchanges].map(({ exchangeId, divergences }) => [exchangeId, divergences.length])).toEqual([
    ['x1', 0],
    ['x2', 1],
    ['', 1],
  ]);
});

test('what the baseline itself varies in is noise, in a call as in an answer', () => {
  const run = addEffects(quiet, {
    divergences: new Map(['x1', 'x2'].map((id) => [id, [changed(uuid('1'), uuid('2'))]])),
    noise: new Map(['x1', 'x2'].map((id) => [id, [changed(uuid('1'), uuid('3'))]])),
  });
  expect(run.suspects).toEqual([]);
  const { findings } = settleFindings({
    runs: [run],
    extraDivergences: [],
    ignores: [],
    today: '2026-01-01',
  });
  expect(findings.map(({ divergence, disposition }) => `${divergence.kind} ${disposition.kind}`)).toEqual([
    'outbound-call-changed noise',
    'outbound-call-changed noise',
  ]);
});

test('without a secondary, effects are added all the same', () => {
  const run = addEffects(quiet, { divergences: new Map([['', [changed('a', 'b')]]]), noise: null });
  expect(run.differing.at(-1)).toMatchObject({ exchangeId: '', noise: null });
});
