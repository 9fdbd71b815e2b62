import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { restartSmall, type StartedProcess } from '../../src/runs/restart-small.ts';

const module = JSON.stringify(new URL('../../src/runs/restart-small.ts', import.meta.url));
/** Tells what it was started with, as the kernel knows it, and what a process that it starts would inherit. */
const program = `data:text/javascript,${encodeURIComponent(`
  const { readFileSync } = await import('node:fs');
  const { restartSmall } = await import(${module});
  restartSmall(process);
  const started = readFileSync('/proc/self/environ', 'utf8').split('\\0').filter((line) => /^MALLOC|RESTARTED/.test(line));
  const inherited = Object.entries(process.env).filter(([name]) => /^MALLOC|RESTARTED|^KEPT/.test(name));
  process.stdout.write(JSON.stringify({ started, inherited, pid: process.pid, execArgv: process.execArgv }));
`)}`;
const run = (env: NodeJS.ProcessEnv) => {
  const flags = ['--no-warnings', '--stack-size=900', '--input-type=module', '--import', program];
  const ran = spawnSync(process.execPath, [...flags, '--eval', '0'], {
    env: { KEPT: 'yes', ...env },
    encoding: 'utf8',
  });
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
  return { ...JSON.parse(ran.stdout), spawned: ran.pid };
};

const isLinux = process.platform === 'linux' && process.execve !== undefined;
if (!isLinux) console.warn('skipped: a process replaces itself on Linux alone, by a Node that can');

(isLinux ? describe : describe.skip)('on Linux', () => {
  test('the same process starts again with the settings, and hands them on to nobody', () => {
    const { started, inherited, pid, spawned, execArgv } = run({});
    expect(started.toSorted()).toEqual([
      'MALLOC_ARENA_MAX=1',
      'MALLOC_MMAP_THRESHOLD_=131072',
      'SHADOWGATE_RESTARTED=1',
    ]);
    expect(inherited).toEqual([['KEPT', 'yes']]);
    expect(pid).toBe(spawned);
    expect(execArgv).toContain('--stack-size=900');
  });

  test('who has set the allocator has the last word', () => {
    const { started, inherited } = run({ MALLOC_ARENA_MAX: '4' });
    expect(started).toEqual(['MALLOC_ARENA_MAX=4']);
    expect(inherited).toEqual([
      ['KEPT', 'yes'],
      ['MALLOC_ARENA_MAX', '4'],
    ]);
  });
});

type Restart = Parameters<NonNullable<StartedProcess['execve']>>;

function restartsOf(how: Partial<StartedProcess>): readonly Restart[] {
  const restarts: Restart[] = [];
  restartSmall({
    ...{ argv: ['/bin/node', '/cli.js', 'gate'], execArgv: ['--flag'], execPath: '/bin/node' },
    ...{ platform: 'linux', env: { A: '1' } },
    execve: (...restart) => restarts.push(restart),
    ...how,
  });
  return restarts;
}

test('file, flags, arguments and environment stay', () => {
  const [[file, args, env] = []] = restartsOf({});
  expect([file, args]).toEqual(['/bin/node', ['/bin/node', '--flag', '/cli.js', 'gate']]);
  expect(env).toMatchObject({ A: '1', MALLOC_ARENA_MAX: '1' });
});

test.each<[string, Partial<StartedProcess>]>([
  ['another system', { platform: 'darwin' }],
  ['a channel to the parent', { send: () => true }],
  ['an open file among the arguments', { argv: ['/bin/node', '/cli.js', '--config', '/dev/fd/63'] }],
  ['the same by its other name', { argv: ['/bin/node', '/cli.js', '--config=/proc/self/fd/3'] }],
  ['an allocator that was set', { env: { GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0' } }],
  ['an allocator of its own', { env: { LD_PRELOAD: 'libjemalloc.so.2' } }],
])('stays as it is with %s', (_name, how) => {
  expect(restartsOf(how)).toEqual([]);
});

test('stays as it is under a Node that cannot', () => {
  const own = { argv: [], execArgv: [], execPath: '/bin/node', platform: 'linux' as const, env: { A: '1' } };
  restartSmall(own);
  expect(own.env).toEqual({ A: '1' });
});
