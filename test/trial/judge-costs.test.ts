import { expect, test } from '@jest/globals';
import { createCostSampler } from '../../src/comparison/cost/sample-costs.ts';
import { defaultCost } from '../../src/domain/cost.ts';
import type { InstanceRole } from '../../src/domain/observation.ts';
import type { RuntimeEvent, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import type { Run } from '../../src/runs/replay-run.ts';
import { judgeCosts } from '../../src/trial/judge-costs.ts';
import { anObserved, aResponse } from '../comparison/builders.ts';

const exchanges = Array.from({ length: 30 }, (_, index) => `x${index}`);

function aRun(snapshots: Run['snapshots']): Run {
  const sampler = createCostSampler();
  const answer = aResponse();
  for (const id of exchanges)
    sampler.add(anObserved({ id, baseline: answer, secondary: answer, candidate: answer }));
  return {
    compared: { exchanges: [], differing: [], suspects: [], notCompared: [] },
    ...{
      snapshots,
      answers: new Map(),
      notes: [],
      notSent: 0,
      telemetry: null,
      outbound: null,
      candidateEnd: null,
      state: null,
    },
    replay: null,
    leftOut: [],
    endedEarly: null,
    values: { substituted: 0, unresolved: 0, records: [] },
    measures: { costs: sampler.result(), memory: [], ownCpuShare: null },
  };
}

/** An instance that made so many calls in every exchange, as its agent saw it. */
function calling(role: InstanceRole, calls: number): RuntimeSnapshot {
  const events = exchanges.flatMap((exchangeId) =>
    Array.from(
      { length: calls },
      (): RuntimeEvent => ({
        kind: 'outbound-call',
        exchangeId,
        sequence: 0,
        method: 'GET',
        url: 'http://a/',
      }),
    ),
  );
  return { role, agent: 'connected', hits: [], probes: [], executedLines: {}, dropped: 0, events };
}

const calls = (candidate: number) => ({
  baseline: calling('baseline', 1),
  secondary: calling('secondary', 1),
  candidate: calling('candidate', candidate),
});

test('calls that the agents saw are counted by exchange', () => {
  const many = aRun(calls(5));
  const { findings, rows } = judgeCosts({ observe: many, explain: many }, defaultCost);
  expect(findings).toMatchObject([
    {
      divergence: { kind: 'call-count-changed' },
      outcome: { kind: 'counted', reason: expect.stringMatching(/both runs$/) },
    },
  ]);
  expect(rows.map(({ measure, verdict }) => `${measure} ${verdict}`)).toEqual([
    'latency same',
    'response-bytes same',
    'outbound-calls more',
  ]);
  expect(judgeCosts({ observe: aRun(calls(1)), explain: null }, defaultCost).findings).toEqual([]);
});

test('calls that a stand-in answered are counted there instead', () => {
  const standIn = {
    calls: { baseline: [], secondary: [], candidate: [] },
    standsInFor: () => true,
    notes: [],
  };
  const { rows } = judgeCosts(
    { observe: { ...aRun(calls(5)), outbound: standIn }, explain: null },
    defaultCost,
  );
  expect(rows.map(({ measure }) => measure)).toEqual(['latency', 'response-bytes']);
});
