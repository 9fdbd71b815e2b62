import type { MongoClient as Client } from 'mongodb';

/**
 * Connects to a server, values as they are stored: numbers keep their type. The library is loaded here, when a service
 * has such a database and not before.
 */
export async function connectMongodb(url: string): Promise<Client> {
  const { MongoClient } = await import('./mongodb-library.ts');
  const client = new MongoClient(url, {
    promoteValues: false,
    serverSelectionTimeoutMS: 10_000,
    directConnection: true,
  });
  await client.connect();
  return client;
}
