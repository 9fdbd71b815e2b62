import type { ClientBase, ClientConfig } from 'pg';

/** A connection to PostgreSQL. */
export type PostgresClient = ClientBase & { end(): Promise<void> };

/**
 * Connects to a server. The library is loaded here, when a service has such a database and not before: starting
 * Shadowgate stays quick for all others.
 */
export async function connectPostgres(config: ClientConfig): Promise<PostgresClient> {
  const { Client } = await import('./pg-library.ts');
  const client = new Client({ connectionTimeoutMillis: 10_000, ...config });
  // A server that ends while nobody asks it anything is noticed by the next question.
  client.on('error', () => {});
  await client.connect();
  return client;
}
