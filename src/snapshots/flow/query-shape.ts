/** What a query does, without what varies from one time to the next. */
export type QueryShape = {
  readonly shape: string;
  /** First word of what it does, in capitals: `SELECT`, `INSERT`, `GET`, `FIND`. */
  readonly verb: string;
  /** Table, collection or pattern of keys; empty where none is named. */
  readonly target: string;
  readonly writes: boolean;
};

/** Of the connection, of a transaction or of the server: not what is asked of the data. */
const setUp =
  /^(?:SET|SHOW|BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DISCARD|RESET|DEALLOCATE|PREPARE|PRAGMA|EXPLAIN|LISTEN|UNLISTEN|USE|DECLARE|FETCH|CLOSE|ANALYZE|VACUUM|END|ABORT|DESCRIBE|KILL)\b/i;
const ofServer =
  /\b(?:pg_catalog|information_schema|pg_type|pg_class|pg_namespace|sqlite_master|sqlite_schema)\b|\bIF NOT EXISTS\b/i;
const name = '((?:[\\w$\\u0080-\\uffff]+|"[^"]+"|`[^`]+`)(?:\\.(?:[\\w$\\u0080-\\uffff]+|"[^"]+"|`[^`]+`))*)';
const writing = new RegExp(
  `\\b(INSERT)(?: OR \\w+| IGNORE| LOW_PRIORITY)* INTO ${name}|\\b(REPLACE|MERGE) INTO ${name}|\\b(UPDATE)(?: OR \\w+| ONLY)* ${name}(?: (?:AS )?\\w+)? SET\\b|\\b(DELETE) FROM(?: ONLY)? ${name}|^(TRUNCATE)(?: TABLE)? ${name}|^(CREATE|ALTER|DROP)(?: \\w+)*? (?:TABLE|INDEX|VIEW)(?: IF EXISTS)? ${name}`,
  'i',
);
const reading = new RegExp(`\\bFROM(?: ONLY)? ${name}`, 'i');

/** A query in SQL; null where it only concerns the connection. Its literals are `?` already. */
export function shapeOfSql(text: string): QueryShape | null {
  const shape = evenText(text)
    .replace(/\bIN\s*\(\s*\?(?:\s*,\s*\?)*\s*\)/gi, 'IN (?…)')
    .replace(/(\bVALUES\s*)(\([^()]*\))(?:\s*,\s*\([^()]*\))+/gi, '$1$2…');
  if (setUp.test(shape) || ofServer.test(shape)) return null;
  const [verb, target] =
    writing
      .exec(shape)
      ?.slice(1)
      .filter((each) => each !== undefined) ?? [];
  if (verb !== undefined) return { shape, verb: verb.toUpperCase(), target: bare(target), writes: true };
  const from = reading.exec(shape)?.[1];
  // Without a table it asks whether the server lives, or what time it is.
  if (from === undefined && /^SELECT\b/i.test(shape)) return null;
  const first = (/^\w+/.exec(shape)?.[0] ?? '').toUpperCase();
  return { shape, verb: first, target: bare(from), writes: false };
}

function bare(found: string | undefined): string {
  return (found ?? '').replace(/["`]/g, '');
}

const readCommands =
  /^(?:GET|MGET|HGET|HGETALL|HMGET|HKEYS|HVALS|HLEN|HEXISTS|HSCAN|EXISTS|TTL|PTTL|KEYS|SCAN|TYPE|STRLEN|GETRANGE|SMEMBERS|SISMEMBER|SMISMEMBER|SCARD|SSCAN|SUNION|SINTER|SDIFF|SRANDMEMBER|ZRANGE\w*|ZREVRANGE\w*|ZSCORE|ZCARD|ZCOUNT|ZRANK|ZREVRANK|ZSCAN|LRANGE|LLEN|LINDEX|XRANGE|XREAD|XLEN|XINFO|BITCOUNT|GETBIT|PFCOUNT|OBJECT|MEMORY|DBSIZE|RANDOMKEY|TOUCH|PUBSUB|SCRIPT|CONFIG|GEO(?:POS|DIST|SEARCH))$/;

/** A command of Redis: its keys by their pattern, several of them as one. */
export function shapeOfRedis(text: string): QueryShape {
  const [command = '', key = '', ...rest] = evenText(text).split(' ');
  const others = rest.filter((word) => word !== key && word !== '?');
  const shape = [command, key, ...others, ...(rest.includes('?') ? ['?'] : [])].filter(Boolean).join(' ');
  return { shape, verb: command, target: key === '?' ? '' : key, writes: !readCommands.test(command) };
}

const writeCommands =
  /^(?:insert|update|delete|findAndModify|create|drop|createIndexes|renameCollection|bulkWrite)$/;

/** A command of MongoDB: of lists of values and of documents one stands for all. */
export function shapeOfMongodb(text: string): QueryShape {
  const shape = evenText(text)
    .replace(/ × \d+/g, '')
    .replace(/\[\?(?:, \?)*\]/g, '[?…]');
  const [verb = '', target = ''] = shape.split(' ', 2);
  return { shape, verb: verb.toUpperCase(), target, writes: writeCommands.test(verb) };
}

/** Ids, numbers of some length, and what was redacted: what tells one thing from another of its sort. */
export function evenText(text: string): string {
  return text
    .replace(/<redacted [0-9a-f]+>|…<[0-9a-f]+>/g, '{secret}')
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '{id}')
    .replace(/(?<![A-Za-z0-9])(?=[0-9a-z_]*\d)(?:\w{0,12}_)?[0-9a-f]{8,}(?![A-Za-z0-9])/gi, '{id}')
    .replace(/(?<=[:/._-]|^)\d+(?=[:/._\s-]|$)/g, '{id}');
}
