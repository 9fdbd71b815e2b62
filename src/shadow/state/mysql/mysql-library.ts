/** The client of MySQL, imported when a service has such a database; a file of its own in `dist/`. */
export { createConnection } from 'mysql2';
