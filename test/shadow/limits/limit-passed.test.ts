import { expect, test } from '@jest/globals';
import { defaultLimits } from '../../../src/domain/service.ts';
import { limitInWords, limitRemedy, stepLimits } from '../../../src/shadow/limits/limit-passed.ts';

test.each([
  ['memory', 2e9, 2_140_000_000, 'used 2.14 GB of memory, where service.limits.memory allows 2 GB'],
  ['processes', 64, 65, 'ran 65 processes and threads, where service.limits.processes allows 64'],
  ['disk', 5e8, 512_345_678, 'added 512.3 MB to its folders, where service.limits.disk allows 500 MB'],
  ['log', 1e6, 1_100_000, 'printed 1.1 MB, where service.limits.log allows 1 MB'],
] as const)('%s in words, with what was seen and what is allowed', (limit, allowed, seen, words) => {
  expect(limitInWords({ limit, allowed, seen })).toBe(words);
  expect(limitRemedy({ limit, allowed, seen })).toContain(`\`limits: ${limit}\``);
});

test('steps may have twice the memory and disk, and no more of the rest', () => {
  expect(stepLimits(defaultLimits)).toEqual({ ...defaultLimits, memoryBytes: 4e9, diskBytes: 4e9 });
});
