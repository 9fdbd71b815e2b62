import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type * as z from 'zod';
import {
  duration,
  glob,
  repositoryPath,
  share,
  size,
  timeZone,
  variableName,
} from '../../src/config/written-values.ts';

/** What a value becomes, or what is said against it. */
function read(schema: z.ZodType, written: unknown): unknown {
  const parsed = schema.safeParse(written);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return issue?.code === 'custom' ? `${issue.message}, ${String(issue.params?.['remedy'])}` : issue?.code;
}

test('a time zone is one that Node knows', () => {
  expect(read(timeZone, 'Europe/Berlin')).toBe('Europe/Berlin');
  expect(read(timeZone, 'Mars/Olympus')).toBe('not a time zone, write a name such as UTC or Europe/Berlin');
});

describe('duration', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1 h', 3_600_000],
    [30, 'a duration needs its unit, write 30s or 30ms'],
    [
      '0s',
      'a duration between 1ms and 24h is needed, write a number with its unit, such as 500ms, 30s or 5m',
    ],
    [
      '25h',
      'a duration between 1ms and 24h is needed, write a number with its unit, such as 500ms, 30s or 5m',
    ],
    ['soon', 'not a duration, write a number with its unit, such as 500ms, 30s or 5m'],
    ['-1s', 'not a duration, write a number with its unit, such as 500ms, 30s or 5m'],
    [undefined, 'missing, write a number with its unit, such as 500ms, 30s or 5m'],
  ])('%p → %p', (written, expected) => {
    expect(read(duration, written)).toBe(expected);
  });
});

test.each([
  ['500MB', 500_000_000],
  ['2GB', 2_000_000_000],
  ['1.5 GB', 1_500_000_000],
  ['2000KB', 2_000_000],
  [2, 'a size needs its unit, write 2MB or 2GB'],
  ['2GiB', 'not a size, write a number with its unit, such as 500MB or 2GB'],
  ['999KB', 'a size between 1MB and 1000GB is needed, write a number with its unit, such as 500MB or 2GB'],
  ['1001GB', 'a size between 1MB and 1000GB is needed, write a number with its unit, such as 500MB or 2GB'],
  [undefined, 'missing, write a number with its unit, such as 500MB or 2GB'],
])('the size %p → %p', (written, expected) => {
  expect(read(size, written)).toBe(expected);
});

describe('share', () => {
  test('takes every number from 0 to 1 and no other', () => {
    fc.assert(
      fc.property(fc.double(), (number) => share.safeParse(number).success === (number >= 0 && number <= 1)),
    );
  });

  test.each([
    [90, 'must be a share between 0 and 1, write 0.9 for 90 per cent'],
    ['99.5 %', 'must be a share between 0 and 1, write 0.995 for 99.5 per cent'],
    ['1%', 'must be a share between 0 and 1, write 0.01 for 1 per cent'],
    ['most', 'must be a share between 0 and 1, write a number such as 0.9'],
    [Number.NaN, 'must be a share between 0 and 1, write a number such as 0.9'],
    [-1, 'must be a share between 0 and 1, write a number such as 0.9'],
  ])('%p is refused', (written, expected) => {
    expect(read(share, written)).toBe(expected);
  });
});

test.each([
  ['a path', repositoryPath, 'traffic/shop.sgrec', 'traffic/shop.sgrec'],
  [
    'an absolute path',
    repositoryPath,
    '/etc/passwd',
    'must be a path inside the repository, write it from the repository root, with /',
  ],
  [
    'a drive',
    repositoryPath,
    'C:x',
    'must be a path inside the repository, write it from the repository root, with /',
  ],
  ['a path out of it', repositoryPath, 'a/../../b', 'leads out of the repository, write a path without ..'],
  ['a glob', glob, 'src/**', 'src/**'],
  ['a negated glob', glob, '!src/**', 'a glob cannot be negated here, list what should match instead'],
  ['a variable', variableName, 'LOG_LEVEL', 'LOG_LEVEL'],
  [
    'no variable',
    variableName,
    'LOG LEVEL',
    'not a name of an environment variable, use letters, digits and _',
  ],
])('%s', (_name, schema, written, expected) => {
  expect(read(schema, written)).toBe(expected);
});
