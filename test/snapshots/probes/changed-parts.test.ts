import { expect, test } from '@jest/globals';
import { parse } from 'acorn';
import { changedParts } from '../../../src/snapshots/probes/changed-parts.ts';

// covers: paired-children.ts

const visible = new Set(['a', 'b', 'id', 'order', 'list', 'flag', 'send']);

function side(text: string) {
  const program = parse(text, { ecmaVersion: 'latest', allowReturnOutsideFunction: true, locations: true });
  const [node] = program.body;
  if (node === undefined) throw new Error('no statement');
  return { node, text, isVisible: (name: string) => visible.has(name) };
}

function parts(before: string, after: string): readonly string[] {
  return changedParts(side(before), side(after)).map(
    ({ name, baseline, candidate }) => `${name}: ${baseline} | ${candidate}`,
  );
}

test.each<readonly [string, string, string, string]>([
  [
    'an argument beside one that runs code',
    'save(view(a), a);',
    'save(view(a), b);',
    'arguments of save[1]: a | b',
  ],
  [
    'a property of what is returned',
    'return { by: view(id), at: a / 10 };',
    'return { by: view(id), at: a };',
    'return.at: ($.p(a) / $.p(10)) | a',
  ],
  [
    'a property deep inside a call',
    "fetch(url(a), { headers: { kind: 'x', by: view(a) } });",
    "fetch(url(a), { headers: { kind: 'y', by: view(a) } });",
    "arguments of fetch[1].headers.kind: 'x' | 'y'",
  ],
  [
    'what an inner call is given',
    'const text = read(list).toString("utf8");',
    'const text = read(list).toString("latin1");',
    'arguments of toString[0]: "utf8" | "latin1"',
  ],
  [
    'the only operand that differs',
    'return view(a) + b;',
    'return view(a) + b * 2;',
    'b * 2: b | ($.p(b) * $.p(2))',
  ],
  [
    'an element that is missing',
    'return [view(a), id, b].join();',
    'return [view(a), id].join();',
    '[view(a), id]: [$.u,id,b] | [$.u,id]',
  ],
  [
    'the way that was chosen, where it is taken',
    'return flag ? view(a, 1) : null;',
    'return flag ? view(a, 2) : null;',
    'arguments of view[1]: ((flag)?1:undefined) | ((flag)?2:undefined)',
  ],
  [
    'what stands behind an `&&`, where it is reached',
    'return flag && view(a);',
    'return flag && view(b);',
    'arguments of view[0]: (!!(flag)?a:undefined) | (!!(flag)?b:undefined)',
  ],
  [
    'a test by its truth alone',
    'if (a && view(b)) send(a);',
    'if (a !== undefined && view(b)) send(a);',
    'a !== undefined: !!a | !!(a !== undefined)',
  ],
  [
    'the words of a text around what varies',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source
    'const cookie = `sid=${id}; HttpOnly`;',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source
    'const cookie = `sid=${id}`;',
    'words of the text: "sid=…; HttpOnly" | "sid=…"',
  ],
  [
    'a pattern by its source',
    'return split(list, /a/);',
    'return split(list, /b/g);',
    'arguments of split[1]: "/a/" | "/b/g"',
  ],
])('takes %s', (_, before, after, expected) => {
  expect(parts(before, after)).toEqual([expected]);
});

test.each<readonly [string, string, string]>([
  ['operands that changed places', 'return view(a) + a + b;', 'return view(a) + b + a;'],
  ['what a variable is given as a whole: it is seen behind the statement', 'let x = a;', 'let x = a + 1;'],
  ['a call of something else', 'return view(a);', 'return list(a);'],
  ['a draw of chance, which would be another one', 'return Math.random() * a;', 'return Math.random() + a;'],
  ['functions: they have probes of their own', 'list.map((x) => x + 1);', 'list.map((x) => x + 2);'],
])('takes nothing of %s', (_, before, after) => {
  expect(parts(before, after)).toEqual([]);
});

test('at most six parts of one statement', () => {
  const call = (value: number): string =>
    `send(view(a), ${Array.from({ length: 9 }, (_, index) => index + value).join(', ')});`;
  expect(parts(call(1), call(100))).toHaveLength(6);
});
