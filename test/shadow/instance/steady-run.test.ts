import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { defaultDeterminism } from '../../../src/domain/determinism.ts';
import { findFaketime } from '../../../src/shadow/instance/find-faketime.ts';
import {
  type StartedService,
  type SteadyRunRequest,
  secondaryShiftMs,
  steadyRun,
} from '../../../src/shadow/instance/steady-run.ts';

const startsAt = Date.UTC(2024, 1, 29, 12, 0, 0, 250);
const request: SteadyRunRequest = {
  settings: defaultDeterminism,
  recordingDigest: 'sha256:1',
  run: 'observe',
  startsAt,
  faketime: '/usr/lib/faketime/libfaketime.so.1',
};
const definition: StartedService = { start: 'bundle exec rackup', env: {} };

describe('what the agent is told', () => {
  test('is the same for baseline and candidate, and other chance, clock and durations for the secondary', () => {
    const steady = steadyRun(request);
    const baseline = steady.forAgent('baseline');
    expect(baseline).toEqual({
      ...{ clock: 'recorded', durations: 'coarse', random: 'seeded' },
      ...{ seed: expect.stringMatching(/^[0-9a-f]{32}$/), startsAt, shiftMs: 0 },
    });
    expect(steady.forAgent('candidate')).toEqual(baseline);
    const secondary = steady.forAgent('secondary');
    expect(secondary).toMatchObject({ durations: 'real', startsAt, shiftMs: secondaryShiftMs });
    expect(secondary?.seed).not.toBe(baseline?.seed);
  });

  test('draws anew in each further run and for another recording, and the same for the same', () => {
    const seeds = [
      request,
      { ...request, run: 'explain' as const },
      ...[1, 2].map((attempt) => ({ ...request, run: 'repeat' as const, attempt })),
      { ...request, recordingDigest: 'sha256:2' },
    ];
    const drawn = seeds.map((each) => steadyRun(each).forAgent('baseline')?.seed);
    expect(new Set(drawn).size).toBe(5);
    expect(steadyRun(request).forAgent('baseline')?.seed).toBe(drawn[0]);
  });

  test('is nothing when all is left real, and no start when the recording knows none', () => {
    const settings = { ...defaultDeterminism, clock: 'real', durations: 'real', random: 'real' } as const;
    expect(steadyRun({ ...request, settings }).forAgent('baseline')).toBeNull();
    expect(steadyRun({ ...request, startsAt: 0 }).forAgent('baseline')?.startsAt).toBeNull();
    const realClock = { ...defaultDeterminism, clock: 'real' } as const;
    expect(steadyRun({ ...request, settings: realClock }).forAgent('baseline')?.startsAt).toBeNull();
  });
});

describe('the environment', () => {
  test('settles time zone, locale and hash seed, and the clock by faketime where no agent will be', () => {
    const { environment, readable } = steadyRun(request).companion('baseline', definition);
    expect(environment).toEqual({
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      PYTHONHASHSEED: expect.stringMatching(/^[1-9]\d*$/),
      SOURCE_DATE_EPOCH: '1709208000',
      LD_PRELOAD: request.faketime,
      FAKETIME: '@1709208000.250',
      FAKETIME_FMT: '%s',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    expect(readable).toEqual(['/usr/lib/faketime']);
    const secondary = steadyRun(request).companion('secondary', definition).environment;
    expect(secondary['FAKETIME']).toBe('@1709208007.373');
    expect(secondary['PYTHONHASHSEED']).not.toBe(environment['PYTHONHASHSEED']);
  });

  test.each([
    ...['node server.js', 'npm start', 'cd app && npx tsx x.ts', '/usr/bin/node .'],
    ...[
      'python3 server.py',
      '.venv/bin/python -m flask run',
      'cd api && uvicorn main:app',
      './manage.py runserver',
    ],
  ])('leaves the clock of %s to the agent', (start) => {
    const { environment, readable } = steadyRun(request).companion('baseline', { ...definition, start });
    expect(environment).not.toHaveProperty('LD_PRELOAD');
    expect(readable).toEqual([]);
  });

  test('gives way to what the settings of the service say', () => {
    const env = { TZ: 'Europe/Berlin', LD_PRELOAD: '/own.so' };
    const { environment } = steadyRun(request).companion('baseline', { ...definition, env });
    expect(Object.keys(environment).sort()).toEqual([
      'LANG',
      'LC_ALL',
      'PYTHONHASHSEED',
      'SOURCE_DATE_EPOCH',
    ]);
  });

  test('is left as it is where that is wanted', () => {
    const settings = {
      ...defaultDeterminism,
      clock: 'real',
      timeZone: null,
      locale: null,
      hashSeed: 'real',
    } as const;
    expect(steadyRun({ ...request, settings }).companion('baseline', definition)).toEqual({
      environment: {},
      doors: [],
      readable: [],
    });
  });

  test('shows a process without an agent the time of the recording', async () => {
    const faketime = await findFaketime();
    if (faketime === null) {
      process.stderr.write('skipped: no libfaketime on this machine\n');
      return;
    }
    const { environment } = steadyRun({ ...request, faketime }).companion('baseline', definition);
    const env = { PATH: process.env['PATH'], ...environment };
    const { stdout } = await promisify(execFile)('date', ['+%s%3N'], { env });
    expect(Number(stdout)).toBeGreaterThanOrEqual(startsAt);
    expect(Number(stdout)).toBeLessThan(startsAt + 60_000);
  });
});

test('the report says what was held still, and by what', () => {
  const steady = steadyRun(request);
  const none = { clock: 'real', random: 'real', by: 'none' };
  expect(steady.report(definition, true)).toEqual({ clock: 'recorded', random: 'seeded', by: 'agent' });
  expect(steady.report(definition, false)).toEqual({ clock: 'recorded', random: 'real', by: 'faketime' });
  expect(steady.report({ ...definition, start: 'node .' }, false)).toEqual(none);
  expect(steadyRun({ ...request, faketime: null }).report(definition, false)).toEqual(none);
});
