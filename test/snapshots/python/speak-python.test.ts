import { expect, test } from '@jest/globals';
import type { ChangedFile } from '../../../src/domain/change.ts';
import { planProbes } from '../../../src/snapshots/probes/plan-probes.ts';

function probes(before: string, after: string) {
  const blocks = after.split('\n').flatMap((line, index) => {
    const range = { start: index + 1, end: index + 1 };
    return before.split('\n')[index] === line ? [] : [{ baseline: range, candidate: range }];
  });
  const file = { path: 'cart.py', previousPath: null, blocks } as unknown as ChangedFile;
  return planProbes([{ file, baseline: before, candidate: after }]).candidate;
}

test('expressions are those of the source, members those of its own first parameter', () => {
  const text =
    'class Cart:\n    def total(self, x):\n        self.sum = x + self.rate\n        return round(x * self.rate)\n';
  const found = probes(text.replace('x + self', 'x - self').replace('round(x', 'round(1 + x'), text);
  const set = found.find(({ moment, statement }) => moment === 'after' && statement.startsWith('self.sum'));
  expect(set).toMatchObject({
    line: 4,
    column: 9,
    expressions: { 'self.sum': 'self.sum' },
    defines: ['self.sum'],
  });
  expect(set?.inputs).toEqual(expect.arrayContaining(['self.rate', 'x']));
  const given = found.find(({ statement }) => statement.startsWith('return'));
  expect(given).toMatchObject({ expressions: { return: '(round(x * self.rate))' }, defines: ['return'] });
});

test('a call of the service is told by what it is given, a guard by its truth', () => {
  const text = 'def f(a):\n    if a > 1:\n        return send(404, body=a)\n    raise Bad("x", a)\n';
  const found = probes(text.replace('> 1', '> 2').replace('404', '403').replace('"x"', '"y"'), text);
  expect(found.map(({ expressions }) => expressions)).toEqual(
    expect.arrayContaining([
      { condition: 'bool(a > 1)' },
      { 'arguments of send': '[(404), (a)]' },
      { 'arguments of Bad': '[("x"), (a)]' },
    ]),
  );
});

test('the end of a function is told by the place of its head, and variables of its blocks are seen there', () => {
  const text = 'def f(a):\n    if a:\n        low = 1\n    g(low)\n';
  const found = probes(text.replace('g(low)', 'h(low)'), text);
  expect(found.filter(({ moment }) => moment === 'after')).toContainEqual(
    expect.objectContaining({ line: 1, column: 1, names: expect.arrayContaining(['low', 'a']) }),
  );
});

test('what a generator gives is told where it is about to give it, with all of its parts', () => {
  const text =
    'def f(rows):\n    for row in rows:\n        yield row["a"], row["b"]\n    yield from g(rows)\n';
  const found = probes(text.replace('row["b"]', 'row["c"]').replace('g(rows)', 'g(rows[1:])'), text);
  expect(found.filter(({ statement }) => statement.startsWith('yield'))).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ moment: 'before', expressions: { yield: '(row["a"], row["b"])' } }),
      expect.objectContaining({ moment: 'before', expressions: { 'arguments of g': '[(rows)]' } }),
    ]),
  );
});

test('a guard that is one call is told by its truth as well, since the agent may be able to compute it', () => {
  const text = 'def f(a):\n    if a.startswith("x"):\n        return 1\n';
  const found = probes(text.replace('"x"', '"y"'), text);
  expect(found.map(({ expressions }) => expressions)).toContainEqual({
    condition: 'bool(a.startswith("x"))',
    'arguments of startswith': '[("x")]',
  });
});
