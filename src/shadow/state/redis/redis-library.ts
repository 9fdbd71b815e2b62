/** The client of Redis, imported when a service has such a store; a file of its own in `dist/`. */
export { createClient, RESP_TYPES } from '@redis/client';
