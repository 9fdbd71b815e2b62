// covers: other-agents.ts
import { describe, expect, test } from '@jest/globals';
import type { Probe, RuntimeSnapshot } from '../../../../src/domain/runtime-snapshot.ts';
import type { AgentChannelRequest } from '../../../../src/snapshots/channel/agent-channel.ts';
import { nodes, startAgentService } from '../../agent-service.ts';

/** `others` runs once before the server listens. */
const service = (others: string) => `const http = require('node:http');
const inspector = require('node:inspector');
function feeOf(amount) {
  const share = amount / 2;
  if (share > 100) {
    try {
      throw new RangeError('too much');
    } catch {
      return -1;
    }
  }
  return share;
}
${others}
http.createServer((request, response) => {
  response.on('close', () => globalThis.afterEach?.());
  response.end(String(feeOf(Number(request.url.slice(1)))));
}).listen(0, function () {
  console.log('port ' + this.address().port);
});
`;
/** A session that stops where the probe does, and switches stops for throws as an error tracker does that saw too many. */
const session = `const session = new inspector.Session();
session.connect();
session.post('Debugger.enable');
session.post('Debugger.setBreakpointByUrl', { urlRegex: '.*server.cjs$', lineNumber: 4, columnNumber: 2 });
globalThis.afterEach = () => session.post('Debugger.setPauseOnExceptions', { state: 'none' });`;
const probe: Probe = {
  ...{ id: 'p001', file: 'server.cjs', line: 5, column: 3, names: ['share'], lastLine: 5 },
  ...{ statement: 'const share', statementLine: 4 },
};

type Wanted = {
  readonly node: string;
  readonly others?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly channel: Partial<AgentChannelRequest>;
};

async function run({ others = '', channel, ...more }: Wanted): Promise<RuntimeSnapshot> {
  const running = await startAgentService({
    ...{ files: { 'server.cjs': service(others) }, entry: 'server.cjs', channel },
    ...more,
  });
  try {
    expect((await running.ask('/8', 'e1')).body).toBe('4');
    expect((await running.ask('/400', 'e2')).body).toBe('-1');
    return await running.channel.finish();
  } finally {
    await running.stop();
  }
}

const thrownIn = ({ events }: RuntimeSnapshot) =>
  events.filter(({ kind }) => kind === 'throw').map(({ exchangeId }) => exchangeId);
const watching = { coverageOf: ['server.cjs'], thrownErrors: true };

describe.each(nodes)('on $name', ({ node }) => {
  test('a service alone in its process is seen whole', async () => {
    expect((await run({ node, channel: { probes: [probe] } })).degraded).toBeUndefined();
  });

  test('a session of the service at the same place hides no hit, and is said', async () => {
    const { hits, degraded } = await run({ node, others: session, channel: { probes: [probe] } });
    expect(hits.map(({ values }) => values['share']?.text)).toEqual(['4', '200']);
    expect(degraded).toEqual(['the service opened an inspector session of its own']);
  });

  test('a session that switches stops for throws off hides none', async () => {
    const snapshot = await run({ node, others: session, channel: watching });
    expect(thrownIn(snapshot)).toEqual(['e2']);
    expect(snapshot.executedLines['server.cjs']).toEqual(expect.arrayContaining([4, 5, 7, 9, 12]));
  });

  test('a port for debuggers hides nothing, and is said', async () => {
    const flags = ['--inspect=127.0.0.1:0'];
    const armed = await run({ node, flags, channel: { probes: [probe] } });
    expect(armed.hits).toHaveLength(2);
    expect(armed.degraded).toEqual(['a port for debuggers was open']);
    expect(thrownIn(await run({ node, flags, channel: watching }))).toEqual(['e2']);
  });
});

test('other agents that read variables are switched off, and those that trace are not', async () => {
  const shown = `if (process.env.DD_DYNAMIC_INSTRUMENTATION_ENABLED !== 'false') throw new Error('on');
if (process.env.DD_EXCEPTION_REPLAY_ENABLED !== 'false') throw new Error('on');
if (process.env.DD_TRACE_ENABLED !== undefined) throw new Error('off');`;
  await run({ node: process.execPath, others: shown, channel: {} });
});
