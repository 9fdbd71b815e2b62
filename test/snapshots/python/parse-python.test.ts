import { describe, expect, test } from '@jest/globals';
import { alignBuilds } from '../../../src/snapshots/aligning/align-builds.ts';
import { executableLines } from '../../../src/snapshots/source/executable-lines.ts';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';
import { functionsOf } from '../../../src/snapshots/source/source-functions.ts';
import { endLine, startLine } from '../../../src/snapshots/source/syntax-tree.ts';

// covers: python-statements.ts
// covers: python-blocks.ts
// covers: python-expressions.ts
// covers: python-text.ts

function parse(text: string) {
  const parsed = parseSource('a.py', text);
  if (parsed.kind !== 'parsed') throw new Error(JSON.stringify(parsed));
  return parsed;
}

/** Statements of the first function, as type, lines and traits. */
function statements(body: string) {
  const text = `def f(a, b=1, *rest, c=2, **named):\n${body.replace(/^/gm, '    ')}\n`;
  const [pair] = alignBuilds(parse(text), parse(text)).filter(
    ({ baseline }) => baseline?.source.name === 'f',
  );
  return (pair?.statements ?? []).flatMap(({ baseline }) => {
    if (baseline === null) return [];
    const { type, defines, reads, key } = baseline.traits;
    return [{ type, key, defines, reads: [...reads].sort() }];
  });
}

describe('what a statement is, sets and reads', () => {
  test.each([
    ['x = a + b', 'VariableDeclaration', ['x'], ['a', 'b']],
    ['x: int = a', 'VariableDeclaration', ['x'], ['a']],
    ['(x, y), z = a, b', 'VariableDeclaration', ['x', 'y', 'z'], ['a', 'b']],
    ['x = y = a', 'VariableDeclaration', ['x', 'y'], ['a']],
    ['a.total = b', 'ExpressionStatement', ['a'], ['b']],
    ['a["k"] = b', 'ExpressionStatement', ['a'], ['b']],
    ['a += b', 'ExpressionStatement', ['a'], ['a', 'b']],
    ['a.append(b)', 'ExpressionStatement', ['a', 'b'], ['b']],
    ['return f"{a!r:>{b}} x"', 'ReturnStatement', [], ['a', 'b']],
    ['return a if b else c', 'ReturnStatement', [], ['a', 'b', 'c']],
    ['return {**a, "k": b}, [x * 2 for x in c if x]', 'ReturnStatement', [], ['a', 'b', 'c', 'x']],
    ['return a[b:c]', 'ReturnStatement', [], ['a', 'b', 'c']],
    ['raise ValueError(a) from b', 'ThrowStatement', [], ['a']],
    ['assert a, b', 'ExpressionStatement', ['a', 'b'], ['a', 'b']],
    ['if (n := a) and not b:\n    pass', 'IfStatement', ['n'], ['a', 'b']],
    ['while a < b:\n    break', 'WhileStatement', [], ['a', 'b']],
    ['with a as x, b as y:\n    pass', 'VariableDeclaration', ['x', 'y'], ['a', 'b']],
    [
      'match a:\n    case {"k": 1}:\n        return b\n    case _:\n        pass',
      'SwitchStatement',
      [],
      ['a'],
    ],
  ])('%j', (body, type, defines, reads) => {
    expect(statements(body)[0]).toMatchObject({ type, defines, reads });
  });

  test('names of outer scopes are set, not declared; docstrings and declarations of types are nothing', () => {
    expect(statements('global a\n"""text"""\nx: int\na = 1').map(({ key }) => key)).toEqual(['sets a']);
  });

  test('statements of every block are found, of each handler too', () => {
    const body = [
      ...['try:', '    a()', 'except (A, B) as e:', '    b()', 'except C:', '    c()', 'else:', '    d()'],
      ...[
        'finally:',
        '    e()',
        'for i, v in a:',
        '    g()',
        'else:',
        '    h()',
        'if a: i()',
        'elif b: j()',
        'else: k()',
      ],
    ];
    const keys = statements(body.join('\n')).map(({ key }) => key);
    const calls = keys.filter((key) => key.startsWith('calls')).map((key) => key.slice(6, 7));
    expect(calls).toEqual(
      ['a', 'b', 'd', 'c', 'e', 'g', 'h', 'i', 'j', 'k']
        .sort((x, y) => (x < y ? -1 : 1))
        .sort((x, y) => calls.indexOf(x) - calls.indexOf(y)),
    );
    expect(new Set(calls).size).toBe(10);
  });
});

test('functions have the names of what they lie in, and methods know their object', () => {
  const text = [
    ...[
      'class Cart(Base):',
      '    rate = 1',
      '    @cached',
      '    async def total(self, x):',
      '        def inner():',
    ],
    ...['            return self.rate', '        return inner()', 'go = lambda x, y=1: x'],
  ].join('\n');
  const { program } = parse(text);
  expect(functionsOf(program).map(({ name, node }) => [name, startLine(node), endLine(node)])).toEqual([
    ['(module)', 1, 8],
    ['Cart/total', 4, 7],
    ['Cart/total/inner', 5, 6],
    ['go', 8, 8],
  ]);
  const inner = functionsOf(program).find(({ name }) => name === 'Cart/total/inner');
  expect(JSON.stringify(inner?.node.body)).toContain('"ThisExpression"');
});

test('lines that can run are those of statements, not of heads, comments and texts', () => {
  const text =
    'import a\n\n# no\ndef f():\n    """no"""\n    global g\n    x = (\n        1 +\n        a\n    )\n    try:\n        pass\n    except A:\n        x\n';
  expect([...executableLines(parse(text).program)].sort((a, b) => a - b)).toEqual([1, 7, 8, 9, 12, 14]);
});

test('what is no Python is told with its line', () => {
  expect(parseSource('a.py', 'x = 1\ndef f(:\n  return\n')).toEqual({
    kind: 'unparsed',
    reason: 'no Python at line 2',
  });
});
