/**
 * The client of PostgreSQL, imported when a service has such a database. A file of its own, since it becomes one in
 * `dist/`, which nobody else has to load.
 */
import pg from 'pg';

export { from as copyFrom } from 'pg-copy-streams';
export const { Client } = pg;
