// covers: thread-environment.cjs
// covers: share-exchange.cjs
import { describe, expect, test } from '@jest/globals';
import type { Probe, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import type { AgentChannelRequest } from '../../../src/snapshots/channel/agent-channel.ts';
import { type AgentService, nodes, startAgentService } from '../agent-service.ts';

const fee = `'use strict';
exports.feeOf = (amount) => {
  const share = amount / 2;
  if (share > 100) {
    try {
      throw new RangeError('too much: ' + share);
    } catch {
      return -1;
    }
  }
  return share;
};
exports.idle = () => {
  return 0;
};
`;
const probe: Probe = {
  ...{ id: 'p001', file: 'fee.cjs', line: 4, column: 3, names: ['share'], lastLine: 4 },
  ...{ statement: 'const share', statementLine: 3 },
};
const askedOf = `const amount = Number(new URL(request.url, 'http://x').searchParams.get('amount'));`;

/** Computes its fees in a thread that is started with these options. */
const withThread = (options: string) => ({
  'fee.cjs': fee,
  'thread.cjs': `
const { parentPort } = require('node:worker_threads');
const { feeOf } = require('./fee.cjs');
parentPort.on('message', (amount) => parentPort.postMessage(feeOf(amount)));
`,
  'server.mjs': `
import { createServer } from 'node:http';
import { SHARE_ENV, Worker } from 'node:worker_threads';
const thread = new Worker(new URL('thread.cjs', import.meta.url), ${options});
createServer((request, response) => {
  ${askedOf}
  thread.once('message', (share) => response.end(String(share)));
  thread.postMessage(amount);
}).listen(0, function () {
  console.log('port ' + this.address().port);
});
`,
});

const clustered = {
  'fee.cjs': fee,
  'server.cjs': `
const cluster = require('node:cluster');
const http = require('node:http');
if (cluster.isPrimary) {
  let ready = 0;
  for (let index = 0; index < 2; index += 1) cluster.fork();
  cluster.on('listening', (worker, { port }) => {
    ready += 1;
    if (ready === 2) console.log('port ' + port);
  });
  process.on('SIGTERM', () => process.exit());
} else {
  const { feeOf } = require('./fee.cjs');
  http.createServer((request, response) => {
    ${askedOf}
    response.setHeader('connection', 'close').end(String(feeOf(amount)));
  }).listen(0);
}
`,
};

type Wanted = {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
  readonly node: string;
  readonly channel: Partial<AgentChannelRequest>;
};

async function run({ channel, ...service }: Wanted): Promise<RuntimeSnapshot> {
  const running: AgentService = await startAgentService({ ...service, channel });
  try {
    expect((await running.ask('/?amount=8', 'e1')).body).toBe('4');
    expect((await running.ask('/?amount=4', 'e2')).body).toBe('2');
    expect((await running.ask('/?amount=400', 'e3')).body).toBe('-1');
    return await running.channel.finish();
  } finally {
    await running.stop();
  }
}

const armed = { probes: [probe], oneAtATime: true };
const watching = { coverageOf: ['fee.cjs'], thrownErrors: true, oneAtATime: true };
const sharesOf = ({ hits }: RuntimeSnapshot) =>
  hits.map(({ exchangeId, values }) => [exchangeId, values['share']?.text]).sort();
const expected = [
  ['e1', '4'],
  ['e2', '2'],
  ['e3', '200'],
];

describe.each(nodes)('on $name', ({ node }) => {
  describe.each([
    ['as its service is', '{}'],
    ['with no arguments for Node', '{ execArgv: [] }'],
    ['that shares the environment', '{ env: SHARE_ENV }'],
    ['with an environment of its own', "{ env: { MODE: 'thread' } }"],
    ['with an environment of its own and no arguments', "{ env: { MODE: 'thread' }, execArgv: [] }"],
  ])('a thread %s', (_, options) => {
    const service = { files: withThread(options), entry: 'server.mjs', node };

    test('hits probes in the exchange that it works for, when exchanges come one after the other', async () => {
      const snapshot = await run({ ...service, channel: armed });
      expect(sharesOf(snapshot)).toEqual(expected);
      expect(snapshot.probes).toEqual([expect.objectContaining({ state: 'bound', hits: 3 })]);
    });
  });

  describe('a thread', () => {
    const service = { files: withThread('{}'), entry: 'server.mjs', node };

    test('tells its lines and its throws', async () => {
      const { executedLines, events } = await run({ ...service, channel: watching });
      expect(executedLines['fee.cjs']).toEqual(expect.arrayContaining([3, 4, 6, 8, 11]));
      expect(executedLines['fee.cjs']).not.toContain(14);
      const thrown = events.filter(({ kind }) => kind === 'throw');
      expect(thrown).toEqual([
        expect.objectContaining({ exchangeId: 'e3', class: 'RangeError', at: 'fee.cjs:6' }),
      ]);
    });

    test('works for nobody in particular when exchanges may run side by side', async () => {
      const snapshot = await run({ ...service, channel: { ...armed, oneAtATime: false } });
      expect(sharesOf(snapshot).map(([exchangeId]) => exchangeId)).toEqual(['', '', '']);
    });
  });

  describe('processes of a cluster', () => {
    const service = { files: clustered, entry: 'server.cjs', node };

    test('each hit probes in the exchanges that they answer', async () => {
      const snapshot = await run({ ...service, channel: { probes: [probe] } });
      expect(sharesOf(snapshot)).toEqual(expected);
      expect(snapshot.probes).toEqual([expect.objectContaining({ state: 'bound', hits: 3 })]);
    });

    test('tell lines and throws, which are united', async () => {
      const channel = { ...watching, oneAtATime: false };
      const { executedLines, events, agent } = await run({ ...service, channel });
      expect(agent).toBe('connected');
      expect(executedLines['fee.cjs']).toEqual(expect.arrayContaining([3, 4, 6, 8, 11]));
      const thrown = events.filter(({ kind }) => kind === 'throw');
      expect(thrown).toEqual([expect.objectContaining({ exchangeId: 'e3', at: 'fee.cjs:6' })]);
    });
  });
});
