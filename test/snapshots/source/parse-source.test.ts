import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';

test.each([
  ['a module', 'a.mjs', "import x from 'x'; await x;"],
  ['a script', 'a.js', 'with (a) { b; }'],
  ['CommonJS that returns early', 'a.cjs', 'if (a) return; module.exports = 1;'],
  ['a script with a first line for the shell', 'a.js', '#!/usr/bin/env node\nx();'],
  ['TypeScript', 'a.mts', 'const a: number = b as any; type X = 1;'],
  ['TypeScript that makes code', 'a.ts', 'enum A { B }'],
  ['JavaScript with elements in it', 'a.js', 'const a = <b/>'],
])('%s is read', (_, path, text) => {
  expect(parseSource(path, text).kind).toBe('parsed');
});

test('positions in TypeScript are those of the file', () => {
  const text = 'type Long = { a: string };\nfunction f(a: number): number {\n  return a;\n}\n';
  const parsed = parseSource('a.ts', text);
  expect(parsed.kind === 'parsed' && parsed.program.body.at(-1)?.loc?.start.line).toBe(2);
  expect(parsed.kind === 'parsed' && parsed.text.length).toBe(text.length);
  expect(parsed.kind === 'parsed' && parsed.written).toBe(text);
});

test('reading TypeScript warns of nothing', async () => {
  const file = fileURLToPath(new URL('../../../src/snapshots/source/parse-source.ts', import.meta.url));
  const program = `const { parseSource } = await import(${JSON.stringify(file)});
    console.log(parseSource('a.ts', 'const a: number = 1').kind);`;
  const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(ran).toMatchObject({ stdout: 'parsed\n', stderr: '' });
});

test.each([
  ['a.js', 'const = 1', 'unparsed'],
  ['a.ts', 'enum { B }', 'unparsed'],
  ['a.jsx', '<a>', 'unparsed'],
  ['a.go', 'package main', 'unparsed'],
  ['notes.txt', 'hello', 'not-code'],
  ['LICENSE', 'hello', 'not-code'],
])('%s: %s is %s', (path, text, kind) => {
  expect(parseSource(path, text).kind).toBe(kind);
});
