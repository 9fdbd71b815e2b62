// covers: spliced-server.ts
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenDoors, openDoors } from '../../../src/shadow/sandbox/open-doors.ts';

// covers: splice-connections.cjs

let folder: string;
let doors: OpenDoors | null = null;
let accepted: Promise<Socket>;
let closeServer: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sg-doors-'));
  const server = createServer({ allowHalfOpen: true });
  accepted = once(server, 'connection').then(([socket]) => {
    socket.on('error', () => {});
    return socket;
  });
  closeServer = () => server.close();
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
});
afterEach(async () => {
  await doors?.close();
  closeServer();
  await rm(folder, { recursive: true });
});

async function enter(): Promise<Socket> {
  doors = await openDoors([{ name: 'db', socketPath: join(folder, 's') }]);
  return connect({ port: doors.ports.get('db') ?? 0, host: '127.0.0.1', allowHalfOpen: true });
}

describe('a door', () => {
  test('passes bytes both ways, and the end of one direction alone', async () => {
    const inside = await enter();
    inside.end('asked');
    const outside = await accepted;
    expect(await text(outside)).toBe('asked');
    outside.end('answered');
    expect(await text(inside)).toBe('answered');
  });

  test('holds back the sender while nobody reads', async () => {
    const inside = await enter();
    const chunk = Buffer.alloc(1 << 20);
    const outside = await accepted;
    for (let count = 0; count < 32; count += 1) inside.write(chunk);
    inside.end();
    expect(inside.writableLength).toBeGreaterThan(1 << 20);
    let read = 0;
    for await (const part of outside) read += (part as Buffer).length;
    expect(read).toBe(32 << 20);
    outside.destroy();
  });

  test('resets what is cut off outside', async () => {
    const inside = await enter();
    const outside = await accepted;
    outside.write('half');
    const [first] = await once(inside, 'data');
    expect(String(first)).toBe('half');
    inside.write('not read');
    outside.destroy();
    const [error] = await once(inside, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  test('ends its connections when it is closed, and leads nowhere without its socket', async () => {
    const inside = await enter();
    await accepted;
    inside.resume();
    const ended = once(inside, 'end');
    await doors?.close();
    await ended;
    inside.destroy();
    doors = await openDoors([{ name: 'x', socketPath: join(folder, 'nothing') }]);
    const lost = connect({ port: doors.ports.get('x') ?? 0, host: '127.0.0.1' });
    const [error] = await once(lost, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });
});
