import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';

type Taken = { readonly text: string; readonly values: readonly { name: string; value: unknown }[] };
type Request = {
  readonly text: string;
  readonly system: string;
  readonly given: readonly unknown[];
  readonly named?: (name: string) => unknown;
};
const load = createRequire(import.meta.url);
const { takeLiterals } = load('../../../../src/agent/node/flow/literals.cjs') as {
  takeLiterals(request: Request): Taken;
};
const take = (text: string, given: readonly unknown[] = [], system = 'postgresql') => {
  const { text: shape, values } = takeLiterals({ text, system, given });
  return [shape, values.map(({ name, value }) => (name === '' ? value : `${name}=${value}`))];
};

test.each([
  ['SELECT  1 +\n 2.5e3 -- why', ['SELECT ? + ?', ['1', '2.5e3']]],
  ["SELECT 'it''s' /* a 'b' */ FROM t;", ['SELECT ? FROM t', ["it''s"]]],
  ["SELECT E'a\\'b', $tag$x'y$tag$, $$z$$", ['SELECT ?, ?, ?', ["a\\'b", "x'y", 'z']]],
  ['SELECT a1, "b 2", `c3` FROM t4', ['SELECT a1, "b 2", `c3` FROM t4', []]],
  ["SELECT x::int, '2'::text FROM t", ['SELECT x::int, ?::text FROM t', ['2']]],
  [
    "UPDATE t SET a = 'x', b = 2 WHERE c.d <> -3",
    ['UPDATE t SET a = ?, b = ? WHERE c.d <> -?', ['a=x', 'b=2', 'd=3']],
  ],
  [
    "INSERT INTO users (name, \"pass word\") VALUES ('a', 'b'), ('c', f('d'))",
    [
      'INSERT INTO users (name, "pass word") VALUES (?, ?), (?, f(?))',
      ['name=a', 'pass word=b', 'name=c', 'd'],
    ],
  ],
  [
    "SELECT * FROM t WHERE pin IN ('1', '2') AND 3 = n",
    ['SELECT * FROM t WHERE pin IN (?, ?) AND ? = n', ['pin=1', 'pin=2', '3']],
  ],
  ["SELECT 'never ends", ['SELECT ?', ['never ends']]],
])('%s', (text, expected) => {
  expect(take(text)).toEqual(expected);
});

test('bound values stand where the text has them', () => {
  expect(take('SELECT $2, $1, $2', ['a', 'b'])).toEqual(['SELECT ?, ?, ?', ['b', 'a', 'b']]);
  expect(take('SELECT ?, x = ?', [1, 2], 'sqlite')).toEqual(['SELECT ?, x = ?', [1, 'x=2']]);
  const named = (name: string) => ({ id: 7, at: 8 })[name];
  expect(
    takeLiterals({ text: 'SELECT :id, @at, $id', system: 'sqlite', given: [], named }).values.map(
      ({ value }) => value,
    ),
  ).toEqual([7, 8, 7]);
});

test('MySQL takes double quotes and backslashes for text', () => {
  expect(take('SELECT "a\\"b", \'c\\\'d\', `e` # end', [], 'mysql')).toEqual([
    'SELECT ?, ?, `e`',
    ['a\\"b', "c\\'d"],
  ]);
});

test('a long text of quotes takes no longer than it is long', () => {
  const text = `SELECT ${"'".repeat(8_001)}`;
  const began = process.cpuUsage().user;
  take(text);
  expect(process.cpuUsage().user - began).toBeLessThan(1_000_000);
});
