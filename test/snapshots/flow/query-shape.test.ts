import { describe, expect, test } from '@jest/globals';
import {
  evenText,
  shapeOfMongodb,
  shapeOfRedis,
  shapeOfSql,
} from '../../../src/snapshots/flow/query-shape.ts';

describe('SQL', () => {
  test.each([
    ['SELECT * FROM items WHERE order_id = ?', 'SELECT', 'items', false],
    ['select "a" from "public"."orders" o JOIN lines l ON l.o = o.id', 'SELECT', 'public.orders', false],
    ['INSERT INTO `audit` (a, b) VALUES (?, ?)', 'INSERT', 'audit', true],
    ['INSERT OR REPLACE INTO t VALUES (?)', 'INSERT', 't', true],
    ['UPDATE accounts AS a SET n = n - ? WHERE id = ?', 'UPDATE', 'accounts', true],
    ['DELETE FROM ONLY carts WHERE id = ?', 'DELETE', 'carts', true],
    ['WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone', 'DELETE', 'a', true],
    ['TRUNCATE TABLE logs', 'TRUNCATE', 'logs', true],
    ['SELECT * FROM jobs FOR UPDATE SKIP LOCKED', 'SELECT', 'jobs', false],
  ])('%s', (text, verb, target, writes) => {
    expect(shapeOfSql(text)).toMatchObject({ verb, target, writes });
  });

  test.each([
    'SET TIME ZONE ?',
    'BEGIN',
    'COMMIT',
    'SELECT ?',
    'SELECT version()',
    'SELECT t.oid FROM pg_catalog.pg_type t',
    'CREATE TABLE IF NOT EXISTS a (b int)',
    'PRAGMA journal_mode = WAL',
    'DEALLOCATE s1',
  ])('%s only concerns the connection', (text) => {
    expect(shapeOfSql(text)).toBeNull();
  });

  test.each([
    ['lists of any length', 'SELECT a FROM t WHERE b IN (?, ?, ?)', 'SELECT a FROM t WHERE b IN (?)'],
    [
      'rows of any number',
      'INSERT INTO t (a, b) VALUES (?, ?), (?, ?)',
      'INSERT INTO t (a, b) VALUES (?, ?)…',
    ],
    ['random aliases', 'SELECT c8f3a91b2.a FROM t c8f3a91b2', 'SELECT d7a9b3c41.a FROM t d7a9b3c41'],
  ])('%s have one shape', (_, one, other) => {
    expect(shapeOfSql(one)?.shape.replace('…)', ')')).toBe(shapeOfSql(other)?.shape.replace('…)', ')'));
  });

  test('tables with numbers stay apart', () => {
    expect(shapeOfSql('SELECT a FROM t1')?.shape).not.toBe(shapeOfSql('SELECT a FROM t2')?.shape);
  });
});

test('Redis: keys by their pattern', () => {
  expect(shapeOfRedis('SET cart:17:items ? EX ?')).toEqual({
    shape: 'SET cart:{id}:items EX ?',
    verb: 'SET',
    target: 'cart:{id}:items',
    writes: true,
  });
  expect(shapeOfRedis('MGET a:1 a:2 a:3')).toMatchObject({ shape: 'MGET a:{id}', writes: false });
  expect(shapeOfRedis('GET session:<redacted 0123456789abcdef>')).toMatchObject({
    target: 'session:{secret}',
  });
});

test('MongoDB: lists of any length', () => {
  expect(shapeOfMongodb('find orders filter: {id: {$in: [?, ?]}}')).toEqual({
    shape: 'find orders filter: {id: {$in: [?…]}}',
    verb: 'FIND',
    target: 'orders',
    writes: false,
  });
  expect(shapeOfMongodb('insert orders documents: [{a: ?}] × 12')).toMatchObject({
    shape: 'insert orders documents: [{a: ?}]',
    writes: true,
  });
});

test.each([
  ['uploads/2026-11-22/f47ac10b-58cc-4372-a567-0e02b2c3d479.png', 'uploads/{id}-{id}-{id}/{id}.png'],
  ['reports/q3.csv', 'reports/q3.csv'],
  ['cache/3fa94b1c77de', 'cache/{id}'],
  ['feedback/facade.txt', 'feedback/facade.txt'],
])('%s becomes %s', (text, even) => {
  expect(evenText(text)).toBe(even);
});
