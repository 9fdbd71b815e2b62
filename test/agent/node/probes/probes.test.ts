import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { Probe } from '../../../../src/domain/runtime-snapshot.ts';
import { nodes, nodeUnderTest, startAgentService } from '../../agent-service.ts';

// covers: probes.cjs
// covers: breakpoints.cjs
// covers: probe-conditions.cjs
// covers: inspector-session.cjs

/** Lines that end in `//name` are places; a probe stands in front of their first character. */
function probesIn(file: string, source: string, names: Readonly<Record<string, readonly string[]>>): Probe[] {
  return source.split('\n').flatMap((text, index) => {
    const id = /\/\/(\w+)$/.exec(text)?.[1];
    if (id === undefined || names[id] === undefined) return [];
    const column = text.search(/\S/) + 1;
    return {
      id,
      file,
      line: index + 1,
      column,
      names: names[id],
      statement: text.trim(),
      statementLine: index + 1,
    };
  });
}

const listen = `require('http').createServer((request, response) => {
  Promise.resolve(handle(request.url)).then((body) => response.end(String(body)), (e) => response.end('error ' + e.message));
}).listen(0, function () { console.log('port ' + this.address().port); });
`;

const source = `${listen}
class Price {
  #secret = 5;
  constructor(rate) { this.rate = rate; }
  of(amount) {
    const price = amount * this.rate;
    return price + this.#secret; //method
  }
}
const counters = { calls: 0 };
async function handle(url) {
  counters.calls += 1;
  const parts = url.split('/');
  let total = 0;
  for (const part of parts) {
    const size = part.length;
    total += size; //loop
  }
  const double = (n) => {
    const twice = n * 2;
    return twice + total; //closure
  };
  await new Promise((go) => setTimeout(go, 2));
  const later = double(total);
  try {
    if (url === '/throw') throw new RangeError('on purpose');
    const inner = 1;
  } catch (error) {
    return error.message; //caught
  }
  debugger;
  if (later > 0) { //early
    let soon = new Price(2).of(later);
    return soon; //end
  }
}
`;
const names = {
  method: ['amount', 'price'],
  loop: ['part', 'size', 'total', 'later'],
  closure: ['n', 'twice', 'total', 'parts'],
  caught: ['error', 'url', 'total'],
  early: ['later', 'soon'],
  end: ['soon', 'later'],
};

describe.each(nodes)('probes on $name', ({ node }) => {
  test('capture without a pause: loops, closures, awaits, catch blocks, what is not there yet', async () => {
    const probes = probesIn('server.cjs', source, names);
    expect(probes).toHaveLength(6);
    const running = await startAgentService({
      files: { 'server.cjs': source },
      entry: 'server.cjs',
      node,
      channel: { probes, suspects: ['e1', 'e2'] },
    });
    try {
      const [first, second] = await Promise.all([running.ask('/ab/c', 'e1'), running.ask('/throw', 'e2')]);
      expect([first.body, second.body]).toEqual(['23', 'on purpose']);
      const snapshot = await running.channel.finish();
      const hitsOf = (id: string) =>
        snapshot.hits
          .filter(({ exchangeId, probeId }) => exchangeId === 'e1' && probeId === id)
          .map(({ values }) =>
            Object.fromEntries(
              Object.entries(values).map(([name, one]) => [name, one.text ?? one.reason ?? one.type]),
            ),
          );
      expect(hitsOf('loop').map(({ size, total, part }) => [part, size, total])).toEqual([
        ['', '0', '0'],
        ['ab', '2', '0'],
        ['c', '1', '2'],
      ]);
      expect(hitsOf('closure')).toEqual([{ n: '3', twice: '6', total: '3', parts: 'not-in-scope' }]);
      expect(hitsOf('method')).toEqual([{ amount: '9', price: '18' }]);
      expect(hitsOf('end')).toEqual([{ soon: '23', later: '9' }]);
      expect(hitsOf('early')[0]?.['later']).toBe('9');
      expect(['not-in-scope', 'not-initialised']).toContain(hitsOf('early')[0]?.['soon']);
      const caught = snapshot.hits.find(({ probeId }) => probeId === 'caught');
      expect(caught).toMatchObject({
        exchangeId: 'e2',
        values: {
          error: { type: 'error', class: 'RangeError', text: 'on purpose' },
          url: { text: '/throw' },
        },
      });
      expect(snapshot.probes.map(({ state }) => state)).toEqual(probes.map(() => 'bound'));
      expect(snapshot.dropped).toBe(0);
    } finally {
      await running.stop();
    }
  });
});

const loops = `${listen}
function handle(url) {
  let sum = 0;
  for (let i = 0; i < Number(url.slice(1)); i += 1) {
    sum += i; //hot
  }
  return sum; //done
}
`;

describe('budgets', () => {
  test('a control is captured for its first hits, then the probe is disarmed and says so', async () => {
    const probes = probesIn('server.cjs', loops, { hot: ['i'], done: ['sum'] });
    const running = await startAgentService({
      files: { 'server.cjs': loops },
      entry: 'server.cjs',
      channel: { probes, agentLimits: { controlHits: 5, hitsPerExchange: 3 } },
    });
    try {
      for (const id of ['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']) await running.ask('/10', id);
      const { hits, probes: states } = await running.channel.finish();
      const hot = hits.filter(({ probeId }) => probeId === 'hot');
      expect(hot.map(({ exchangeId, occurrence }) => `${exchangeId}:${occurrence}`)).toEqual([
        ...['e1:0', 'e1:1', 'e1:2', 'e2:0', 'e2:1'],
      ]);
      expect(hits.filter(({ probeId }) => probeId === 'done')).toHaveLength(5);
      expect(states).toEqual([
        { probeId: 'hot', role: 'candidate', state: 'disarmed', hits: 20, note: 'after 20 hits' },
        { probeId: 'done', role: 'candidate', state: 'disarmed', hits: 5, note: 'after 5 hits' },
      ]);
    } finally {
      await running.stop();
    }
  });

  test('a suspect that comes late is captured although the controls are used up', async () => {
    const probes = probesIn('server.cjs', loops, { hot: ['i'] });
    const running = await startAgentService({
      files: { 'server.cjs': loops },
      entry: 'server.cjs',
      channel: { probes, suspects: ['late'], agentLimits: { controlHits: 2 } },
    });
    try {
      for (const id of ['e1', 'e2', 'e3', 'late', 'e4']) await running.ask('/4', id);
      const { hits, probes: states } = await running.channel.finish();
      expect(hits.map(({ exchangeId }) => exchangeId)).toEqual(['e1', 'e1', 'late', 'late', 'late', 'late']);
      expect(states[0]?.state).toBe('bound');
    } finally {
      await running.stop();
    }
  });

  test('a hot loop is left alone after its first passes, and what follows it is still seen', async () => {
    const probes = probesIn('server.cjs', loops, { hot: ['i'], done: ['sum'] });
    const running = await startAgentService({
      files: { 'server.cjs': loops },
      entry: 'server.cjs',
      channel: { probes, suspects: ['e1'], agentLimits: { idlePassesPerTurn: 50 } },
    });
    try {
      expect((await running.ask('/300000', 'e1')).body).toBe('44999850000');
      const { hits, probes: states } = await running.channel.finish();
      expect(hits.map(({ probeId }) => probeId)).toEqual([...Array(20).fill('hot'), 'done']);
      // Twenty that are captured, and those that may pass besides.
      expect(states[0]).toMatchObject({ hits: 20 + 50, note: 'rested for the remainder of a hot loop' });
    } finally {
      await running.stop();
    }
  });
});

test('probes say where they landed: merged, slid, out of their block, or nowhere', async () => {
  const text = `${listen}
function handle(url) {
  const size = url.length;
  // nothing here
  return size; //place
}
function other() { return 1; }
other();
`;
  const line = text.split('\n').findIndex((one) => one.endsWith('//place')) + 1;
  const base = { file: 'server.cjs', names: ['size'], statement: 'return size;', statementLine: line };
  const probes: Probe[] = [
    { ...base, id: 'here', line, column: 3 },
    { ...base, id: 'merged', line, column: 3, names: ['url'], expressions: { return: '$.p(size)' } },
    { ...base, id: 'slid', line: line - 1, column: 3, lastLine: line },
    { ...base, id: 'fell', line: line - 1, column: 4, lastLine: line - 1 },
    { ...base, id: 'nowhere', file: 'never-loaded.cjs', line: 1, column: 1 },
  ];
  const running = await startAgentService({
    files: { 'server.cjs': text },
    entry: 'server.cjs',
    channel: { probes },
  });
  try {
    await running.ask('/abc', 'e1');
    const { hits, probes: states } = await running.channel.finish();
    const shown = states.map(({ probeId, state, note, hits: passes }) => [probeId, state, passes, note]);
    expect(shown).toEqual([
      ['here', 'bound', 1, undefined],
      ['merged', 'bound', 1, undefined],
      ['slid', 'slid', 1, `to line ${line}`],
      ['fell', 'unbound', 0, `slid to line ${line}, outside its block`],
      ['nowhere', 'unbound', 0, 'no code was loaded at this place'],
    ]);
    const merged = hits.find(({ probeId }) => probeId === 'merged');
    expect(merged?.values).toMatchObject({ url: { text: '/abc' }, return: { text: '4' } });
  } finally {
    await running.stop();
  }
});

/** Asked of the newest that tests run services on: it strips types by itself from 22.18 on. */
const runsTypeScript =
  spawnSync(nodeUnderTest, ['-p', 'process.features.typescript'], { encoding: 'utf8' }).stdout.trim() ===
  'strip';
if (!runsTypeScript) process.stderr.write('skipped: this Node does not run TypeScript as it is\n');

test.each([
  ['CommonJS', 'server.cjs', "const http = require('http');"],
  ['an ES module', 'server.mjs', "import http from 'node:http';"],
  ...(runsTypeScript
    ? [
        [
          'TypeScript run as it is',
          'server.mts',
          "import http from 'node:http';\ntype Order = { size: number };",
        ],
      ]
    : []),
])('%s is probed by file and line', async (_, entry, head) => {
  const typed = entry.endsWith('.mts') ? ': Order' : '';
  const text = `${head}
http.createServer((request, response) => {
  const order${typed} = { size: request.url?.length ?? 0 };
  response.end(String(order.size)); //place
}).listen(0, function (this${typed === '' ? 'Server' : ': http.Server'}) {
  const at = this.address();
  console.log('port ' + at.port);
});
`.replace('function (thisServer)', 'function ()');
  const running = await startAgentService({
    files: { [entry]: text },
    entry,
    channel: { probes: probesIn(entry, text, { place: ['order'] }), suspects: ['e1'] },
  });
  try {
    expect((await running.ask('/four', 'e1')).body).toBe('5');
    const { hits } = await running.channel.finish();
    expect(hits.map(({ values }) => values['order']?.fields?.['size']?.text)).toEqual(['5']);
  } finally {
    await running.stop();
  }
});
