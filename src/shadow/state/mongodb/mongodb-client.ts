import type { MongoClient } from 'mongodb';

/**
 * Connects to a server, values as they are stored: numbers keep their type. The library is loaded here, when a service
 * has such a database and not before.
 */
export async function connectMongodb(url: string): Promise<MongoClient> {
  const mongodb = await import('mongodb');
  const client = new mongodb.MongoClient(url, {
    promoteValues: false,
    serverSelectionTimeoutMS: 10_000,
    directConnection: true,
  });
  await client.connect();
  return client;
}
