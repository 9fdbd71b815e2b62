import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SourceOf } from '../../../../src/domain/state-source.ts';
import { openDoors } from '../../../../src/shadow/sandbox/open-doors.ts';
import { findRedis, provideEmbeddedRedis } from '../../../../src/shadow/state/redis/embedded-redis.ts';
import { provideGivenRedis } from '../../../../src/shadow/state/redis/given-redis.ts';
import { connectRedis, type RedisClient } from '../../../../src/shadow/state/redis/redis-client.ts';
import type { InstanceState, StateProvision } from '../../../../src/shadow/state/state-driver.ts';
import { openScene, type Scene } from '../../temporary-build.ts';
import { digestOf, groundOf, readerOf, rowsOf, unitCalled } from '../state-scene.ts';

// covers: given-redis.ts
// covers: read-redis.ts
// covers: redis-client.ts
// covers: redis-library.ts
const found = await findRedis(process.env).catch(() => null);
if (found === null) process.stdout.write('embedded-redis: skipped, no redis-server is on the PATH\n');

const source: SourceOf<'redis'> = {
  kind: 'redis',
  name: 'redis',
  server: { kind: 'embedded' },
  seed: [{ kind: 'file', path: 'seed.redis' }],
  variable: 'REDIS_URL',
  env: {},
};
const files = {
  'seed.redis': 'SET greeting "hello\\n"\nHSET cart:1 total 12 note ""\nSET gone 1 EX 100000\nRPUSH list b a',
};

(found === null ? describe.skip : describe)('a Redis of our own', () => {
  let scene: Scene;
  let provision: StateProvision;
  beforeAll(async () => {
    scene = await openScene();
    provision = await provideEmbeddedRedis(source, await groundOf(scene, files));
  });
  afterAll(() => scene.close());

  const asService = async <T>(
    { companion }: InstanceState,
    work: (client: RedisClient) => Promise<T>,
  ): Promise<T> => {
    const client = await connectRedis({ at: { path: companion.doors[0]?.socketPath ?? '' } });
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  test('a thousand writes, reset, and the same again come to the same state', async () => {
    const passes: string[][] = [];
    for (const run of ['observe', 'explain'] as const) {
      const state = await provision.fresh({ run, role: 'baseline', dataFolder: scene.folder });
      const before = (await rowsOf(readerOf(state), await unitCalled(readerOf(state), '0'))).map(
        ({ key }) => key,
      );
      await asService(state, async (client) => {
        for (let at = 0; at < 1000; at += 1) await client.command('INCRBY', `count:${at % 50}`, String(at));
        await client.command('DEL', 'gone');
      });
      passes.push([...before, await digestOf(readerOf(state))]);
      await state.close();
    }
    expect(passes[1]).toEqual(passes[0]);
    expect(passes[0]?.slice(0, 4)).toEqual(['cart:1', 'gone', 'greeting', 'list']);
  });

  test('the reader tells fields of a hash apart, and finds a few keys', async () => {
    const state = await provision.fresh({ run: 'observe', role: 'candidate', dataFolder: scene.folder });
    const binary = Buffer.from([255, 0]);
    await asService(state, (client) => client.command('SET', binary, binary));
    const unit = await unitCalled(readerOf(state), '0');
    const rows = await readerOf(state).read(unit, ['cart:1', 'greeting', 'base64:/wA=', 'missing']);
    expect([...rows.keys()]).toEqual(['cart:1', 'greeting', 'base64:/wA=']);
    expect(rows.get('cart:1')?.values).toEqual({
      key: { type: 'text', text: 'cart:1' },
      type: { type: 'text', text: 'hash' },
      'field:note': { type: 'text', text: '' },
      'field:total': { type: 'text', text: '12' },
    });
    expect(rows.get('greeting')?.values['value']).toEqual({ type: 'text', text: 'hello\n' });
    expect(rows.get('base64:/wA=')?.values['value']).toEqual({ type: 'bytes', text: '/wA=' });
    await state.close();
  });

  test('the service cannot make the server write files, call others or end', async () => {
    const state = await provision.fresh({ run: 'observe', role: 'secondary', dataFolder: scene.folder });
    for (const words of [
      ['CONFIG', 'SET', 'dir', '/tmp'],
      ['SAVE'],
      ['REPLICAOF', '127.0.0.1', '1'],
      ['SHUTDOWN', 'NOSAVE'],
      ['MIGRATE', '127.0.0.1', '1', 'greeting', '0', '10'],
      ['ACL', 'LIST'],
    ]) {
      await expect(asService(state, (client) => client.command(...words))).rejects.toMatchObject({
        message: expect.stringContaining('NOPERM'),
      });
    }
    await state.close();
  });

  test('a Redis that others run begins at the same point for each, and is empty again at the end', async () => {
    const own = await openScene();
    const other = await provision.fresh({ run: 'explain', role: 'candidate', dataFolder: own.folder });
    const doors = await openDoors(other.companion.doors);
    const url = `redis://localhost:${doors.ports.get('redis')}`;
    const server = { kind: 'given', url, trusted: false } as const;
    const given = await provideGivenRedis(source, server, await groundOf(own, files));
    const digests: string[] = [];
    for (const run of ['observe', 'explain'] as const) {
      const state = await given.fresh({ run, role: 'candidate', dataFolder: own.folder });
      expect(state.companion.environment['REDIS_URL']).toBe('redis://{door:redis}/3');
      digests.push(await digestOf(readerOf(state)));
      const client = await connectRedis({
        at: { host: 'localhost', port: doors.ports.get('redis') ?? 0 },
        database: 3,
      });
      await client.command('SET', 'more', '1');
      await client.end();
      digests.push(await digestOf(readerOf(state)));
    }
    expect(digests.slice(2)).toEqual(digests.slice(0, 2));
    expect(digests[0]).not.toBe(digests[1]);
    await expect(provideGivenRedis(source, server, await groundOf(own, files))).rejects.toThrow('holds');
    await given.release();
    expect(await readerOf(other).units()).toHaveLength(1);
    await doors.close();
    await other.close();
    await own.close();
  });
});

test('without a Redis the error says what was looked for', async () => {
  await expect(findRedis({ PATH: '/nowhere' })).rejects.toMatchObject({
    code: 'state-unavailable',
    message: expect.stringContaining('redis-server'),
  });
});
