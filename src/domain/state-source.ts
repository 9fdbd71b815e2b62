import * as z from 'zod';

/** One step that brings a state to the point where every instance begins. Steps are taken in order, once per gate. */
const seedStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    path: z
      .string()
      .describe('From the root of the base revision; of a folder, every file in order of names.'),
  }),
  z.strictObject({
    kind: z.literal('command'),
    command: z.string().describe('Shell command of the base revision, such as a migration.'),
  }),
]);

/** A server that others run. Databases of our own are made in it, and removed again. */
const givenServer = z.strictObject({
  kind: z.literal('given'),
  url: z.string().describe('Address with user and password; never told in reports.'),
  trusted: z.boolean().describe('Whether to use it although its name is not that of a local or test server.'),
});
const embeddedServer = z.strictObject({ kind: z.literal('embedded') });
const server = z.discriminatedUnion('kind', [embeddedServer, givenServer]);
export type GivenServer = z.infer<typeof givenServer>;

const every = {
  name: z.string().describe('Names the store in reports and its door in `{door:NAME}`.'),
  seed: z.array(seedStep).readonly(),
};
const connected = {
  ...every,
  variable: z.string().describe('Environment variable that tells the service the address.'),
  env: z
    .record(z.string(), z.string())
    .describe('Further variables; `{user}`, `{password}` and `{database}` stand for what the instance gets.'),
};

/** Where the service keeps state besides its data folder, and how that state comes to be. */
export const stateSource = z.discriminatedUnion('kind', [
  z
    .strictObject({ ...every, kind: z.literal('folder') })
    .describe('The plain files of the data folder: a change is held to them as to the rows of a database.'),
  z.strictObject({
    ...every,
    kind: z.literal('sqlite'),
    file: z.string().describe('Path in the data folder.'),
  }),
  z.strictObject({
    ...connected,
    kind: z.literal('postgres'),
    server,
    user: z.string().describe('Owner of the database, for the embedded server.'),
    database: z.string().describe('Name of the database, for the embedded server.'),
  }),
  z.strictObject({ ...connected, kind: z.literal('redis'), server }),
  z.strictObject({ ...connected, kind: z.literal('mysql'), server: givenServer }),
  z.strictObject({ ...connected, kind: z.literal('mongodb'), server: givenServer }),
  z.strictObject({
    ...every,
    kind: z.literal('commands'),
    reset: z.string().describe('Brings the state of one instance to its beginning.'),
    snapshot: z.string().describe('Prints the state of one instance, a JSON row a line.'),
    doors: z
      .record(z.string(), z.string())
      .describe('Doors of the instance: name, and `host:port` or path of a unix socket that it leads to.'),
    env: z.record(z.string(), z.string()).describe('Further environment of the service.'),
  }),
]);
export type StateSource = z.infer<typeof stateSource>;
export type SourceOf<Kind extends StateSource['kind']> = Extract<StateSource, { kind: Kind }>;
