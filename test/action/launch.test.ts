import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const entry = join(import.meta.dirname, '../../action/launch.ts');

test('starts the Action, which says what is missing', () => {
  const { PATH } = process.env;
  const ran = spawnSync(process.execPath, ['--no-warnings', entry], { env: { PATH }, encoding: 'utf8' });
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 1, stderr: '' });
  expect(ran.stdout).toMatch(/^::error::error bad-usage: The Action cannot run: input `mode` is not set/);
});
