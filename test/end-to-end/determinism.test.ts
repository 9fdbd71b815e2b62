// covers: hold-steady.ts
/** The shop against itself: with everything held still not a byte may differ, and with nothing held still all that differs is noise. */
import { expect, test } from '@jest/globals';
import { judgeTwins, replayTwins } from '../../bench/determinism/replay-twins.ts';
import { defaultDeterminism } from '../../src/domain/determinism.ts';

test('two unperturbed instances answer the same to the byte', async () => {
  for (const run of [1, 2]) {
    const { exchanges, differing } = await replayTwins(defaultDeterminism);
    expect([run, exchanges]).toEqual([run, 360]);
    expect(differing).toEqual([]);
  }
}, 240_000);

test('without determinism they differ, and none of it is counted', async () => {
  const asItIs = { ...defaultDeterminism, clock: 'real', durations: 'real', random: 'real' } as const;
  const findings = await judgeTwins(asItIs);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.filter(({ disposition }) => disposition.kind !== 'noise')).toEqual([]);
}, 240_000);
