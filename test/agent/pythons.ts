import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/**
 * Pythons the agent is tried on, one of each version: those of this machine that start, and those whose paths stand in
 * SHADOWGATE_TEST_PYTHONS, separated by colons. Empty where there is none; then tests are skipped, which is said.
 */
export const pythons: readonly { readonly name: string; readonly python: string; readonly minor: number }[] =
  findPythons();

/** Called once in a file whose every test needs a Python: a file without any test fails, and this one says why it has none. */
export function skipWithoutPython(): void {
  if (pythons.length === 0) test.skip('no Python here', () => {});
}

function findPythons() {
  const asked = (process.env['SHADOWGATE_TEST_PYTHONS'] ?? '').split(':').filter((path) => path !== '');
  const versions = new Map<number, string>();
  const look = ['python3', '/usr/bin/python3', 'python3.9', 'python3.12', 'python3.13', ...asked];
  for (const program of look) {
    const script = 'import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)';
    const { status, stdout } = spawnSync(program, ['-c', script], { encoding: 'utf8' });
    const [major, minor, path] = (stdout ?? '').trim().split(' ');
    if (status !== 0 || major !== '3' || path === undefined || Number(minor) < 9) continue;
    if (!versions.has(Number(minor))) versions.set(Number(minor), path);
  }
  for (const [isThere, way] of [
    [[...versions.keys()].some((minor) => minor < 12), 'sys.settrace (before 3.12)'],
    [[...versions.keys()].some((minor) => minor >= 12), 'sys.monitoring (3.12 and later)'],
  ] as const) {
    if (!isThere) process.stderr.write(`skipped: there is no Python here that needs ${way}\n`);
  }
  return [...versions].map(([minor, python]) => ({ name: `Python 3.${minor}`, python, minor }));
}
