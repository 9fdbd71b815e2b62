import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const main = join(import.meta.dirname, '../../action/main.ts');

test.each<[string, Record<string, string>, RegExp]>([
  ['outside of a runner', {}, /^::error::error bad-usage: The Action cannot run: input `mode` is not set/m],
  [
    'with inputs and nothing else',
    {
      INPUT_MODE: 'auto',
      'INPUT_GITHUB-TOKEN': 'ghs_secret',
      INPUT_RECORDING: '',
      INPUT_CONFIG: '',
      'INPUT_PULL-REQUEST': '',
      INPUT_BASE: '',
      INPUT_HEAD: '',
      'INPUT_REPOSITORY-FOLDER': '.',
      'INPUT_EVIDENCE-FOLDER': '',
      'INPUT_FAIL-ON-VERDICT': 'false',
    },
    /^::error::error bad-usage: This is not a GitHub Actions runner: GITHUB_EVENT_NAME/m,
  ],
])('%s it ends at once, with a reason and a remedy', (_name, inputs, message) => {
  const env = { PATH: process.env['PATH'], ...inputs };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8', env });
  expect(stdout).toMatch(message);
  expect(stdout).toContain('%0A  → ');
  expect(stdout).not.toContain('ghs_secret');
  expect(stderr).toBe('');
  expect(status).toBe(1);
});
