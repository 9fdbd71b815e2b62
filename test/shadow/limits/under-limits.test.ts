import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { defaultLimits } from '../../../src/domain/service.ts';
import { underLimits } from '../../../src/shadow/limits/under-limits.ts';

const limits = { ...defaultLimits, files: 123, processes: 77 };

function run(script: string): string {
  const [program = '', ...words] = underLimits(['sh', '-c', script], limits);
  return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

test('the kernel holds open files and core files', () => {
  expect(run('ulimit -n; ulimit -c').split('\n')).toEqual(['123', '0']);
});

test('processes are limited above what the user runs already, and above what is allowed to the command', () => {
  const most = Number(run('ulimit -u 2>/dev/null || ulimit -p'));
  expect(most).toBeGreaterThanOrEqual(2 * 77);
  expect(most).toBeLessThan(100_000);
});

test('the command takes the place of what set the limits, words and exit code as they are', () => {
  const [program = '', ...words] = underLimits(['printf', '%s|', 'two words', '$HOME', ''], limits);
  expect(execFileSync(program, words, { encoding: 'utf8' })).toBe('two words|$HOME||');
  expect(() => run('exit 7')).toThrow(expect.objectContaining({ status: 7, stderr: '' }));
});

const onLinux = existsSync('/proc/self/oom_score_adj') ? test : test.skip;
onLinux('it is the first to go when the machine is out of memory (Linux only)', () => {
  expect(run('cat /proc/self/oom_score_adj')).toBe('1000');
});
