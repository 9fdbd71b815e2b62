import { expect, test } from '@jest/globals';
import {
  canMigrate,
  type MigrationSteps,
  migrateExchangeHead,
  migrateHeader,
  migrationSteps,
} from '../../../src/recording/file/migrate-recording.ts';
import { currentVersion } from '../../../src/recording/file/recording-format.ts';

const older: MigrationSteps = new Map([
  [
    currentVersion - 1,
    {
      header: (old) => ({ ...Object(old), migrated: true }),
      exchangeHead: (old) => ({ ...Object(old), session: 'unknown' }),
    },
  ],
  [
    currentVersion - 2,
    {
      header: (old) => ({ first: old }),
      exchangeHead: (old) => ({ id: old }),
    },
  ],
]);

test('the current version is left as it is', () => {
  const header = { keyId: 'a' };
  expect(migrateHeader(header, currentVersion, migrationSteps)).toBe(header);
  expect(canMigrate(currentVersion, migrationSteps)).toBe(true);
});

test('every step from an older version is taken, in order', () => {
  expect(migrateHeader('h', currentVersion - 2, older)).toEqual({ first: 'h', migrated: true });
  expect(migrateExchangeHead('e', currentVersion - 2, older)).toEqual({ id: 'e', session: 'unknown' });
});

test.each([
  ['a version of the future', currentVersion + 1, older, false],
  ['a version with all its steps', currentVersion - 2, older, true],
  ['a version from which a step is missing', currentVersion - 3, older, false],
])('%s: can be read is %s', (_name, version, steps, expected) => {
  expect(canMigrate(version, steps)).toBe(expected);
});

test('every published version can be read', () => {
  const published = Array.from({ length: currentVersion }, (_, index) => index + 1);
  expect(published.filter((version) => !canMigrate(version, migrationSteps))).toEqual([]);
});
