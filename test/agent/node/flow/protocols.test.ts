import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { BSON } from 'mongodb';

// covers: bytes.cjs
// covers: framer.cjs
// covers: postgres.cjs
// covers: mysql.cjs
// covers: redis.cjs
// covers: mongodb.cjs

type Query = { readonly text: string; readonly given: readonly unknown[]; readonly isCut: boolean };
type Reader = (bytes: Uint8Array) => boolean;
type Readers = Readonly<Record<string, (onQuery: (query: Query) => void) => Reader>>;
type Tests = Readonly<Record<string, (bytes: Uint8Array) => boolean>>;
const load = createRequire(import.meta.url);
const part = (name: string) => load(`../../../../src/agent/node/flow/${name}.cjs`);
const { createPostgresReader, createMysqlReader, createMongodbReader } = {
  ...part('postgres'),
  ...part('mysql'),
  ...part('mongodb'),
} as Readers;
const { createRedisReader } = part('redis') as {
  createRedisReader(onCommand: (words: readonly string[]) => void): Reader;
};
const is = { ...part('postgres'), ...part('mysql'), ...part('mongodb'), ...part('redis') } as Tests;

/** What a reader makes of bytes, whole and cut into pieces of every small size: both must agree. */
function queriesOf(create: Readers[string] | undefined, bytes: Uint8Array): readonly Query[] {
  const read = (size: number) => {
    const queries: Query[] = [];
    const reader = create?.((query) => queries.push(query));
    for (let at = 0; at < bytes.length; at += size) {
      const written = Uint8Array.from(bytes.subarray(at, at + size));
      expect(reader?.(written)).toBe(true);
      written.fill(255);
    }
    return queries;
  };
  const whole = read(bytes.length);
  for (const size of [1, 2, 3, 7, 64]) expect(read(size)).toEqual(whole);
  return whole;
}

const int32 = (value: number) => [value >>> 24, value >>> 16, value >>> 8, value].map((each) => each & 255);
const text = (value: string) => [...Buffer.from(value), 0];
const postgres = (letter: string, body: readonly number[]) => [
  letter.charCodeAt(0),
  ...int32(4 + body.length),
  ...body,
];

describe('PostgreSQL', () => {
  const start = [...int32(16), 0, 3, 0, 0, ...text('user'), ...text('me')];

  test('simple and prepared queries, text and binary arguments', () => {
    const bind = (statement: string) => [
      ...text('portal'),
      ...text(statement),
      ...[0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 4],
      ...[...int32(2), ...Buffer.from('ab')],
      ...[...int32(4), ...int32(-2)],
      ...int32(-1),
      ...[...int32(9), 1, 2, 3, 4, 5, 6, 7, 8, 9],
      ...[0, 0],
    ];
    const bytes = Uint8Array.from([
      ...int32(8),
      ...[4, 210, 22, 47],
      ...start,
      ...postgres('p', text('a password')),
      ...postgres('Q', text('SELECT 1')),
      ...postgres('P', [...text('named'), ...text('SELECT $1, $2'), 0, 0]),
      ...postgres('B', bind('named')),
      ...postgres('E', [...text('portal'), ...int32(0)]),
      ...postgres('B', bind('unknown')),
      ...postgres('Q', text('SELECT 2')),
    ]);
    expect(is['isPostgres']?.(bytes)).toBe(true);
    expect(is['isPostgres']?.(Uint8Array.from(start))).toBe(true);
    expect(queriesOf(createPostgresReader, bytes)).toEqual([
      { text: 'SELECT 1', given: [], isCut: false },
      { text: 'SELECT $1, $2', given: ['ab', '-2', null, '\\x010203040506070809'], isCut: false },
      { text: 'SELECT 2', given: [], isCut: false },
    ]);
  });

  test('a message beyond what is looked at is cut, and the next one is read', () => {
    const long = `SELECT '${'x'.repeat(200_000)}'`;
    const bytes = Uint8Array.from([
      ...start,
      ...postgres('Q', text(long)),
      ...postgres('Q', text('SELECT 3')),
    ]);
    const queries: Query[] = [];
    createPostgresReader?.((query) => queries.push(query))(bytes);
    expect(queries.map(({ isCut, text: shown }) => [isCut, shown.length])).toEqual([
      [true, 65_531],
      [false, 8],
    ]);
  });

  test('nonsense ends it', () => {
    expect(createPostgresReader?.(() => {})(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0]))).toBe(false);
  });
});

describe('MySQL', () => {
  const packet = (number: number, body: readonly number[]) => [
    ...[body.length & 255, (body.length >> 8) & 255, body.length >> 16, number],
    ...body,
  ];
  const login = (flags: readonly number[]) =>
    packet(1, [...flags, 0, 0, 0, 1, 45, ...new Array(23).fill(0), ...text('user'), 0]);
  const plain = login([0x0f, 0xa2, 0x0b, 0x00]);

  test('plain and prepared queries', () => {
    const double = [...new Uint8Array(new Float64Array([1.5]).buffer)];
    const values = [
      ...[0b100, 1, 0xfd, 0, 5, 0, 6, 0, 8, 0, 12, 0],
      ...[2, ...Buffer.from('ab'), ...double, 254, 255, 255, 255, 255, 255, 255, 255],
      ...[4, 0xea, 0x07, 11, 22],
    ];
    const bytes = Uint8Array.from([
      ...plain,
      ...packet(0, [0x03, ...Buffer.from('SELECT 1')]),
      ...packet(0, [0x16, ...Buffer.from("SELECT '?', ?, ?, ?, ?, ?")]),
      ...packet(0, [0x17, 1, 0, 0, 0, 0, 1, 0, 0, 0, ...values]),
      ...packet(0, [0x17, 9, 0, 0, 0, 0, 1, 0, 0, 0]),
      ...packet(0, [0x0e]),
    ]);
    expect(is['isMysql']?.(bytes)).toBe(true);
    expect(queriesOf(createMysqlReader, bytes)).toEqual([
      { text: 'SELECT 1', given: [], isCut: false },
      { text: "SELECT '?', ?, ?, ?, ?, ?", given: ['ab', '1.5', null, '-2', '2026-11-22'], isCut: false },
    ]);
  });

  test('queries with room for attributes, which the server may have refused', () => {
    const bytes = Uint8Array.from([
      ...login([0x0f, 0xa2, 0x0b, 0x08]),
      ...packet(0, [0x03, 0, 1, ...Buffer.from('SELECT 1')]),
      ...packet(0, [0x03, ...Buffer.from('SELECT 2')]),
      ...packet(0, [0x16, ...Buffer.from('SELECT ?')]),
      ...packet(0, [0x17, 1, 0, 0, 0, 8, 1, 0, 0, 0, 1, 0, 1, 0xfd, 0, 0, 2, ...Buffer.from('ab')]),
    ]);
    expect(queriesOf(createMysqlReader, bytes).map(({ text: shown, given }) => [shown, given])).toEqual([
      ['SELECT 1', []],
      ['SELECT 2', []],
      ['SELECT ?', ['ab']],
    ]);
  });
});

test('Redis: commands, however they are cut', () => {
  const bytes = Buffer.from(
    '*3\r\n$3\r\nSET\r\n$5\r\nkey:1\r\n$4\r\na\r\nb\r\n*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$0\r\n\r\n',
  );
  const seen = (size: number) => {
    const commands: (readonly string[])[] = [];
    const read = createRedisReader((words) => commands.push(words));
    for (let at = 0; at < bytes.length; at += size) expect(read(bytes.subarray(at, at + size))).toBe(true);
    return commands;
  };
  for (const size of [1, 2, 5, 1000])
    expect(seen(size)).toEqual([['SET', 'key:1', 'a\r\nb'], ['PING'], ['GET', '']]);
  expect(is['isRedis']?.(bytes)).toBe(true);
  expect(createRedisReader(() => {})(Buffer.from('*x\r\n'))).toBe(false);
});

describe('MongoDB', () => {
  const message = (body: Uint8Array, ...lists: readonly Uint8Array[]) => {
    const sections = Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), body, ...lists]);
    const head = Buffer.alloc(16);
    head.writeInt32LE(16 + sections.length, 0);
    head.writeInt32LE(2013, 12);
    return Buffer.concat([head, sections]);
  };
  const list = (name: string, documents: readonly object[]) => {
    const body = Buffer.concat([
      Buffer.from(`${name}\0`),
      ...documents.map((document) => BSON.serialize(document)),
    ]);
    const head = Buffer.from([1, 0, 0, 0, 0]);
    head.writeInt32LE(4 + body.length, 1);
    return Buffer.concat([head, body]);
  };

  test('commands with what they ask for, without what belongs to the connection', () => {
    const bytes = Buffer.concat([
      message(BSON.serialize({ hello: 1, $db: 'admin' })),
      message(
        BSON.serialize({
          find: 'orders',
          filter: { status: 'paid', total: { $gt: 5.5 }, id: { $in: [1, 2] }, at: new Date(5), gone: null },
          sort: { total: -1 },
          limit: 3,
          lsid: { id: 1 },
          $db: 'shop',
        }),
      ),
      message(
        BSON.serialize({ insert: 'orders', ordered: true, $db: 'shop' }),
        list('documents', [
          { _id: new BSON.ObjectId('65'.repeat(12)), a: 'x' },
          { _id: 2, a: 'y' },
        ]),
      ),
    ]);
    expect(is['isMongodb']?.(bytes)).toBe(true);
    const value = (name: string, shown: string | null) => ({ name, value: shown });
    expect(queriesOf(createMongodbReader, bytes)).toEqual([
      {
        text: 'find orders filter: {status: ?, total: {$gt: ?}, id: {$in: [?, ?]}, at: ?, gone: ?} sort: {total: ?} limit: ?',
        given: [
          value('status', 'paid'),
          value('$gt', '5.5'),
          value('$in', '1'),
          value('$in', '2'),
          value('at', '5'),
          value('gone', null),
          value('total', '-1'),
          value('', '3'),
        ],
        isCut: false,
      },
      {
        text: 'insert orders documents: [{_id: ?, a: ?}] × 2',
        given: [value('_id', '65'.repeat(12)), value('a', 'x'), value('_id', '2'), value('a', 'y')],
        isCut: false,
      },
    ]);
  });
});

test.each([
  ['a call over HTTP', 'GET / HTTP/1.1\r\nhost: a\r\n\r\n'.padEnd(60, 'x')],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'.padEnd(60, '\0')],
  ['TLS', `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${'\0'.repeat(40)}`],
  ['zeros', '\0'.repeat(64)],
])('%s is taken for no database', (_, start) => {
  const bytes = Buffer.from(start, 'latin1');
  for (const name of ['isPostgres', 'isMysql', 'isRedis', 'isMongodb']) expect(is[name]?.(bytes)).toBe(false);
});
