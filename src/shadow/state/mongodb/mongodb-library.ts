/** The client of MongoDB, imported when a service has such a database; a file of its own in `dist/`. */
export { BSON, MongoClient } from 'mongodb';
