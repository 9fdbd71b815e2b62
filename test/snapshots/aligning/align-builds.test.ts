import { describe, expect, test } from '@jest/globals';
import { alignBuilds } from '../../../src/snapshots/aligning/align-builds.ts';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';

// covers: statement-traits.ts
// covers: syntax-tree.ts

function parsed(text: string) {
  const source = parseSource('a.mjs', text);
  if (source.kind !== 'parsed') throw new Error(source.kind);
  return source;
}

/** Pairs of statements as `base text ↔ head text`, functions left out. */
function pairs(baseline: string, candidate: string): readonly string[] {
  return alignBuilds(parsed(baseline), parsed(candidate)).flatMap(({ statements }) =>
    statements.map((pair) => `${pair.baseline?.traits.text ?? '—'} ↔ ${pair.candidate?.traits.text ?? '—'}`),
  );
}

function functions(baseline: string, candidate: string): readonly string[] {
  return alignBuilds(parsed(baseline), parsed(candidate)).map(
    (pair) => `${pair.baseline?.source.name ?? '—'} ↔ ${pair.candidate?.source.name ?? '—'}`,
  );
}

const body = (lines: string): string => `function f(a, b) {\n${lines}\n}`;

describe('statements', () => {
  test.each([
    [
      'a changed initialiser',
      'const x = a + 1;',
      'const x = a - 1;',
      ['const x = a + 1; ↔ const x = a - 1;'],
    ],
    ['a renamed variable', 'const x = a * 2;', 'const y = a * 2;', ['const x = a * 2; ↔ const y = a * 2;']],
    [
      'another variable',
      'const x = a * 2;',
      'const y = b - 2;',
      ['const x = a * 2; ↔ —', '— ↔ const y = b - 2;'],
    ],
    ['another argument of a call', 'send(a);', 'send(b);', ['send(a); ↔ send(b);']],
    ['another callee', 'send(a);', 'store(a);', ['send(a); ↔ —', '— ↔ store(a);']],
    ['another return', 'return a;', 'return b;', ['return a; ↔ return b;']],
    [
      'another guard',
      'if (a > 1) return a;',
      'if (a > 2) return a;',
      ['if (a > 1) return a; ↔ if (a > 2) return a;', 'return a; ↔ return a;'],
    ],
    [
      'an inserted statement',
      'const x = a;\nreturn x;',
      'const x = a;\nlog(x);\nreturn x;',
      ['const x = a; ↔ const x = a;', '— ↔ log(x);', 'return x; ↔ return x;'],
    ],
    ['a wrap in try', 'send(a);', 'try { send(a); } catch {}', ['— ↔ try', 'send(a); ↔ send(a);']],
    ['an assignment to the same place', 'a.x = 1;', 'a.x = 2;', ['a.x = 1; ↔ a.x = 2;']],
  ])('%s', (_, before, after, expected) => {
    expect(pairs(body(before), body(after))).toEqual(expected);
  });
});

describe('functions', () => {
  const two = 'export function one(a) { return a; }\nexport const two = (b) => b;\n';
  test('are paired by name, wherever they stand', () => {
    const swapped = two.split('\n').reverse().join('\n');
    expect(functions(two, swapped)).toEqual(['(module) ↔ (module)', 'one ↔ one', 'two ↔ two']);
  });

  test('are paired by their body when renamed, and left alone when nothing is alike', () => {
    const long = 'function old(a) { const x = a * 2; send(x); return x + 1; }';
    expect(functions(long, long.replace('old', 'fresh'))).toEqual(['(module) ↔ (module)', 'old ↔ fresh']);
    const other = 'function fresh(list) { for (const item of list) { item.go(); } }';
    expect(functions(long, other)).toEqual(['(module) ↔ (module)', 'old ↔ —', '— ↔ fresh']);
  });

  test('are paired by their text where callbacks share a name', () => {
    const weigh = 'const weight = list.reduce((sum, x) => sum + x.weight, 0);';
    const before = `function f(list) { ${weigh} return weight; }`;
    const after = `function f(list) { const net = list.reduce((sum, x) => sum + x.net, 0); ${weigh} return weight; }`;
    const texts = alignBuilds(parsed(before), parsed(after)).flatMap(({ baseline, candidate }) =>
      [baseline, candidate].map((side) => side?.text.slice(side.source.node.start, side.source.node.end)),
    );
    expect(texts.slice(4)).toEqual([
      '(sum, x) => sum + x.weight',
      '(sum, x) => sum + x.weight',
      undefined,
      '(sum, x) => sum + x.net',
    ]);
  });

  test('have names from the outside in', () => {
    const source = `class Cart { total() { return this.items.map((i) => i.price); } }
      const routes = { get: function () {} };
      app.post('/x', async () => {}); app.post('/y', async () => {});`;
    expect(functions(source, source).map((pair) => pair.split(' ↔ ')[0])).toEqual([
      '(module)',
      'Cart/total',
      'Cart/total/map()',
      'get',
      'post()1',
      'post()1',
    ]);
  });
});
