import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../../../src/domain/runtime-snapshot.ts';
import { nodes, startAgentService } from '../../agent-service.ts';

// covers: throw-frames.cjs
// covers: frame-names.cjs
// covers: describe-error.cjs
// covers: readable-error.cjs
// covers: inspector-session.cjs

const source = `
const http = require('http');
const users = { ann: { name: 'Ann', password: 'hunter2-hunter2' } };
function nameOf(id, users) {
  const user = users[id];
  return user.name;
}
const greet = (id) => {
  let text = 'nobody';
  try { text = nameOf(id, users); } catch {}
  return text;
};
const waits = async (id) => {
  await null;
  throw new RangeError('no ' + id + ' for sk_live_4eC39HqLyjWDarjt');
};
const routes = {
  '/ann': () => greet('ann'),
  '/bob': () => greet('bob'),
  '/twice': () => { greet('bob'); return greet('eve'); },
  '/printed': () => { try { nameOf('bob', users); } catch (error) { console.error(error); return 'x'; } },
  '/rethrown': () => { try { try { nameOf('bob', users); } finally { greet('ann'); } } catch (error) { try { throw error; } catch {} } return 'y'; },
  '/parsed': () => { try { return JSON.parse('{'); } catch { return 'unreadable'; } },
  '/rejected': () => waits('bob').catch(() => 'late'),
  '/primitive': () => { try { throw 'a text'; } catch { return 'p'; } },
  '/many': () => { for (let i = 0; i < 40; i += 1) greet('bob'); return 'many'; },
  '/named': () => {
    class Named extends Error { get name() { reads += 1; return 'Named'; } }
    try { throw new Named('n'); } catch {}
    try { throw new Named('n'); } catch {}
    return String(reads);
  },
  '/formatted': () => { Error.prepareStackTrace = () => { reads += 1; return 'mine'; }; return 'set'; },
  '/reads': () => { try { throw new Error('unread'); } catch {} return String(reads); },
};
let reads = 0;
http.createServer(async (request, response) => {
  response.end(await routes[request.url]());
}).listen(0, function () { console.log('port ' + this.address().port); });
`;

async function watched(
  node: string,
  targets: readonly string[],
  agentLimits: Readonly<Record<string, number>> = {},
): Promise<{ bodies: readonly string[]; snapshot: RuntimeSnapshot }> {
  // A busy machine may need longer than the usual 15 ms.
  const limits = { throwBudgetMs: 2_000, ...agentLimits };
  const channel = {
    thrownErrors: true,
    agentLimits: limits,
    suspects: targets.map((_, index) => `e${index}`),
  };
  const running = await startAgentService({
    files: { 'server.cjs': source },
    entry: 'server.cjs',
    node,
    channel,
  });
  try {
    const bodies: string[] = [];
    for (const [index, target] of targets.entries())
      bodies.push((await running.ask(target, `e${index}`)).body);
    return { bodies, snapshot: await running.channel.finish() };
  } finally {
    await running.stop();
  }
}

const throwsOf = ({ events }: RuntimeSnapshot) =>
  events.filter((event): event is Extract<RuntimeEvent, { kind: 'throw' }> => event.kind === 'throw');
const unwatchedOf = ({ events }: RuntimeSnapshot) =>
  events.filter(({ kind }) => kind === 'throws-unwatched').map(({ exchangeId }) => exchangeId);

describe.each(nodes)('errors that are thrown on $name', ({ node }) => {
  test('are seen once each in their exchange, caught or not, wherever they come from', async () => {
    const targets = ['/ann', '/bob', '/twice', '/printed', '/rethrown', '/parsed', '/rejected', '/primitive'];
    const { bodies, snapshot } = await watched(node, targets);
    expect(bodies).toEqual(['Ann', 'nobody', 'nobody', 'x', 'y', 'unreadable', 'late', 'p']);
    expect(throwsOf(snapshot).map((one) => `${one.exchangeId} ${one.class} ${one.at}`)).toEqual([
      'e1 TypeError server.cjs:6',
      'e2 TypeError server.cjs:6',
      'e2 TypeError server.cjs:6',
      'e3 TypeError server.cjs:6',
      'e4 TypeError server.cjs:6',
      'e5 SyntaxError server.cjs:23',
      'e6 RangeError server.cjs:15',
      'e7 string server.cjs:25',
    ]);
    expect(snapshot.events.filter(({ kind }) => kind === 'error')).toHaveLength(1);
    expect(unwatchedOf(snapshot)).toEqual([]);
  });

  test('bear the variables of their frames, and no secret', async () => {
    const { snapshot } = await watched(node, ['/bob', '/rejected']);
    const [first, second] = throwsOf(snapshot);
    expect(first?.frames.map((frame) => `${frame.function} ${frame.at}`).slice(0, 2)).toEqual([
      'nameOf server.cjs:6',
      'greet server.cjs:10',
    ]);
    expect(first?.frames[0]?.values).toMatchObject({
      user: { type: 'undefined' },
      id: { type: 'string', text: 'bob' },
      users: { fields: { ann: { fields: { name: { text: 'Ann' }, password: { reason: 'redacted' } } } } },
    });
    expect(first?.frames[1]?.values).toMatchObject({ text: { text: 'nobody' }, id: { text: 'bob' } });
    expect(second?.message).toMatch(/^no bob for <redacted [0-9a-f]{16}>$/);
    expect(JSON.stringify(snapshot)).not.toContain('hunter2');
  });

  test('beyond the bounds are not seen, and the exchanges are named', async () => {
    const perExchange = await watched(node, ['/many', '/bob']);
    expect(throwsOf(perExchange.snapshot)).toHaveLength(21);
    expect(unwatchedOf(perExchange.snapshot)).toEqual(['e0']);
    const inAll = await watched(node, ['/bob', '/many', '/bob'], { thrownErrors: 5 });
    expect(unwatchedOf(inAll.snapshot)).toEqual(['e1', 'e2']);
  });

  test('end the watch where V8 would run code of the service to describe them', async () => {
    const { bodies, snapshot } = await watched(node, ['/named', '/bob']);
    expect(Number(bodies[0])).toBeLessThanOrEqual(2);
    expect(unwatchedOf(snapshot)).toEqual(['e0', 'e1']);
    const formatted = await watched(node, ['/formatted', '/reads']);
    expect(formatted.bodies).toEqual(['set', '0']);
    expect(unwatchedOf(formatted.snapshot)).toEqual(['e1']);
  });
});
