import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const module = JSON.stringify(join(import.meta.dirname, '../../src/runs/keep-heap-small.ts'));
/** Makes garbage, some of which lives for a while, and tells how large the space for young objects became, in kilobytes. */
const makeGarbage = `
  const { getHeapSpaceStatistics } = await import('node:v8');
  const { keepHeapSmall } = await import(${module});
  if (process.argv[1] === 'small') keepHeapSmall();
  let kept = [];
  for (let made = 0; made < 6e6; made += 1) {
    kept.push({ made });
    if (kept.length > 50_000) kept = [];
  }
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  process.stdout.write(String(young.space_size >> 10));`;

const youngKB = (how: string) =>
  Number(
    execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', makeGarbage, how], {
      encoding: 'utf8',
    }),
  );

test('a program that makes much garbage keeps less of it', () => {
  expect(youngKB('small')).toBeLessThan(youngKB('as it is') - 15);
});
