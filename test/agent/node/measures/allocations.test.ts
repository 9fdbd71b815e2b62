// covers: allocation.ts
// covers: allocation-profile.cjs
// covers: heap-growth.cjs
// covers: loop-delay.cjs
// covers: open-handles.cjs
import { describe, expect, test } from '@jest/globals';
import { type AgentService, nodes, nodesFrom, startAgentService } from '../../agent-service.ts';

const service = `
const http = require('node:http');
const fs = require('node:fs');
const { pad } = require('padding');
const kept = [];
function listRows(count) {
  const rows = [];
  for (let i = 0; i < count; i += 1) rows.push({ id: i, text: 'row ' + i, tags: [i, i] });
  return rows.length;
}
function padAll(count) { return pad(count).length; }
const server = http.createServer((request, response) => {
  const [, what, count] = request.url.split('/');
  if (what === 'list') listRows(Number(count));
  if (what === 'pad') padAll(Number(count));
  if (what === 'file') kept.push(fs.openSync(__filename));
  if (what === 'timer') kept.push(setInterval(() => {}, 60_000));
  if (what === 'stall') { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80); }
  if (what === 'wait') return setTimeout(() => response.end('done'), 50);
  response.end('done');
});
server.listen(0, () => console.log('port ' + server.address().port));
`;
const padding = `exports.pad = function pad(count) { const all = []; for (let i = 0; i < count; i += 1) all.push({ i, s: 'x' + i }); return all; };`;
const files = {
  'server.cjs': service,
  'node_modules/padding/index.js': padding,
  'node_modules/padding/package.json': '{"name":"padding","main":"index.js"}',
};

/** What is told of each exchange. */
async function measure(running: AgentService, targets: readonly string[]) {
  await running.channel.untilConnected(5_000);
  for (const [index, target] of targets.entries()) await running.ask(target, `x${index}`);
  const { events } = await running.channel.finish();
  return events.filter((event) => event.kind === 'allocation');
}

function medianTold(sums: readonly (number | null | undefined)[]) {
  const told = sums.filter((sum) => typeof sum === 'number').sort((one, other) => one - other);
  return told[Math.floor(told.length / 2)];
}

const able = nodesFrom(20, 'its V8 tells only of allocations that are still alive');
const onEach = able.length > 0 ? describe.each(able) : describe.skip.each(nodes);

onEach('what functions allocate in single exchanges, on $name', ({ node }) => {
  const start = () =>
    startAgentService({ files, entry: 'server.cjs', node, channel: { allocations: 'functions' } });

  test('functions of the service are told with their line, dependencies count as theirs', async () => {
    const running = await start();
    try {
      const told = await measure(running, ['/none/0', '/list/20000', '/pad/20000', '/none/0']);
      expect(told.map(({ exchangeId }) => exchangeId)).toEqual(['x0', 'x1', 'x2', 'x3']);
      const [, list, pad, none] = told;
      expect(list?.functions[0]).toMatchObject({ file: 'server.cjs', function: 'listRows', line: 6 });
      expect(list?.functions[0]?.bytes).toBeGreaterThan(1_500_000);
      expect(pad?.functions[0]).toMatchObject({ file: 'server.cjs', function: 'padAll', line: 11 });
      expect(pad?.functions.map(({ file }) => file)).not.toContain('node_modules/padding/index.js');
      expect(pad?.functions[0]?.bytes).toBeGreaterThan(500_000);
      expect(none?.total).toBeLessThan(300_000);
    } finally {
      await running.stop();
    }
  });
});

describe.each(nodes)('what single exchanges allocate in all and leave open, on $name', ({ node }) => {
  const start = () =>
    startAgentService({ files, entry: 'server.cjs', node, channel: { allocations: 'totals' } });

  test('the sum is told for what is garbage, and what collections took', async () => {
    const running = await start();
    try {
      const small = Array.from({ length: 6 }, () => '/list/20000');
      const none = Array.from({ length: 6 }, () => '/none/0');
      const told = await measure(running, ['/none/0', ...small, '/list/200000', ...small, ...none]);
      expect(told.map(({ functions }) => functions)).toEqual(told.map(() => []));
      const [first, ...rest] = told.map(({ total }) => (total === null ? null : total / 1_000_000));
      expect(first).toBeLessThan(0.5);
      expect(rest[6]).toBeGreaterThan(15);
      // While V8 sweeps beside the program, a sum may be too low, or null: the median is what is held.
      expect(medianTold([...rest.slice(0, 6), ...rest.slice(7, 13)])).toBeGreaterThan(1.8);
      expect(medianTold([...rest.slice(0, 6), ...rest.slice(7, 13)])).toBeLessThan(5);
      expect(medianTold(rest.slice(13))).toBeLessThan(0.3);
    } finally {
      await running.stop();
    }
  });

  test('files and timers that stay open are told, and how long the event loop stood still', async () => {
    const running = await start();
    try {
      const told = await measure(running, ['/none/0', '/file/0', '/timer/0', '/stall/0', '/none/0']);
      const open = told.map(({ handles }) => ({
        files: handles['OpenFile'],
        timers: handles['Timeout'] ?? 0,
      }));
      const timers = open.map((each) => each.timers - (open[0]?.timers ?? 0));
      expect(timers).toEqual([0, 0, 1, 1, 1]);
      const first = open[0]?.files;
      if (first === undefined) process.stderr.write('skipped: this system does not tell open files\n');
      else expect(open.map((each) => (each.files ?? 0) - first)).toEqual([0, 1, 1, 1, 1]);
      expect(told[3]?.delayMs).toBeGreaterThan(60);
      expect(told.every(({ spentMs }) => spentMs > 0)).toBe(true);
    } finally {
      await running.stop();
    }
  });

  test('exchanges that run beside others are not told', async () => {
    const running = await start();
    try {
      await running.channel.untilConnected(5_000);
      await Promise.all([running.ask('/wait/0', 'a'), running.ask('/wait/0', 'b')]);
      await running.ask('/none/0', 'c');
      await running.ask('/none/0', 'd');
      const { events } = await running.channel.finish();
      const told = events.flatMap((event) => (event.kind === 'allocation' ? [event.exchangeId] : []));
      expect(told.slice(0, 1)).toEqual(['c']);
    } finally {
      await running.stop();
    }
  });
});
