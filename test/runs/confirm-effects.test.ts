import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { confirmEffects } from '../../src/runs/confirm-effects.ts';
import { aRun } from '../comparison/builders.ts';

const thrown: RuntimeEvent = {
  ...{ kind: 'error', exchangeId: 'x1', sequence: 1, class: 'TypeError', message: 'no cart' },
  ...{ at: 'cart.js:3', caught: true },
};

type SeenRun = Parameters<typeof confirmEffects>[0];

function run(byCandidate: readonly RuntimeEvent[]): SeenRun {
  const snapshotOf = (role: RuntimeSnapshot['role'], events: readonly RuntimeEvent[]): RuntimeSnapshot => ({
    ...{ role, agent: 'connected', hits: [], events, probes: [], executedLines: {}, dropped: 0 },
  });
  const snapshots = {
    baseline: snapshotOf('baseline', []),
    candidate: snapshotOf('candidate', byCandidate),
  };
  return { compared: aRun(), snapshots, outbound: null };
}

const seen = run([thrown]);
const silent = run([]);

describe('what the candidate alone did in the observe run', () => {
  test.each<[string, SeenRun | null, readonly SeenRun[], boolean | null, boolean]>([
    ['came back at once', seen, [], true, false],
    ['did not, and was not asked for again', silent, [], false, true],
    ['was there in the repeats so far', silent, [seen, seen], false, true],
    ['was there in each repeat', silent, [seen, seen, seen], true, false],
    ['was not there in one of them', silent, [seen, silent], false, false],
    ['could not come back where nobody looked', null, [], null, false],
  ])('%s', (_, explain, repeats, cameBack, isOpen) => {
    expect(confirmEffects(seen, explain, repeats)).toMatchObject([{ cameBack, isOpen }]);
  });
});
