// covers: open-upgrade.ts
// covers: listener.ts
// covers: conversation-values.ts
// covers: sending-remarks.ts
import { createConnection } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { spokenMessages } from '../../../src/domain/conversation.ts';
import type { ObservedExchange } from '../../../src/domain/observation.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import { replayPlan } from '../../../src/replay/replay-plan.ts';
import { aConversation, handshake, linesOf } from '../support/a-conversation.ts';
import { anExchange } from '../support/an-exchange.ts';
import { startTalkingService, type Talk, type TalkingService } from '../support/talking-service.ts';
import { allOf, requestTo, settings } from '../support/three-instances.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Served = { readonly service: TalkingService; readonly seen: string[] };

async function serving(talk: Talk, how: Parameters<typeof startTalkingService>[1] = {}): Promise<Served> {
  const seen: string[] = [];
  const service = await startTalkingService((socket, request) => {
    seen.push(`${request.url} ${request.headers['x-shop'] ?? ''}`.trim());
    socket.on('message', (data) => seen.push(String(data)));
    talk(socket, request);
  }, how);
  cleanUps.push(service.stop);
  return { service, seen };
}

async function replayed(
  { service }: Served,
  recorded: readonly Exchange[],
  told: Parameters<typeof requestTo>[2] = {},
): Promise<readonly ObservedExchange[]> {
  return allOf(replayPlan(await requestTo([service, service, service], recorded, told)));
}

function heard(observed: ObservedExchange | undefined): readonly string[] {
  const outcome = observed?.candidate.outcome;
  if (outcome?.kind !== 'responded') return [`failed: ${outcome?.reason}`];
  const bodies = { client: observed?.exchange.requestBody ?? Buffer.alloc(0), service: outcome.body };
  return linesOf(spokenMessages(outcome.messages ?? [], bodies));
}

const echo: Talk = (socket) => socket.on('message', (data, binary) => socket.send(data, { binary }));

describe('a recorded conversation', () => {
  test('is had again in its order, with kinds and both closes', async () => {
    const lines = ['> one', '< one', '> [two]', '< [two]', '> close 4002 done', '< close 4002 done'];
    const [observed] = await replayed(await serving(echo), [aConversation(lines)]);
    expect(heard(observed)).toEqual(lines);
    expect(observed?.candidate.outcome).toMatchObject({ kind: 'responded', status: 101 });
  });

  test('waits for what the service said before, also when it takes its time', async () => {
    const served = await serving((socket) => {
      setTimeout(() => socket.send('welcome'), 60);
      socket.on('message', () => setTimeout(() => socket.send('late answer'), 60));
    });
    const lines = [
      '< welcome',
      '> a',
      '< late answer',
      '> b',
      '< late answer',
      '> close 1000',
      '< close 1000',
    ];
    const [observed] = await replayed(served, [aConversation(lines)]);
    expect(heard(observed)).toEqual(lines);
  });

  test('goes on when the service stays silent, once, and says so', async () => {
    const served = await serving((socket) =>
      socket.on('message', (data) => String(data) === 'b' && socket.send('B')),
    );
    const notes: string[] = [];
    const lines = ['> a', '< A', '> b', '< B', '> close 1000', '< close 1000'];
    const [observed] = await replayed(served, [aConversation(lines)], {
      onProgress: (event) => void (event.kind === 'note' && notes.push(event.text)),
    });
    expect(heard(observed)).toEqual(['> a', '> b', '< B', '> close 1000', '< close 1000']);
    expect(notes).toContainEqual(expect.stringMatching(/^1 times the candidate did not say/));
  });

  test('hears what the service says beyond what was recorded', async () => {
    const served = await serving((socket) =>
      socket.on('message', (data) => {
        socket.send(String(data));
        socket.send('and more');
      }),
    );
    const [observed] = await replayed(served, [
      aConversation(['> a', '< a', '> close 1000', '< close 1000']),
    ]);
    expect(heard(observed)).toEqual(['> a', '< a', '< and more', '> close 1000', '< close 1000']);
  });

  test('ends where a service ends it, be it by a close of its own or by leaving', async () => {
    const lines = ['> a', '< a', '> b', '< b'];
    const closing = await serving((socket) => socket.on('message', () => socket.close(4009, 'no more')));
    expect(heard((await replayed(closing, [aConversation(lines)]))[0])).toEqual([
      '> a',
      '< close 4009 no more',
    ]);
    const leaving = await serving((socket) => socket.on('message', () => socket.terminate()));
    expect(heard((await replayed(leaving, [aConversation(lines)]))[0])).toEqual(['> a', '< close 1006']);
  });

  test('of which only the beginning was recorded stops there, in the middle of a stream', async () => {
    const served = await serving((socket) => {
      let tick = 0;
      const timer = setInterval(() => socket.send(`tick ${tick++}`), 5);
      socket.on('close', () => clearInterval(timer));
    });
    const cut = aConversation(['< tick 0', '< tick 1', '< tick 2'], { truncated: 'both' });
    expect(heard((await replayed(served, [cut]))[0]).slice(0, 3)).toEqual([
      '< tick 0',
      '< tick 1',
      '< tick 2',
    ]);
    expect(heard((await replayed(served, [cut]))[0]).length).toBeLessThan(6);
  });

  test('sends the handshake as recorded, and offers the subprotocol that production agreed on', async () => {
    const served = await serving(
      (socket, request) => {
        socket.send(`${request.headers['sec-websocket-protocol']} ${request.headers.host}`);
      },
      { protocol: 'v2.chat' },
    );
    const exchange = aConversation(['< v1.chat,v2.chat shop.example', '> close 1000', '< close 1000'], {
      target: '/talk?room=a%2Fb',
      requestHeaders: [...handshake, ['X-Shop', 'seven'], ['Sec-WebSocket-Protocol', 'v1.chat, v2.chat']],
      responseHeaders: [['Sec-WebSocket-Protocol', 'v2.chat']],
    });
    const [observed] = await replayed(served, [exchange]);
    expect(heard(observed)[0]).toBe('< v1.chat,v2.chat shop.example');
    expect(served.seen).toContain('/talk?room=a%2Fb seven');
  });

  test('goes through the doors of a sandbox', async () => {
    const served = await serving(echo);
    const { port } = new URL(served.service.origin);
    let opened = 0;
    const connect = async () => {
      opened += 1;
      return createConnection({ host: '127.0.0.1', port: Number(port) });
    };
    const lines = ['> a', '< a', '> close 1000', '< close 1000'];
    const behind = { origin: 'http://10.0.0.1:80', connect, isAlive: () => true };
    const targets = (['baseline', 'secondary', 'candidate'] as const).map((role) => ({ ...behind, role }));
    const [observed] = await replayed(served, [aConversation(lines)], { targets });
    expect(heard(observed)).toEqual(lines);
    expect(opened).toBe(3);
  });

  test('is cut at one message for all when the service speaks for longer than an exchange may take', async () => {
    const served = await serving((socket) => socket.send('first'));
    const notes: string[] = [];
    const slow = aConversation(['< first', '< after an hour', '> close 1000']);
    const messages = slow.messages?.map((each, index) => ({ ...each, atMs: index * 3_600_000 })) ?? [];
    const [observed] = await replayed(served, [{ ...slow, messages }], {
      settings: { ...settings, exchangeTimeoutMs: 2000 },
      onProgress: (event) => void (event.kind === 'note' && notes.push(event.text)),
    });
    expect(heard(observed)).toEqual(['< first']);
    expect(notes).toEqual([expect.stringMatching(/^of 1 conversations only the beginning was replayed/)]);
  });
});

describe('what does not become a conversation', () => {
  test('a refusal is a response, also when production refused', async () => {
    const served = await serving(echo, { refuse: 401 });
    const refused = anExchange({ status: 401, target: '/talk', requestHeaders: handshake });
    const [one, two] = await replayed(served, [aConversation(['> a', '< a']), refused]);
    for (const observed of [one, two]) {
      const outcome = observed?.candidate.outcome;
      expect(outcome).toMatchObject({ kind: 'responded', status: 401 });
      expect(outcome?.kind === 'responded' && outcome.headers).toContainEqual(['X-Why', 'no']);
      expect(outcome?.kind === 'responded' && Buffer.from(outcome.body).toString()).toBe('not for you');
    }
  });

  test('one that agrees where production refused shows as 101', async () => {
    const refused = anExchange({ status: 401, target: '/talk', requestHeaders: handshake });
    const [observed] = await replayed(await serving(echo), [refused]);
    expect(observed?.candidate.outcome).toMatchObject({ kind: 'responded', status: 101, messages: [] });
  });

  test('nobody listens', async () => {
    const served = await serving(echo);
    const request = await requestTo(
      [served.service, served.service, served.service],
      [aConversation(['> a'])],
    );
    const targets = request.targets.map((target) => ({ ...target, origin: 'http://127.0.0.1:1' }));
    const [observed] = await allOf(replayPlan({ ...request, targets }));
    expect(observed?.candidate.outcome).toMatchObject({ kind: 'failed', reason: 'connection-refused' });
  });
});

describe('values that are issued', () => {
  test('by the service in a conversation are said again as this instance issued them', async () => {
    const served = await serving((socket) =>
      socket.on('message', (data) => {
        const { op, id } = JSON.parse(String(data));
        const orderId = 'c7d1a6b2-54aa-4d5e-9d20-0f5c3c1d9e11';
        if (op === 'open') socket.send(JSON.stringify({ orderId }));
        else socket.send(JSON.stringify({ known: id === orderId }));
      }),
    );
    const recordedId = '1f0e6a3e-9c55-4b39-8d3f-7a54a06c2b01';
    const lines = [
      '> {"op":"open"}',
      `< {"orderId":"${recordedId}"}`,
      `> {"op":"pay","id":"${recordedId}"}`,
      '< {"known":true}',
      '> close 1000',
      '< close 1000',
    ];
    const [observed] = await replayed(served, [aConversation(lines)]);
    expect(heard(observed)).toContain('< {"known":true}');
    expect(observed?.candidate.substitutions).toEqual([
      { place: 'body/id', recorded: recordedId, live: 'c7d1a6b2-54aa-4d5e-9d20-0f5c3c1d9e11' },
    ]);
  });

  test('in one conversation are carried into the next', async () => {
    const served = await serving((socket, request) => {
      const ticket = '5c1e7f0a-7b3c-4d2e-8f6a-9b0c1d2e3f40';
      if (request.url === '/first') socket.send(JSON.stringify({ ticket }));
      else socket.on('message', (data) => socket.send(String(data).includes(ticket) ? 'welcome' : 'who?'));
    });
    const recordedTicket = '8a2b4c6d-1e3f-4a5b-9c7d-0e1f2a3b4c5d';
    const first = aConversation([`< {"ticket":"${recordedTicket}"}`, '> close 1000', '< close 1000'], {
      target: '/first',
    });
    const second = aConversation([
      `> {"ticket":"${recordedTicket}"}`,
      '< welcome',
      '> close 1000',
      '< close 1000',
    ]);
    const observed = await replayed(served, [first, second]);
    expect(heard(observed[1])).toContain('< welcome');
  });
});
