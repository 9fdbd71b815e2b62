import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { configTemplate, workflowTemplate } from '../../src/config/config-template.ts';
import { defaultPolicy } from '../../src/config/default-policy.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { defaultDeterminism } from '../../src/domain/determinism.ts';
import { defaultLimits, type ServiceDefinition } from '../../src/domain/service.ts';

const service: ServiceDefinition = {
  name: 'shop: "the\nshop"',
  directory: '.',
  install: 'npm ci',
  build: null,
  start: 'node src/server.js # {port}',
  portVariable: 'PORT',
  dataVariable: 'DATA_DIR',
  dataSeed: null,
  env: { LOG_LEVEL: 'no' },
  readyPath: null,
  readyTimeoutMs: 1500,
  installTimeoutMs: 600_000,
  buildTimeoutMs: 600_000,
  limits: defaultLimits,
  assumptions: ['start is the script "start"\nof package.json'],
};

describe('configTemplate', () => {
  test('loads by our own loader and says what it was given', () => {
    const config = loadConfig(configTemplate(service), 'template');
    const {
      assumptions: _,
      installTimeoutMs: _install,
      buildTimeoutMs: _build,
      limits: _limits,
      ...settled
    } = service;
    expect(config.service).toEqual(settled);
    expect(config.recording).toBe('.github/shadowgate.sgrec');
    expect(config.policy).toEqual(defaultPolicy);
  });

  test('loads without an environment too', () => {
    const config = loadConfig(configTemplate({ ...service, env: {}, readyTimeoutMs: 30_000 }), 'template');
    expect(config.service).toMatchObject({ readyTimeoutMs: 30_000 });
    expect(config.service).not.toHaveProperty('env');
  });

  test('what stands in comments loads as well, and repeats the defaults', () => {
    const uncommented = configTemplate({ ...service, assumptions: [] }).replaceAll(
      /^(\s*)# ((?: *- |\s*)[a-z-]+:.*)$/gm,
      '$1$2',
    );
    const config = loadConfig(uncommented.replace(/^ {2}env: \{.*$/m, ''), 'template');
    expect(config.replay).toMatchObject({ concurrency: 8, exchangeTimeoutMs: 10_000, runTimeoutMs: 300_000 });
    expect(config.replay.credentials).toHaveLength(1);
    expect(config.determinism).toEqual(defaultDeterminism);
    expect(config.policy).toMatchObject({
      unknownProvenance: defaultPolicy.unknownProvenance,
      minimumFidelity: defaultPolicy.minimumFidelity,
      minimumCompleteness: defaultPolicy.minimumCompleteness,
      minimumExercised: defaultPolicy.minimumExercised,
      excludeContributors: defaultPolicy.excludeContributors,
    });
    expect(config.service).toMatchObject({ limits: defaultLimits, installTimeoutMs: 600_000 });
    expect(config.state.map(({ name }) => name)).toEqual([
      'postgres',
      'redis',
      'folder',
      'sqlite',
      'commands',
    ]);
    expect(config.policy.ignores).toHaveLength(1);
    expect(config.policy.rules).toHaveLength(3);
  });
});

describe('workflowTemplate', () => {
  const text = workflowTemplate();
  const workflow = parse(text) as {
    on: object;
    permissions: object;
    concurrency: object;
    jobs: Record<
      string,
      { name?: string; steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] }
    >;
  };
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  test('is what the example has', () => {
    const example = join(import.meta.dirname, '../../examples/shop/.github/workflows/shadowgate.yml');
    expect(readFileSync(example, 'utf8')).toBe(text);
  });

  test('is the one that the README shows, but for comments and how long it may take', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const shown = parse(/```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '') as typeof workflow;
    const withoutLimit = structuredClone(workflow) as {
      jobs: Record<string, { 'timeout-minutes'?: number }>;
    };
    for (const job of Object.values(withoutLimit.jobs)) delete job['timeout-minutes'];
    expect(shown).toEqual(withoutLimit);
  });

  test('judges a pull request again when its base changes, and lets a push end what is out of date', () => {
    expect(workflow.on).toMatchObject({ pull_request: { types: expect.arrayContaining(['edited']) } });
    expect(workflow.concurrency).toMatchObject({
      group: expect.stringContaining('pull_request.number'),
      'cancel-in-progress': expect.stringContaining("github.event.action != 'edited'"),
    });
  });

  test('is short, and asks for no more permissions than it needs', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
    expect(workflow.permissions).toEqual({
      contents: 'read',
      'pull-requests': 'write',
      statuses: 'write',
      actions: 'read',
    });
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'pull_request_review']);
    expect(workflow.concurrency).toBeDefined();
  });

  test('no job bears the name of the commit status, and nothing is put into a shell', () => {
    for (const [id, job] of jobs) expect([id, job.name]).not.toContain('shadowgate');
    expect(steps.filter((step) => step.run !== undefined)).toEqual([]);
  });

  test('checks out whole history without leaving credentials, and uploads the evidence by its name', () => {
    expect(steps.find((step) => step.uses?.startsWith('actions/checkout@'))?.with).toEqual({
      'fetch-depth': 0,
      'persist-credentials': false,
    });
    const upload = steps.find((step) => step.uses?.startsWith('actions/upload-artifact@'));
    expect(upload?.with?.['name']).toBe('shadowgate-evidence');
  });
});
