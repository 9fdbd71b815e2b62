import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { version } from '../src/version.ts';

test('is the version of the package, in three numbers', () => {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  expect(version).toBe(JSON.parse(text).version);
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
