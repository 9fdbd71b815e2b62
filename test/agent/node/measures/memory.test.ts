import { describe, expect, test } from '@jest/globals';
import { nodes, startAgentService } from '../../agent-service.ts';

const service = `
const http = require('node:http');
const kept = [];
const server = http.createServer((request, response) => {
  if (request.url === '/keep') kept.push(Buffer.alloc(1024 * 1024, 1), new Array(1e5).fill(7.5));
  if (request.url === '/waste') for (let i = 0; i < 50; i += 1) Buffer.alloc(1024 * 1024, 1);
  response.end(typeof gc + ' ' + typeof require('node:vm').runInNewContext('typeof gc'));
});
server.listen(0, () => console.log('port ' + server.address().port));
`;

describe.each(nodes)('memory on $name', ({ node }) => {
  test('is told when the gate asks, without garbage, and by a process that has nothing else to do', async () => {
    const running = await startAgentService({ files: { 'server.cjs': service }, entry: 'server.cjs', node });
    const { channel } = running;
    try {
      await channel.untilConnected(5_000);
      expect(await channel.measureMemory(0, 5_000)).toBe(true);
      for (let times = 0; times < 4; times += 1) await running.ask('/waste', `w${times}`);
      expect(await channel.measureMemory(1, 5_000)).toBe(true);
      const { body } = await running.ask('/keep', 'k');
      expect(body).toBe('undefined string');
      for (let times = 0; times < 3; times += 1) await running.ask('/keep', `k${times}`);
      expect(await channel.measureMemory(2, 5_000)).toBe(true);
      const { events } = await channel.finish();
      const told = events
        .filter((event) => event.kind === 'memory')
        .filter(({ point }) => point !== undefined);
      expect(told).toMatchObject([0, 1, 2].map((point) => ({ point, collected: true, exchangeId: '' })));
      const [first = 0, second = 0, third = 0] = told.map(
        ({ heapUsed, external = 0 }) => heapUsed + external,
      );
      expect(second - first).toBeLessThan(1_500_000);
      expect(third - second).toBeGreaterThan(6_000_000);
      expect(told[0]?.handles).toMatchObject({ TCPServerWrap: 1 });
    } finally {
      await running.stop();
    }
  });
});
