import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rewriteSource } from '../../../src/snapshots/source/rewrite-source.ts';

// covers: erase-types.ts
// covers: flatten-jsx.ts
// covers: source-edits.ts

/** With each run of blanks as one, since the blanks only hold the places. */
function script(text: string, extension = 'ts'): string {
  return rewriteSource(extension, text).script.replace(/ +/g, ' ').trim();
}

test.each([
  ['enum Tier { Gold = "gold", Plain }', 'var Tier = [ "gold", ]'],
  ['export const enum Empty {}', 'export var Empty =0'],
  ['enum Tier { Gold = 1 } const a = 1;', 'var Tier = [ 1 ];const a = 1;'],
  ['enum Tier { Gold }\n[a] = b;', '; \n[a] = b;'],
  ['declare enum Tier { Gold }', ';'],
  ['import fs = require("node:fs");', 'var fs = require("node:fs");'],
  ['import type { A } from "a"; import { type B, c } from "b";', '; import { c } from "b";'],
  [
    'const b = 1; export type { A }; export { type C, b }; export { type C, d } from "d";',
    'const b = 1; ; ; export { d } from "d";',
  ],
  ['export = { a: 1 };', 'void { a: 1 };'],
  ['namespace A.B { export const c: number = 1; }', '{ const c = 1; }'],
  ['export namespace A { }', '{ }'],
  ['let a: { [key: string]: { b(): void } } = {} as { [key: string]: never };', 'let a = {} ;'],
  ['function f(a: string): void;\nfunction f(a?: unknown) {}', '; \nfunction f(a ) {}'],
  ['function f(this: A, b: B) {}', 'function f( b ) {}'],
  ['let a!: string; a = <any>b as C satisfies D;', 'let a ; a = b ;'],
  ['(a! as B).c!.d = f<G>(1);', '(a ).c .d = f (1);'],
  ['const f = async (a: A): Promise<\n  B\n> => a;', 'const f = async (a \n \n) => a;'],
  ['abstract class A<T> extends B<T> implements C, D<T> {}', 'class A extends B {}'],
  ['class A { private readonly a?: string = b; declare c: C; [key: string]: D }', 'class A { a = b; ; ; }'],
  ['abstract class A { abstract a(): void; protected abstract b: B; }', 'class A { ; ; }'],
  [
    'class A extends B { static override async private?() {} }',
    'class A extends B { static async private () {} }',
  ],
  ['class A { constructor(@In(b) private readonly a: B = c) {} }', 'class A { constructor( a = c) {} }'],
  ['@A({ a: "abstract" }) export abstract class B { @C() d() {} }', 'export class B { d() {} }'],
])('%s', (text, expected) => {
  expect(script(text)).toBe(expected);
});

describe('markup', () => {
  test.each([
    ['x = <></>;', 'x = [ ] ;'],
    ['x = <a b="c {d}" e>{/* f */} g</a>;', 'x = [ ] ;'],
    ['x = <a b={c} {...d}>{e}<f/>{...g}</a>;', 'x = [ c, ...d, e,[ ], ...g, ] ;'],
    ['x = <a b=<c d={e}/>/>;', 'x = [ [ e,],] ;'],
    ['x = <A<T> b={c!} />;', 'x = [ c , ] ;'],
    ['const f = <T,>(a: T) => <b>{a as string}</b>;', 'const f = (a ) => [ a , ] ;'],
  ])('%s', (text, expected) => {
    expect(script(text, 'tsx')).toBe(expected);
  });

  test('is no type assertion, and is read in JavaScript too', () => {
    expect(script('x = <a>{b}</a>;', 'js')).toBe('x = [ b, ] ;');
    expect(script('x = <A>b;', 'mts')).toBe('x = b;');
  });
});

test('nothing moves, and only types are blank in what is shown', () => {
  const text = '@A()\r\nclass B {\r\n  constructor(private c: C) {}\r\n}\r\nenum D { E }\r\nlet f:\r\n  G;';
  const { script, untyped } = rewriteSource('ts', text);
  expect(untyped).toBe(
    '@A()\r\nclass B {\r\n  constructor(private c   ) {}\r\n}\r\nenum D { E }\r\nlet f \r\n   ;',
  );
  expect([...script.matchAll(/\r\n/g)].map(({ index }) => index)).toEqual(
    [...text.matchAll(/\r\n/g)].map(({ index }) => index),
  );
  expect(script).toHaveLength(text.length);
});

test('decorators as the standard has them are read where the older ones are not', () => {
  expect(script('export @A class B { @(c.d) accessor e: string = "f"; }')).toBe(
    'export class B { e = "f"; }',
  );
});

test('what is no TypeScript is an error', () => {
  expect(() => rewriteSource('ts', 'enum { A')).toThrow('Unexpected token');
});

test('what Node can strip becomes what Node makes of it', () => {
  const folder = join(import.meta.dirname, '../../../src/snapshots');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const { emitWarning } = process;
  process.emitWarning = () => {};
  const different = files.filter((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return withoutNotes(rewriteSource('ts', text).script) !== withoutNotes(stripTypeScriptTypes(text));
  });
  process.emitWarning = emitWarning;
  expect(files.length).toBeGreaterThan(50);
  expect(different).toEqual([]);
});

/** Comments inside of types go or stay, and lone semicolons hold lines apart where there may be no need to. */
function withoutNotes(text: string): string {
  return text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '').replace(/[;\s]+/g, ' ');
}
