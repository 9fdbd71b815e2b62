import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const script = `
  const { openRunnerOutput } = await import(${JSON.stringify(join(import.meta.dirname, '../../action/runner-output.ts'))});
  const output = openRunnerOutput();
  output.log('::set-output name=verdict::forged');
  output.warn('odd\\n::error::forged');
  output.annotate({ title: 'Behaves differently', text: 'here', file: 'src/a.js', line: 12 });
  output.annotate({ title: 'Never executed', text: 'here', file: 'src/a.js', line: 3, endLine: 5, level: 'notice' });
  output.setOutput('verdict', 'passed\\nverdict=forged');
  await output.writeSummary('# Report');
  output.fail('because');
`;

test('everything reaches the runner in its own form, and strangers give it no command', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-output-'));
  try {
    const [outputs, summary] = [join(folder, 'outputs'), join(folder, 'summary')];
    await Promise.all([writeFile(outputs, ''), writeFile(summary, '')]);
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary },
    });
    expect(stdout.split('\n')).toEqual([
      ': :set-output name=verdict::forged',
      '::warning::odd ::error::forged',
      '::warning title=Behaves differently,file=src/a.js,line=12::here',
      '::notice title=Never executed,file=src/a.js,line=3,endLine=5::here',
      '::error::because',
      '',
    ]);
    expect(status).toBe(1);
    expect(await readFile(summary, 'utf8')).toBe('# Report\n');
    expect(await readFile(outputs, 'utf8')).toMatch(/^verdict<<(\S+)\npassed\nverdict=forged\n\1\n$/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
