/** A matrix of hostile targets: each is asked with the agent and without, in a run with probes and in one that watches throws. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CapturedValue, Probe, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { startAgentService } from './agent-service.ts';

const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/hostile', name), 'utf8');
const source = await fixture('service.cjs');
const files = { 'service.cjs': source, 'platform.cjs': await fixture('platform.cjs') };
const line = source.split('\n').findIndex((text) => text.endsWith('//place')) + 1;
const probe: Probe = {
  ...{
    id: 'p001',
    file: 'service.cjs',
    line,
    column: 3,
    names: ['local'],
    statement: 'return',
    statementLine: line,
  },
};
/** What the agent may add: far more than it takes on an idle machine, far less than a loop in a trap or a walk of everything. */
const longestMs = 4_000;
/** And by how much, since a busy machine makes the service itself slow. */
const longestTimes = 4;

type Watch = 'probes' | 'throws' | 'nothing';
type Asked = {
  readonly answer: string;
  readonly calls: string;
  readonly tookMs: number;
  readonly snapshot: RuntimeSnapshot | null;
};

async function ask(scenario: string, patch: string, watch: Watch): Promise<Asked> {
  const armed = {
    probes: { probes: [probe], suspects: ['e1'] },
    throws: { thrownErrors: true },
    nothing: {},
  }[watch];
  const running = await startAgentService({
    ...{ files, entry: 'service.cjs', channel: armed },
    env: { SCENARIO: scenario, PATCH: patch, ...(watch === 'nothing' ? { NODE_OPTIONS: '' } : {}) },
  });
  try {
    const began = performance.now();
    const { status, headers, body } = await running.ask('/', 'e1');
    const tookMs = performance.now() - began;
    const { date: _, ...others } = headers;
    const calls = (await running.ask('/calls')).body;
    const snapshot = watch === 'nothing' ? null : await running.channel.finish();
    return { answer: JSON.stringify([status, others, body]), calls, tookMs, snapshot };
  } finally {
    await running.stop();
  }
}

function expectInTime(watched: readonly Asked[], plain: Asked): void {
  for (const { tookMs } of watched) expect(tookMs).toBeLessThan(longestMs + longestTimes * plain.tookMs);
}

const reasons = (value: CapturedValue | undefined): string => {
  const text = JSON.stringify(value ?? null);
  return [...new Set([...text.matchAll(/"reason":"([a-z-]+)"/g)].map(([, reason]) => reason ?? ''))].join(
    ' ',
  );
};

describe('values that a probe looks at', () => {
  test.each<[string, string]>([
    ['plain', ''],
    ['getters', 'getter'],
    ['loopingProxy', 'proxy'],
    ['toJson', ''],
    ['primitive', ''],
    ['million', 'budget'],
    ['longText', 'length'],
    ['hugeMap', 'budget'],
    ['wide', 'budget'],
    ['deep', 'depth'],
    ['nullPrototype', ''],
    ['revoked', 'proxy'],
    ['revokedPrototype', 'heavy-class'],
    ['detached', 'length'],
    ['shared', 'length'],
    ['privates', ''],
    ['hostileStack', ''],
    ['prepared', ''],
    ['subclasses', ''],
    ['recursion', ''],
    ['atTheEdge', ''],
  ])(
    '%s: answered as without the agent, no call, and what is missing is said (%s)',
    async (scenario, missing) => {
      const [plain, probed, watched] = await Promise.all([
        ask(scenario, '', 'nothing'),
        ask(scenario, '', 'probes'),
        scenario === 'atTheEdge' ? ask(scenario, '', 'nothing') : ask(scenario, '', 'throws'),
      ]);
      expect([probed.answer, watched.answer]).toEqual([plain.answer, plain.answer]);
      expectInTime([probed, watched], plain);
      // V8 formats the stack of the first error it stops at; the agent sees that it did, and stops watching.
      const formatted = scenario === 'prepared' ? '1' : plain.calls;
      expect([probed.calls, watched.calls]).toEqual([plain.calls, formatted]);
      const unwatched = watched.snapshot?.events.filter(({ kind }) => kind === 'throws-unwatched');
      expect(unwatched ?? []).toHaveLength(scenario === 'prepared' ? 1 : 0);
      expect(probed.snapshot?.hits.length).toBeGreaterThan(0);
      expect(reasons(probed.snapshot?.hits.at(-1)?.values['local'])).toBe(missing);
    },
    60_000,
  );
});

describe('a platform that was changed under the agent', () => {
  test.each(
    'arrays iterators functions strings regexps objects json promises reflect weak emitters frozen inspector openPort worker'.split(
      ' ',
    ),
  )(
    '%s: answered as without the agent, no call, and state is captured all the same',
    async (patch) => {
      const [plain, probed, watched] = await Promise.all([
        ask('plain', patch, 'nothing'),
        ask('plain', patch, 'probes'),
        ask('plain', patch, 'throws'),
      ]);
      expect([probed.answer, watched.answer]).toEqual([plain.answer, plain.answer]);
      expectInTime([probed, watched], plain);
      expect([probed.calls, watched.calls]).toEqual([plain.calls, plain.calls]);
      expect(probed.snapshot?.hits).toHaveLength(1);
      expect(probed.snapshot?.hits[0]?.values['local']?.fields).toEqual({ a: { type: 'number', text: '1' } });
      expect(watched.snapshot?.events.filter(({ kind }) => kind === 'throw')).toHaveLength(1);
    },
    60_000,
  );
});

describe('process.exit in a handler', () => {
  let running: Awaited<ReturnType<typeof startAgentService>>;
  beforeAll(async () => {
    running = await startAgentService({
      ...{ files, entry: 'service.cjs', env: { SCENARIO: 'plain', PATCH: '' } },
      channel: { probes: [probe], suspects: ['e1'] },
    });
  });
  afterAll(() => running.stop());

  test('ends the process with its code, and what was captured before arrives', async () => {
    const ended = new Promise<number | null>((resolve) =>
      running.process.once('exit', (code) => resolve(code)),
    );
    await expect(running.ask('/exit', 'e1')).rejects.toThrow();
    expect(await ended).toBe(7);
    const snapshot = await running.channel.finish();
    expect(snapshot.hits.map(({ values }) => values['local']?.fields?.['last']?.text)).toEqual(['1']);
  });
});
