import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { version } from '../../src/version.ts';

const entry = join(import.meta.dirname, '../../src/cli/launch.ts');

test.each(['24.1.0', '22.19.0', '23.0.0'])('Node %s is new enough', (node) => {
  expect(launchUnder(node)).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test.each(['22.18.9', '20.20.2', '9.0.0'])(
  'Node %s is told what is needed, by an error like any other',
  (node) => {
    const { exitCode, stdout, stderr } = launchUnder(node);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^error bad-usage: Shadowgate needs Node 22\.19 or later; this is Node \d+\.\d+\.\d+\.\n {2}→ R/,
    );
    expect(stderr).toContain(node);
  },
);

/** This Node, made to believe that it is another one. */
function launchUnder(node: string) {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } })`;
  const preload = `data:text/javascript,${encodeURIComponent(versions)}`;
  const ran = spawnSync(process.execPath, ['--import', preload, entry, '--version'], { encoding: 'utf8' });
  return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}
