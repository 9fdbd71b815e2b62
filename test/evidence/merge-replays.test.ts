import { expect, test } from '@jest/globals';
import type { GatedService } from '../../src/domain/evidence.ts';
import type { ReplayReport } from '../../src/domain/replay-report.ts';
import { mergeReplays } from '../../src/evidence/merge-replays.ts';
import { nameService } from '../../src/evidence/name-service.ts';
import { aQuietEvidence } from '../support/builders.ts';

const replay: ReplayReport = {
  ...{ timing: 'recorded', speed: 2, concurrency: 8, seed: 7 },
  askedFirst: { baseline: 4, candidate: 4 },
  pauses: { kept: 2, totalMs: 40, boundMs: 50 },
  lag: { exchanges: 8, medianMs: 3, p95Ms: 80, maxMs: 90, boundMs: 100, shareOver: 0 },
  values: { substituted: 5, unresolved: 1, examples: ['x1 path segment 2'] },
};

function gated(name: string, sent: ReplayReport | null): GatedService {
  const { sideFiles: _, ...quiet } = aQuietEvidence();
  const draft = { ...quiet, ...(sent === null ? {} : { replay: sent }) };
  const [service] = nameService({ draft, sides: {} }, name).draft.services ?? [];
  if (service?.kind !== 'gated') throw new Error('it was gated');
  return service;
}

test('counts add up, and the worst lag stands', () => {
  const late = {
    ...{ ...replay, seed: 9, askedFirst: { baseline: 1, secondary: 1, candidate: 1 } },
    pauses: { kept: 1, totalMs: 5, boundMs: 5 },
    lag: { exchanges: 3, medianMs: 200, p95Ms: 300, maxMs: 300, boundMs: 100, shareOver: 0.7 },
  };
  expect(mergeReplays([gated('api', replay), gated('mail', null), gated('shop', late)])).toEqual({
    replay: {
      ...{ timing: 'recorded', speed: 2, concurrency: 8, seed: 7 },
      askedFirst: { baseline: 5, secondary: 1, candidate: 5 },
      pauses: { kept: 3, totalMs: 45, boundMs: 5 },
      lag: { exchanges: 11, medianMs: 200, p95Ms: 300, maxMs: 300, boundMs: 100, shareOver: 0.7 },
      values: {
        ...{ substituted: 10, unresolved: 2 },
        examples: ['api: x1 path segment 2', 'shop: x1 path segment 2'],
      },
    },
  });
});

test('where nothing was replayed, nothing is said', () => {
  expect(mergeReplays([gated('api', null)])).toEqual({});
});
