import { describe, expect, test } from '@jest/globals';
import { nodes, startAgentService } from '../../agent-service.ts';

const service = `
const http = require('node:http');
const kept = [];
class SessionEntry { constructor(name) { this.name = name; } }
class Admin extends SessionEntry {}
let called = 0;
class Tricky { static get name() { called += 1; return 'SessionEntry'; } }
class Spare {}
const server = http.createServer((request, response) => {
  kept.push(new SessionEntry(request.url), new Admin(request.url), new Tricky());
  for (let i = 0; i < 100; i += 1) new Spare();
  response.end(String(called) + Reflect.ownKeys(globalThis).filter((key) => String(key).includes('instances')).length);
});
server.listen(0, () => console.log('port ' + server.address().port));
`;

describe.each(nodes)('instances that are alive, on $name', ({ node }) => {
  test('are counted by class at the end, without running code of the service', async () => {
    const classes = ['SessionEntry', 'Spare', 'Nowhere'];
    const running = await startAgentService({
      ...{ files: { 'server.cjs': service }, entry: 'server.cjs', node, channel: { classes } },
    });
    try {
      await running.channel.untilConnected(5_000);
      for (let index = 0; index < 30; index += 1) await running.ask(`/${index}`, `x${index}`);
      const { events } = await running.channel.finish();
      const told = events.filter((event) => event.kind === 'instances');
      expect(told).toHaveLength(1);
      const { counts = {}, notCounted = [] } = told[0] ?? {};
      // On a machine that is very busy the time is up before all are counted, which is told.
      expect([...Object.keys(counts), ...notCounted]).toEqual(classes);
      if (notCounted.length > 0) process.stderr.write(`skipped: no time for ${notCounted.join()}\n`);
      const { SessionEntry = 60, Spare = 0, Nowhere = 0 } = counts;
      // Those of the class and of the class that extends it, whose prototype counts as well.
      expect(SessionEntry).toBeGreaterThanOrEqual(60);
      expect(SessionEntry).toBeLessThanOrEqual(62);
      expect(Spare).toBeLessThan(30);
      expect(Nowhere).toBe(0);
      expect(told[0]?.pauseMs).toBeGreaterThan(0);
      expect((await running.ask('/after')).body).toBe('00');
    } finally {
      await running.stop();
    }
  });
});
