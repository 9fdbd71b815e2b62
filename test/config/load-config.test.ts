// covers: cost-schema.ts
import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../../src/config/default-policy.ts';
import { loadConfig, type ShadowgateConfig } from '../../src/config/load-config.ts';
import { defaultDeterminism } from '../../src/domain/determinism.ts';
import { defaultLimits } from '../../src/domain/service.ts';
import { defaultUpstream } from '../../src/domain/upstream.ts';
import { GateError } from '../../src/errors.ts';

const file = '.github/shadowgate.yml';
const load = (text: string): ShadowgateConfig => loadConfig(text, file);

/** The problems a text has, one line each, without the line that counts them. */
function problemsOf(text: string): string[] {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    expect(error.code).toBe('config-invalid');
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  throw new Error('the settings were accepted');
}

describe('what a file settles', () => {
  test('a file that only states its version has every default', () => {
    expect(load('version: 1')).toEqual({
      service: {},
      sandbox: {
        level: 'auto',
        readable: [],
        installNetwork: 'registries',
        containerOptions: { engine: [], run: [] },
      },
      state: [],
      upstream: defaultUpstream,
      services: [],
      recording: null,
      determinism: defaultDeterminism,
      throws: 'watched',
      telemetry: 'off',
      replay: {
        concurrency: 8,
        timing: 'as-fast-as-possible',
        speed: 1,
        pauseAfterWriteMs: 50,
        exchangeTimeoutMs: 10_000,
        runTimeoutMs: 300_000,
        credentials: [],
        jwt: [],
        login: [],
      },
      replayBudgetMs: 90_000,
      leaveOut: [],
      protobuf: [],
      policy: defaultPolicy,
    });
  });

  test('several services have each what one has, with a name and a recording', () => {
    const config = load(`
version: 1
services:
  - { name: api, directory: services/api, sources: [services/api, packages], recording: api.sgrec, ready-timeout: 5s }
  - { name: web, start: node web.js, recording: web.sgrec }
`);
    expect(config.services).toMatchObject([
      {
        name: 'api',
        service: {
          name: 'api',
          directory: 'services/api',
          sources: ['services/api', 'packages'],
          readyTimeoutMs: 5000,
        },
        state: [],
        recording: 'api.sgrec',
      },
      { name: 'web', service: { name: 'web', start: 'node web.js' }, state: [], recording: 'web.sgrec' },
    ]);
    expect(config).toMatchObject({ service: {}, recording: null });
  });

  test('keys become camelCase, durations milliseconds, places patterns', () => {
    const config = load(`
version: 1
service:
  start: node server.js --port {port}
  build: null
  port-variable: HTTP_PORT
  ready-path: /health
  ready-timeout: 45s
  determinism: { random: real, time-zone: Europe/Berlin, locale: null }
  throws: unwatched
  env: { LOG_LEVEL: warn }
recording: traffic/shop.sgrec
replay:
  run-timeout: 2m
  exchange-timeout: 500ms
compare:
  ignore:
    - { route: "GET /carts/{id}", place: body/generatedAt, reason: a clock, owner: sara, expires: 2027-01-31 }
policy:
  unknown-provenance: as-ai
  minimum-exercised: 0.5
  seniors: { users: [sara] }
  rules:
    - name: critical routes
      when: { provenance: [ai], severity: risky, routes: ["POST /checkout/**"] }
      require: { approvals: 1 }
    - { name: vendored code, when: { paths: ["vendor/**"] }, require: block }
`);
    expect(config.service).toEqual({
      start: 'node server.js --port {port}',
      build: null,
      portVariable: 'HTTP_PORT',
      readyPath: '/health',
      readyTimeoutMs: 45_000,
      env: { LOG_LEVEL: 'warn' },
    });
    expect(config.throws).toBe('unwatched');
    expect(config.determinism).toEqual({
      ...defaultDeterminism,
      random: 'real',
      timeZone: 'Europe/Berlin',
      locale: null,
    });
    expect(config.recording).toBe('traffic/shop.sgrec');
    expect(config.replay).toMatchObject({ runTimeoutMs: 120_000, exchangeTimeoutMs: 500, concurrency: 8 });
    expect(config.policy.seniors).toEqual({ users: ['sara'], teams: [], roles: [] });
    expect(config.policy.unknownProvenance).toBe('as-ai');
    expect(config.policy.minimumExercised).toBe(0.5);
    expect(config.policy.minimumFidelity).toBe(defaultPolicy.minimumFidelity);
    expect(config.policy.ignores).toEqual([
      {
        route: 'GET /carts/{id}',
        pattern: 'body/generatedAt',
        reason: 'a clock',
        owner: 'sara',
        expires: '2027-01-31',
      },
    ]);
    expect(config.policy.rules.map(({ require }) => require)).toEqual([
      { kind: 'approvals', count: 1 },
      { kind: 'block' },
    ]);
  });

  test('an empty list of rules is not the default list', () => {
    expect(load('version: 1\npolicy: { rules: [] }').policy.rules).toEqual([]);
  });
});

test('limits are given one by one; what is not named keeps its default', () => {
  const { service } = loadConfig(
    'version: 1\nservice: { install-timeout: 2m, build-timeout: 90s, limits: { memory: 512MB, log: 5MB, processes: 64 } }',
    file,
  );
  expect(service).toEqual({
    installTimeoutMs: 120_000,
    buildTimeoutMs: 90_000,
    limits: { ...defaultLimits, memoryBytes: 512_000_000, logBytes: 5_000_000, processes: 64 },
  });
  expect(loadConfig('version: 1', file).service).toEqual({});
});

describe('what is refused', () => {
  test('five mistakes are told at once, each at its line and column', () => {
    const problems = problemsOf(`version: 1
service:
  start: node server.js
  ready-timout: 30s
replay:
  concurrency: eight
  run-timeout: 300
policy:
  minimum-fidelity: 90 %
  rules:
    - name: behaviour changed
      when: { provenance: [ai, mixt] }
      require: { approvals: 1 }
`);
    expect(problems).toEqual([
      `${file}:4:3 service.ready-timout: unknown key, got "30s", did you mean ready-timeout?`,
      `${file}:6:16 replay.concurrency: must be a number, got "eight", write a number without quotes, such as 8`,
      `${file}:7:16 replay.run-timeout: a duration needs its unit, got 300, write 300s or 300ms`,
      `${file}:9:21 policy.minimum-fidelity: must be a share between 0 and 1, got "90 %", write 0.9 for 90 per cent`,
      `${file}:12:32 policy.rules[0].when.provenance[1]: not one of the known values, got "mixt", did you mean mixed?`,
    ]);
  });

  test.each([
    ['an empty file', '', 'version: missing, got nothing, write 1'],
    ['no version', 'recording: a.sgrec', 'version: missing'],
    ['a version of the future', 'version: 2', 'version: must be 1, got 2'],
    ['a list instead of sections', '- a', 'the file: must be a section, got a list of 1'],
    ['a repeated key', 'version: 1\nversion: 1', 'stands twice'],
    ['broken syntax', 'version: [1', 'not readable as YAML'],
    ['a pause in words', 'version: 1\nreplay: { pause-after-write: long }', 'not a duration'],
    ['a camelCase key', 'version: 1\npolicy: { minimumFidelity: 0.9 }', 'did you mean minimum-fidelity?'],
    ['a key near nothing', 'version: 1\nreplay: { turbo: yes }', 'write one of concurrency, timing'],
    [
      'a share as per cent number',
      'version: 1\npolicy: { minimum-fidelity: 90 }',
      'write 0.9 for 90 per cent',
    ],
    [
      'a requirement misspelt',
      'version: 1\npolicy: { rules: [{ name: a, when: {}, require: blok }] }',
      'mean block?',
    ],
    [
      'no requirement',
      'version: 1\npolicy: { rules: [{ name: a, when: {} }] }',
      'require: missing, got nothing',
    ],
    [
      'too many approvals',
      'version: 1\npolicy: { rules: [{ name: a, when: {}, require: { approvals: 9 } }] }',
      'at most 6',
    ],
    ['a recording outside', 'version: 1\nrecording: ../a.sgrec', 'leads out of the repository'],
    ['a login with @', 'version: 1\npolicy: { seniors: { users: ["@sara"] } }', 'write sara'],
    ['ignoring a whole body', ignoring('body'), 'a whole body cannot be ignored'],
    ['ignoring by substring', ignoring('price'), 'not a place'],
    ['ignoring a whole store', ignoring('state/sqlite'), 'not a place'],
    [
      'a date that is none',
      'version: 1\ncompare: { ignore: [{ route: "*", place: status, reason: a, owner: b, expires: soon }] }',
      'not a date',
    ],
    [
      'a wrong variable name',
      'version: 1\nservice: { env: { LOG-LEVEL: a } }',
      'not a name of an environment variable',
    ],
  ])('%s', (_name, text, problem) => {
    const problems = problemsOf(text);
    expect(problems.join('\n')).toContain(problem);
    for (const line of problems) expect(line).toMatch(/^\.github\/shadowgate\.yml:\d+:\d+ /);
  });

  test('values of credentials and of the environment are never repeated, others are cut', () => {
    const secret = 'hunter2-hunter2';
    const problems = problemsOf(`version: 1
service: { env: { TOKEN: [${secret}] }, nam: "${'x'.repeat(100)}" }
replay: { credentials: [{ recorded: abc, replay: ${secret}, note: ${secret} }] }
`).join('\n');
    expect(problems).not.toContain(secret);
    expect(problems).not.toContain('"abc"');
    expect(problems).toContain(`"${'x'.repeat(38)}…`);
  });

  test('problems between settings are told together with problems within one', () => {
    const problems = problemsOf('version: 1\nturbo: 1\npolicy: { seniors: { users: [] } }').join('\n');
    expect(problems).toContain('turbo: unknown key');
    expect(problems).toContain('policy.seniors: names nobody');
  });

  test('a flood of problems is counted, not listed', () => {
    const text = `version: 1\n${Array.from({ length: 100 }, (_, i) => `unknown${i}: 1`).join('\n')}`;
    expect(problemsOf(text).at(-1)).toBe('… and 60 more');
  });
});

function ignoring(place: string): string {
  return `version: 1\ncompare: { ignore: [{ route: "*", place: ${place}, reason: a, owner: b, expires: 2027-01-31 }] }`;
}

describe('what a difference is worth here', () => {
  test('rules rated otherwise and bounds of costs are settled under compare', () => {
    const { policy } = load(
      'version: 1\ncompare: { severity: { page-attribute-changed: benign }, cost: { latency-ms: 5, memory: 2MB } }',
    );
    expect(policy.severities).toEqual({ 'page-attribute-changed': 'benign' });
    expect(policy.cost).toEqual({ ...defaultPolicy.cost, latencyMs: 5, memory: 2_000_000 });
    expect(load('version: 1\ncompare: { cost: { enabled: false } }').policy.cost.enabled).toBe(false);
  });

  test('a rule that does not exist, or a bound that is none, is an error', () => {
    expect(() => load('version: 1\ncompare: { severity: { slwoer: benign } }')).toThrow(/slwoer/);
    expect(() => load('version: 1\ncompare: { cost: { latency-ms: 0 } }')).toThrow(/latency-ms/);
    expect(() => load('version: 1\ncompare: { cost: { latency: 5 } }')).toThrow(/latency/);
  });
});
