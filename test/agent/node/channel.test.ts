import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { agentPath, nodeUnderTest, startAgentService } from '../agent-service.ts';

// covers: channel.cjs
// covers: plan.cjs
// covers: real-path.cjs

const { readPlan } = createRequire(import.meta.url)('../../../src/agent/node/plan.cjs') as {
  readPlan(file: string): unknown;
};

const source = `
const http = require('http');
http.createServer((request, response) => {
  const size = request.url.length;
  response.end(String(size)); //place
}).listen(0, function () { console.log('port ' + this.address().port); });
`;
const probes = [
  { id: 'p001', file: 'server.cjs', line: 5, column: 3, names: ['size'], statement: '', statementLine: 5 },
];

describe('the service goes on as if nothing was', () => {
  test('when the gate is gone before it starts', async () => {
    const running = await startAgentService({
      files: { 'server.cjs': source },
      entry: 'server.cjs',
      channel: { probes },
      env: { SHADOWGATE_AGENT_SOCKET: '/nowhere/agent.sock' },
    });
    try {
      expect((await running.ask('/abc', 'e1')).body).toBe('4');
      expect((await running.channel.finish()).agent).toBe('absent');
      expect(running.output()).toMatch(/^port \d+\n$/);
    } finally {
      await running.stop();
    }
  });

  test('when the gate goes away in the middle', async () => {
    const running = await startAgentService({
      files: { 'server.cjs': source },
      entry: 'server.cjs',
      channel: { probes },
    });
    try {
      expect((await running.ask('/abc', 'e1')).body).toBe('4');
      await running.channel.close();
      for (const id of ['e2', 'e3', 'e4']) expect((await running.ask('/abcd', id)).body).toBe('5');
      expect(running.output()).toMatch(/^port \d+\n$/);
    } finally {
      await running.stop();
    }
  });

  test('when its plan cannot be read, which is said', async () => {
    const running = await startAgentService({
      files: { 'server.cjs': source, 'plan.json': '{"version":9}' },
      entry: 'server.cjs',
      env: { SHADOWGATE_AGENT_PLAN: 'plan.json' },
    });
    try {
      expect((await running.ask('/abc')).body).toBe('4');
      await expectConnected(running.channel);
    } finally {
      await running.stop();
    }
  });

  test('and a program without a server is left alone: it ends, and prints what it prints', () => {
    const ended = spawnSync(
      nodeUnderTest,
      ['--require', agentPath, '-e', 'console.log("out"); console.error("err")'],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          SHADOWGATE_AGENT_PLAN: '/nowhere/plan.json',
          SHADOWGATE_AGENT_SOCKET: '/nowhere/s',
        },
      },
    );
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, 'out\n', 'err\n']);
  });
});

async function expectConnected(channel: { isConnected(): boolean; finish(): Promise<{ dropped: number }> }) {
  expect((await channel.finish()).dropped).toBe(0);
  expect(channel.isConnected()).toBe(true);
}

test('records that find no room are counted, not forgotten', async () => {
  const running = await startAgentService({
    files: {
      'server.cjs':
        source.replace('const size', 'for (let i = 0; i < 30; i += 1) mark(i);\n  const size') +
        'function mark(i) {\n  return i;\n}\n',
    },
    entry: 'server.cjs',
    channel: {
      probes: [
        { id: 'p001', file: 'server.cjs', line: 9, column: 3, names: ['i'], statement: '', statementLine: 9 },
      ],
      suspects: ['e1'],
      agentLimits: { queuedRecords: 12 },
    },
  });
  try {
    await running.ask('/abc', 'e1');
    const { hits, dropped } = await running.channel.finish();
    expect(hits.map(({ occurrence }) => occurrence)).toEqual([...Array(12).keys()]);
    // Eight hits, and what else the exchange had to tell before the queue was sent.
    expect(dropped).toBeGreaterThanOrEqual(8);
    expect(dropped).toBeLessThanOrEqual(9);
  } finally {
    await running.stop();
  }
});

test('a wrapper around the service is not taken for it, whatever it does', async () => {
  const wrapper = `
const http = require('http');
console.error(new Error('a wrapper in trouble'));
http.get('http://127.0.0.1:9/').on('error', () => console.log('port 1'));
setInterval(() => {}, 1000);
`;
  const running = await startAgentService({
    files: { 'npm.cjs': wrapper },
    entry: 'npm.cjs',
    channel: { probes },
  });
  try {
    expect((await running.channel.finish()).agent).toBe('absent');
  } finally {
    await running.stop();
  }
});

test('workers of a cluster report as one instance', async () => {
  const clustered = `
const cluster = require('cluster');
if (cluster.isPrimary) {
  cluster.fork({ WORKER: '1' });
  cluster.fork({ WORKER: '2' });
} else require('./server.cjs');
`;
  const running = await startAgentService({
    files: { 'main.cjs': clustered, 'server.cjs': source },
    entry: 'main.cjs',
    channel: { probes, suspects: ['e1', 'e2', 'e3', 'e4'], coverageOf: ['server.cjs', 'main.cjs'] },
  });
  try {
    const answers = await Promise.all(['e1', 'e2', 'e3', 'e4'].map((id) => running.ask('/abc', id)));
    expect(answers.map(({ body }) => body)).toEqual(['4', '4', '4', '4']);
    const snapshot = await running.channel.finish();
    expect(snapshot.hits.map(({ exchangeId }) => exchangeId).sort()).toEqual(['e1', 'e2', 'e3', 'e4']);
    expect(new Set(snapshot.hits.map(({ sequence }) => sequence)).size).toBe(4);
    expect(snapshot.probes).toMatchObject([{ state: 'bound', hits: 4 }]);
    expect(snapshot.executedLines['server.cjs']).toEqual([2, 3, 4, 5, 6]);
  } finally {
    await running.stop();
  }
});

describe('a plan', () => {
  test.each([
    [{ version: 2 }, 'plan has version 2; this agent reads 1'],
    [{ version: 1, root: '/' }, 'plan has no root or no key'],
    [{ version: 1, root: '/', key: '00', allocations: 'some' }, 'plan asks for unknown allocations "some"'],
    [{ version: 1, root: '/', key: '00', limits: { nonsense: 1 } }, 'plan has an unknown limit "nonsense"'],
    [{ version: 1, root: '/', key: '00', limits: { depth: -1 } }, 'limit "depth" is not a positive integer'],
  ])('like %j is refused', async (plan, reason) => {
    const folder = await mkdtemp(join(tmpdir(), 'sg-plan-'));
    const file = join(folder, 'plan.json');
    await writeFile(file, JSON.stringify(plan));
    expect(() => readPlan(file)).toThrow(reason);
    await rm(folder, { recursive: true });
  });
});
