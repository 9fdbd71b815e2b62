import * as z from 'zod';
import type { StateSource } from '../domain/state-source.ts';
import { add, repositoryPath, variableName } from './written-values.ts';

/** `service.state` as people write it: one source of state or a list of them, each with its driver as a key. */

const command = z.string().trim().min(1).max(4000);
const step = z.union([repositoryPath, z.strictObject({ run: command })], {
  error: 'write a path of the base revision, or {run: command}',
});
const seed = z.union([step, z.array(step).max(100)], {
  error: 'write a path of the base revision, {run: command}, or a list of these',
});
const given = z.strictObject({ url: z.string().min(1).max(2000), trusted: z.boolean().default(false) });
const server = z.union([z.literal('embedded'), given], { error: 'write embedded, or {url: address}' });
const word = z
  .string()
  .max(60)
  .superRefine((name, context) => {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      add(context, 'not a plain name', 'use small letters, digits and _, such as orders', name);
    }
  });

const written = z.strictObject({
  name: word.exactOptional(),
  folder: z.literal(true).exactOptional(),
  sqlite: repositoryPath.exactOptional(),
  postgres: server.exactOptional(),
  redis: server.exactOptional(),
  mysql: given.exactOptional(),
  mongodb: given.exactOptional(),
  commands: z
    .strictObject({
      reset: command,
      snapshot: command,
      doors: z.record(word, z.string().min(1).max(500)).default({}),
    })
    .exactOptional(),
  seed: seed.exactOptional(),
  variable: variableName.exactOptional(),
  user: word.exactOptional(),
  database: word.exactOptional(),
  env: z.record(variableName, z.string()).exactOptional(),
});
type Written = z.infer<typeof written>;

const drivers = ['folder', 'sqlite', 'postgres', 'redis', 'mysql', 'mongodb', 'commands'] as const;
type Driver = (typeof drivers)[number];

/** Which keys mean something beside which driver; what is written and does nothing is a mistake. */
const keysOf: Readonly<Record<Driver, readonly (keyof Written)[]>> = {
  folder: [],
  sqlite: ['seed'],
  postgres: ['seed', 'variable', 'env', 'user', 'database'],
  redis: ['seed', 'variable', 'env'],
  mysql: ['seed', 'variable', 'env'],
  mongodb: ['seed', 'variable', 'env'],
  commands: ['env'],
};

/** Stores that every instance has: its data folder, and the databases of SQLite in it. */
const taken = ['data', 'sqlite'];

const driven = written.transform((entry, context): StateSource => {
  const named = drivers.filter((driver) => entry[driver] !== undefined);
  const [driver] = named;
  if (driver === undefined || named.length > 1) {
    const problem = driver === undefined ? 'names no driver' : `names ${named.length} drivers`;
    add(context, problem, `write one of ${drivers.join(', ')}, and a list for several`, undefined);
    return z.NEVER;
  }
  const allowed: readonly string[] = [driver, ...(driver === 'folder' ? [] : ['name']), ...keysOf[driver]];
  for (const key of Object.keys(entry).filter((each) => !allowed.includes(each))) {
    add(context, `${key} means nothing beside ${driver}`, `remove ${key}`, undefined);
  }
  if (entry.name !== undefined && taken.includes(entry.name)) {
    add(context, `${entry.name} is the name of a store that every instance has`, 'choose another', undefined);
  }
  return sourceOf(driver, entry);
});

/** The data folder needs no more said than its name. */
const source = z.preprocess((entry) => (entry === 'folder' ? { folder: true } : entry), driven);

const several = z
  .array(source)
  .max(10)
  .readonly()
  .superRefine((sources, context) => {
    const names = sources.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) {
      add(context, `two of them are called ${twice}`, 'give one a name of its own by `name`', undefined);
    }
  });

/** The shape is chosen first, so that a mistake is told where it stands. */
export const writtenState = z.unknown().transform((value, context): readonly StateSource[] => {
  if (value === undefined) return [];
  const parsed = Array.isArray(value) ? several.safeParse(value) : source.safeParse(value);
  if (parsed.success) return Array.isArray(parsed.data) ? parsed.data : [parsed.data as StateSource];
  for (const { message, ...issue } of parsed.error.issues) {
    const told = issue.code === 'custom' || issue.code === 'invalid_union' ? { message } : {};
    context.issues.push({ ...issue, ...told, path: [...issue.path], input: value } as z.core.$ZodRawIssue);
  }
  return z.NEVER;
});

function sourceOf(driver: Driver, entry: Written): StateSource {
  const name = entry.name ?? driver;
  const every = { name, seed: stepsOf(entry.seed) };
  const connected = { ...every, env: entry.env ?? {} };
  switch (driver) {
    case 'folder':
      return { ...every, kind: driver };
    case 'sqlite':
      return { ...every, kind: driver, file: entry.sqlite ?? '' };
    case 'postgres': {
      const { user = 'shadow', database = 'shadow', variable = 'DATABASE_URL' } = entry;
      return { ...connected, kind: driver, variable, user, database, server: serverOf(entry.postgres) };
    }
    case 'redis':
      return {
        ...connected,
        kind: driver,
        variable: entry.variable ?? 'REDIS_URL',
        server: serverOf(entry.redis),
      };
    case 'mysql':
      return {
        ...connected,
        kind: driver,
        variable: entry.variable ?? 'DATABASE_URL',
        server: givenOf(entry.mysql),
      };
    case 'mongodb':
      return {
        ...connected,
        kind: driver,
        variable: entry.variable ?? 'MONGODB_URI',
        server: givenOf(entry.mongodb),
      };
    case 'commands': {
      const { reset = '', snapshot = '', doors = {} } = entry.commands ?? {};
      return { ...connected, kind: driver, reset, snapshot, doors };
    }
    default:
      return driver satisfies never;
  }
}

function stepsOf(seeds: Written['seed']): StateSource['seed'] {
  const steps = seeds === undefined ? [] : Array.isArray(seeds) ? seeds : [seeds];
  return steps.map((each) =>
    typeof each === 'string' ? { kind: 'file', path: each } : { kind: 'command', command: each.run },
  );
}

function serverOf(server: Written['postgres']) {
  return server === undefined || server === 'embedded' ? ({ kind: 'embedded' } as const) : givenOf(server);
}

function givenOf(server: z.infer<typeof given> | undefined) {
  return { kind: 'given', url: '', trusted: false, ...server } as const;
}
