import { markerOfDatabase } from '../database-names.ts';
import type { PostgresClient } from './postgres-client.ts';
import { quoteName } from './postgres-expressions.ts';

const prefix = 'shadowgate_';

/**
 * Says, for as long as the connection lives, that a gate with this marker is alive. Seen by gates that name the same
 * database in their `url`.
 */
export async function holdMarker(admin: PostgresClient, marker: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock_shared(hashtextextended($1, 0))', [marker]);
}

/** Drops what gates left in a server that were killed: databases named for a marker that nobody holds any more. */
export async function dropAbandoned(admin: PostgresClient, ownMarker: string): Promise<number> {
  const { rows } = await admin.query<{ name: string }>(
    'SELECT datname::text AS name FROM pg_database WHERE starts_with(datname::text, $1)',
    [prefix],
  );
  let dropped = 0;
  for (const { name } of rows) {
    const marker = markerOfDatabase(name);
    if (marker === null || marker === ownMarker || !(await isAbandoned(admin, marker))) continue;
    await admin.query(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`);
    dropped += 1;
  }
  return dropped;
}

async function isAbandoned(admin: PostgresClient, marker: string): Promise<boolean> {
  const lock = 'hashtextextended($1, 0)';
  const { rows } = await admin.query<{ free: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS free`, [
    marker,
  ]);
  if (rows[0]?.free !== true) return false;
  await admin.query(`SELECT pg_advisory_unlock(${lock})`, [marker]);
  return true;
}
