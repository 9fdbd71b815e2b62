/** A connection to Redis, by commands as they are written in its manual; every reply in bytes. */
export type RedisClient = {
  command(...words: readonly (string | Buffer)[]): Promise<RedisReply>;
  end(): Promise<void>;
};
export type RedisReply = null | number | Buffer | readonly RedisReply[];

export type RedisAddress = {
  readonly at: { readonly path: string } | { readonly host: string; readonly port: number };
  readonly user?: string;
  readonly password?: string;
  readonly database?: number;
};

/** The library is loaded here, when a service has such a store and not before. */
export async function connectRedis(address: RedisAddress): Promise<RedisClient> {
  const { createClient, RESP_TYPES } = await import('./redis-library.ts');
  const { at, user, password, database } = address;
  const client = createClient({
    RESP: 2,
    socket: { ...at, connectTimeout: 10_000, reconnectStrategy: false },
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.SIMPLE_STRING]: Buffer } },
  });
  // A server that ends while nobody asks it anything is noticed by the next question.
  client.on('error', () => {});
  await client.connect();
  return {
    command: (...words) => client.sendCommand<RedisReply>(words.map((word) => word)),
    end: async () => client.destroy(),
  };
}

/** A list of replies; empty where the server sent something else. */
export function listOf(reply: RedisReply | undefined): readonly RedisReply[] {
  return Array.isArray(reply) ? reply : [];
}

export function bytesOf(reply: RedisReply | undefined): Buffer {
  return Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply ?? ''));
}
