import type { StateReader, StateRow, StateUnit, StateValue } from '../../../domain/state.ts';
import { holdConnection, type OverConnection } from '../hold-connection.ts';
import { bytesOf, listOf, type RedisClient, type RedisReply } from './redis-client.ts';

const batch = 500;
const prefix = 'base64:';

/**
 * Shows the keys of a Redis, each database that holds some as a unit under its number. `connect` gives a connection
 * to one database; `databases` limits which are looked at, where others in the server are not ours.
 */
export function readRedis(
  store: string,
  connect: (database: number) => Promise<RedisClient>,
  databases?: readonly number[],
): StateReader {
  const held = new Map<number, OverConnection<RedisClient>>();
  const within = <T>(database: number, work: (client: RedisClient) => Promise<T>): Promise<T> => {
    const over = held.get(database) ?? holdConnection(() => connect(database));
    held.set(database, over);
    return over(work);
  };
  return {
    units: async () => {
      const info = await within(databases?.[0] ?? 0, (client) => client.command('INFO', 'keyspace'));
      const numbers = [
        ...bytesOf(info)
          .toString()
          .matchAll(/^db(\d+):/gm),
      ].map((match) => Number(match[1]));
      const ours = numbers.filter((number) => databases?.includes(number) ?? true);
      // The number of a database is ours to choose when several instances share a server: it tells nothing.
      return ours.map((number) => unitOf(store, databases === undefined ? String(number) : '0'));
    },
    async *rows(unit) {
      const client = await connect(databases?.[0] ?? Number(unit.name));
      try {
        const keys = (await scanAll(client)).toSorted(Buffer.compare);
        for (let at = 0; at < keys.length; at += batch) {
          const rows = await Promise.all(keys.slice(at, at + batch).map((key) => readKey(client, key)));
          yield* rows.filter((row) => row !== null);
        }
      } finally {
        await client.end();
      }
    },
    read: (unit, keys) =>
      within(databases?.[0] ?? Number(unit.name), async (client) => {
        const rows = await Promise.all(keys.map((key) => readKey(client, bytesOfKey(key))));
        return new Map(rows.flatMap((row) => (row === null ? [] : [[row.key, row] as const])));
      }),
  };
}

function unitOf(store: string, name: string): StateUnit {
  return { store, kind: 'keys', name, keyColumns: ['key'] };
}

async function scanAll(client: RedisClient): Promise<readonly Buffer[]> {
  const found = new Map<string, Buffer>();
  let cursor = '0';
  do {
    const [next, keys] = listOf(await client.command('SCAN', cursor, 'COUNT', '1000'));
    cursor = bytesOf(next).toString();
    // A key may come twice while the table of keys grows.
    for (const key of listOf(keys).map(bytesOf)) found.set(key.toString('latin1'), key);
  } while (cursor !== '0');
  return [...found.values()];
}

/** Null where the key has gone since. */
async function readKey(client: RedisClient, key: Buffer): Promise<StateRow | null> {
  const type = bytesOf(await client.command('TYPE', key)).toString();
  if (type === 'none') return null;
  const [content, expiry] = await Promise.all([contentOf(client, key, type), expiryOf(client, key)]);
  return {
    key: textOfKey(key),
    values: {
      key: { type: 'text', text: textOfKey(key) },
      type: { type: 'text', text: type },
      ...(expiry === null ? {} : { [expiry.name]: { type: 'number', text: String(expiry.at) } }),
      ...content,
    },
  };
}

/** The second at which a key expires; how many are left, from a server before version 7. Null where it stays. */
async function expiryOf(
  client: RedisClient,
  key: Buffer,
): Promise<{ readonly name: string; readonly at: number } | null> {
  const at = await client.command('EXPIRETIME', key).then(Number, () => null);
  if (at !== null) return at < 0 ? null : { name: 'expiresAt', at };
  const left = Number(await client.command('TTL', key));
  return left < 0 ? null : { name: 'expiresIn', at: left };
}

/** Fields of a hash by their names, so that one that differs can be named; all else as one value. */
async function contentOf(
  client: RedisClient,
  key: Buffer,
  type: string,
): Promise<Readonly<Record<string, StateValue>>> {
  switch (type) {
    case 'string':
      return { value: stateValueOf(bytesOf(await client.command('GET', key))) };
    case 'hash': {
      const fields = pairsOf(await client.command('HGETALL', key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(fields.map(([field, value]) => [`field:${field}`, stateValueOf(value)]));
    }
    case 'list':
      return json(listOf(await client.command('LRANGE', key, '0', '-1')).map(shown));
    case 'set':
      return json(
        listOf(await client.command('SMEMBERS', key))
          .map(shown)
          .toSorted(),
      );
    case 'zset':
      return json(
        pairsOf(await client.command('ZRANGE', key, '0', '-1', 'WITHSCORES')).map(([member, score]) => [
          member,
          score.toString(),
        ]),
      );
    case 'stream':
      return json(listOf(await client.command('XRANGE', key, '-', '+')).map(shown));
    default:
      return { value: stateValueOf(bytesOf(await client.command('DUMP', key))) };
  }
}

function pairsOf(reply: RedisReply): readonly (readonly [string, Buffer])[] {
  const flat = listOf(reply);
  return flat.flatMap((name, at) =>
    at % 2 === 0 ? [[textOfKey(bytesOf(name)), bytesOf(flat[at + 1])] as const] : [],
  );
}

function json(value: unknown): Readonly<Record<string, StateValue>> {
  return { value: { type: 'json', text: JSON.stringify(value) } };
}

function shown(reply: RedisReply): unknown {
  return Array.isArray(reply) ? reply.map(shown) : Buffer.isBuffer(reply) ? textOfKey(reply) : reply;
}

function stateValueOf(bytes: Buffer): StateValue {
  return isText(bytes)
    ? { type: 'text', text: bytes.toString() }
    : { type: 'bytes', text: bytes.toString('base64') };
}

function textOfKey(key: Buffer): string {
  return isText(key) && !key.toString().startsWith(prefix)
    ? key.toString()
    : `${prefix}${key.toString('base64')}`;
}

function bytesOfKey(text: string): Buffer {
  return text.startsWith(prefix) ? Buffer.from(text.slice(prefix.length), 'base64') : Buffer.from(text);
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}
