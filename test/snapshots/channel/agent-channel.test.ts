// covers: agent-plan.ts

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type AgentChannel,
  type AgentChannelRequest,
  openAgentChannel,
} from '../../../src/snapshots/channel/agent-channel.ts';
import { createLineReader } from '../../../src/snapshots/source/read-lines.ts';

// covers: agent-records.ts
// covers: collect-records.ts
// covers: keep-flow.ts
// covers: read-lines.ts

let folder: string;
let channel: AgentChannel | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sg-channel-'));
});
afterEach(async () => {
  await channel?.close();
  channel = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function open(request: Partial<AgentChannelRequest> = {}): Promise<AgentChannel> {
  channel = await openAgentChannel({
    role: 'candidate',
    agentPath: '/some where/agent.cjs',
    pythonAgent: '/some where/python',
    socketFolder: folder,
    root: '/app',
    probes: [{ id: 'p001', file: 'a.js', line: 1, column: 1, names: [], statement: '', statementLine: 1 }],
    coverageOf: ['a.js'],
    suspects: ['e1'],
    finishTimeoutMs: 500,
    ...request,
  });
  return channel;
}

/** A process of the instance: answers `finish` with whatever it is given, hostile or not. */
async function joinIn(
  opened: AgentChannel,
  lines: readonly string[],
  last: readonly string[] = [done],
): Promise<Socket> {
  const socket = connect(opened.companion.environment['SHADOWGATE_AGENT_SOCKET'] ?? '');
  socket.on('data', () => socket.write(last.map((line) => `${line}\n`).join('')));
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  await new Promise<void>((resolve) =>
    socket.write(lines.map((line) => `${line}\n`).join(''), () => resolve()),
  );
  return socket;
}

const hello = JSON.stringify({
  kind: 'hello',
  version: 1,
  language: 'node',
  runtime: 'v24',
  pid: 1,
  thread: 0,
  role: 'candidate',
  degraded: [],
});
const done = JSON.stringify({ kind: 'done', dropped: 0 });
const hit = (sequence: number, more: object = {}) =>
  JSON.stringify({
    kind: 'hit',
    probeId: 'p001',
    exchangeId: 'e1',
    occurrence: 0,
    sequence,
    values: { a: { type: 'number', text: '1' } },
    ...more,
  });
const state = (hits: number, kind: string) =>
  JSON.stringify({ kind: 'probe', probeId: 'p001', state: kind, hits });

describe('the environment of an instance', () => {
  test('loads the agent and names plan and socket', async () => {
    const { environment } = (await open()).companion;
    expect(environment['NODE_OPTIONS']).toBe('--require "/some where/agent.cjs"');
    expect(environment['PYTHONPATH']).toBe('/some where/python');
    const plan = JSON.parse(await readFile(environment['SHADOWGATE_AGENT_PLAN'] ?? '', 'utf8'));
    expect(plan).toMatchObject({
      version: 1,
      role: 'candidate',
      root: '/app',
      coverageOf: ['a.js'],
      suspects: ['e1'],
    });
    expect(plan.key).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is gone once the channel is closed', async () => {
    const { environment } = (await open({})).companion;
    const socket = environment['SHADOWGATE_AGENT_SOCKET'] ?? '';
    expect(existsSync(socket)).toBe(true);
    await channel?.close();
    expect(existsSync(socket)).toBe(false);
    expect(existsSync(environment['SHADOWGATE_AGENT_PLAN'] ?? '')).toBe(false);
  });

  test('redacts with one key for all instances of a gate', async () => {
    const keyOf = async (role: AgentChannelRequest['role']) => {
      const opened = await open({ role });
      const plan = await readFile(opened.companion.environment['SHADOWGATE_AGENT_PLAN'] ?? '', 'utf8');
      await opened.close();
      return JSON.parse(plan).key;
    };
    expect(await keyOf('baseline')).toBe(await keyOf('candidate'));
  });

  test('is refused where the folder is too deep for a socket', async () => {
    await expect(open({ socketFolder: join(folder, 'x'.repeat(120)) })).rejects.toMatchObject({
      code: 'folder-not-writable',
      message: expect.stringMatching(/\(\d{3} bytes for a socket\)/),
    });
  });

  test('is refused where no folder can be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(open({ socketFolder: join(folder, 'file') })).rejects.toMatchObject({
      code: 'folder-not-writable',
    });
  });
});

describe('the hello of an agent', () => {
  test('can be waited for', async () => {
    const opened = await open();
    const waiting = opened.untilConnected(5_000);
    await joinIn(opened, [hello]);
    expect(await waiting).toBe(true);
    expect(opened.isConnected()).toBe(true);
  });

  test('is not waited for longer than asked', async () => {
    const opened = await open();
    await joinIn(opened, [hit(0)]);
    expect(await opened.untilConnected(20)).toBe(false);
  });
});

describe('what processes report', () => {
  test('is united: hits in order, states and lines together', async () => {
    const opened = await open();
    expect(opened.isConnected()).toBe(false);
    const coverage = (...lines: number[]) => JSON.stringify({ kind: 'coverage', path: 'a.js', lines });
    await joinIn(opened, [hello, hit(5), hit(2)], [state(2, 'bound'), coverage(1, 3), done]);
    await joinIn(opened, [hello, hit(0)], [state(0, 'unbound'), coverage(2, 3), done]);
    const snapshot = await opened.finish();
    expect(opened.isConnected()).toBe(true);
    expect(snapshot).toMatchObject({
      role: 'candidate',
      agent: 'connected',
      dropped: 0,
      executedLines: { 'a.js': [1, 2, 3] },
    });
    expect(snapshot.hits.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(snapshot.probes).toEqual([{ probeId: 'p001', role: 'candidate', state: 'bound', hits: 2 }]);
    expect(await opened.finish()).toBe(snapshot);
  });

  test('is nothing when none came', async () => {
    const snapshot = await (await open()).finish();
    expect(snapshot).toEqual({
      role: 'candidate',
      agent: 'absent',
      hits: [],
      events: [],
      probes: [
        { probeId: 'p001', role: 'candidate', state: 'unbound', hits: 0, note: 'no process reported it' },
      ],
      executedLines: {},
      dropped: 0,
    });
  });

  test('is taken as far as it came from a process that never answers or has gone', async () => {
    const opened = await open({ finishTimeoutMs: 50 });
    const gone = await joinIn(opened, [hello, hit(1)]);
    await new Promise<void>((resolve) => gone.end(resolve));
    await joinIn(opened, [hello, hit(0)], []);
    expect((await opened.finish()).hits).toHaveLength(2);
  });
});

describe('a hostile process', () => {
  test.each([
    ['no JSON', 'nonsense'],
    ['an unknown kind', '{"kind":"verdict","passed":true}'],
    ['an unknown probe', hit(0, { probeId: 'p999' })],
    ['a field too many', hit(0, { role: 'baseline' })],
    ['a value of no type', hit(0, { values: { a: { type: 'evil' } } })],
    ['a file nobody asked for', '{"kind":"coverage","path":"b.js","lines":[1]}'],
    ['nesting without end', `{"kind":"hit","values":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
    ['a line without end', 'x'.repeat(2_000_000)],
  ])('gains nothing with %s: it is counted', async (_, line) => {
    const opened = await open();
    await joinIn(opened, [hello, line, hit(1)]);
    const snapshot = await opened.finish();
    expect(snapshot.hits).toHaveLength(1);
    expect(snapshot.dropped).toBe(1);
  });

  test('cannot fill the memory: beyond the limits records are counted only', async () => {
    const opened = await open({
      limits: { lineCharacters: 1_000, characters: 100_000, records: 5, flowEvents: 2 },
    });
    await joinIn(opened, [hello, ...Array.from({ length: 10 }, (_, index) => hit(index))]);
    const snapshot = await opened.finish();
    expect(snapshot.hits).toHaveLength(4);
    expect(snapshot.dropped).toBeGreaterThanOrEqual(6);
  });

  test('nor with its request flow, which takes no room of other records', async () => {
    const opened = await open({
      limits: { lineCharacters: 1_000, characters: 100_000, records: 5, flowEvents: 2 },
    });
    const query = (sequence: number) =>
      JSON.stringify({
        kind: 'query',
        exchangeId: 'e1',
        sequence,
        system: 'sqlite',
        text: 'SELECT ?',
        arguments: [],
      });
    await joinIn(opened, [hello, ...[0, 1, 2, 3, 4, 5].map(query), hit(9)]);
    const snapshot = await opened.finish();
    expect(snapshot.hits).toHaveLength(1);
    expect(snapshot.dropped).toBe(0);
    expect(snapshot.events.map(({ kind, exchangeId }) => [kind, exchangeId])).toEqual([
      ['query', 'e1'],
      ['query', 'e1'],
      ['flow-unsettled', ''],
    ]);
  });
});

test('lines are cut wherever the stream is cut', () => {
  const lines: string[] = [];
  let tooLong = 0;
  const read = createLineReader(
    5,
    (line) => lines.push(line),
    () => (tooLong += 1),
  );
  for (const part of ['ab', 'c\nde', 'f\n\n12', '3456', '78\nok\n', '1234567\nz']) read(part);
  expect(lines).toEqual(['abc', 'def', 'ok']);
  expect(tooLong).toBe(2);
});
