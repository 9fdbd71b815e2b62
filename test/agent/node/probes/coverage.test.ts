import { describe, expect, test } from '@jest/globals';
import { nodes, startAgentService } from '../../agent-service.ts';

const source = `\uFEFF// a comment
const http = require('http');
const { fee } = require('./lib/fee.js');
http.createServer((request, response) => {
  if (request.url === '/fee') {
    response.end(String(fee(1)));
    return;
  }
  response.end('none');
}).listen(0, function () {
  console.log('port ' + this.address().port);
});
function unused() {
  return 1;
}
`;
const fee = `exports.fee = (amount) => {
  const share = amount > 0
    ? 1
    : 2;
  return share;
};
`;

test.each(['cjs', 'mjs'])('a byte order mark moves no line of a .%s file', async (extension) => {
  const text = `\uFEFFexport const unused = () => {
  return 1;
};
globalThis.ran = true;
`.replace('export const', extension === 'cjs' ? 'const' : 'export const');
  const running = await startAgentService({
    files: {
      [`other.${extension}`]: text,
      'server.mjs': `import './other.${extension}';\nimport './server.cjs';`,
      'server.cjs': source,
      'lib/fee.js': fee,
    },
    entry: 'server.mjs',
    channel: { coverageOf: [`other.${extension}`] },
  });
  try {
    expect((await running.channel.finish()).executedLines).toEqual({ [`other.${extension}`]: [1, 3, 4] });
  } finally {
    await running.stop();
  }
});

describe.each(nodes)('executed lines on $name', ({ node }) => {
  test('are those that ran, per file that was loaded', async () => {
    const running = await startAgentService({
      files: { 'server.cjs': source, 'lib/fee.js': fee, 'lib/idle.js': 'exports.x = 1;\n' },
      entry: 'server.cjs',
      node,
      channel: { coverageOf: ['server.cjs', 'lib/fee.js', 'lib/idle.js', 'README.md'] },
    });
    try {
      expect((await running.ask('/fee', 'e1')).body).toBe('1');
      const { executedLines: lines } = await running.channel.finish();
      expect(lines['lib/fee.js']).toEqual([1, 2, 3, 5, 6]);
      expect(lines['server.cjs']).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12]);
      expect(Object.keys(lines).sort()).toEqual(['lib/fee.js', 'server.cjs']);
    } finally {
      await running.stop();
    }
  });

  test('are told for each exchange by itself where that is asked for, and of the whole run as ever', async () => {
    const coverageOf = ['server.cjs', 'lib/fee.js'];
    const running = await startAgentService({
      files: { 'server.cjs': source, 'lib/fee.js': fee },
      entry: 'server.cjs',
      node,
      channel: { coverageOf, coverageByExchange: true },
    });
    try {
      for (const [target, exchangeId] of [
        ['/', 'e1'],
        ['/fee', 'e2'],
        ['/', 'e3'],
      ] as const) {
        await running.ask(target, exchangeId);
      }
      const { reached = [], executedLines } = await running.channel.finish();
      const feeLines = reached.filter(({ path }) => path === 'lib/fee.js');
      expect(feeLines).toEqual([{ exchangeId: 'e2', path: 'lib/fee.js', lines: [1, 2, 3, 5, 6] }]);
      const inServer = reached.filter(({ path }) => path === 'server.cjs');
      expect(inServer.map(({ exchangeId, lines }) => [exchangeId, lines.includes(6)])).toEqual([
        ['e1', false],
        ['e2', true],
        ['e3', false],
      ]);
      expect(executedLines['lib/fee.js']).toEqual([1, 2, 3, 5, 6]);
    } finally {
      await running.stop();
    }
  });
});
