import { symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { parseDiff } from '../../src/adapters/git-diff.ts';
import type { ChangedFile } from '../../src/domain/change.ts';
import type { TestRepository } from '../support/repository.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

type Files = Readonly<Record<string, string | Uint8Array | null>>;

async function filesOf(made: TestRepository, base: string, head: string): Promise<readonly ChangedFile[]> {
  const git = await openRepository(made.folder);
  return (await git.readChange({ base, head })).files;
}

async function changed(before: Files, after: Files): Promise<readonly ChangedFile[]> {
  const made = await temporary.repository();
  const base = await made.commit({ message: 'before', files: before });
  const head = await made.commit({ message: 'after', files: after });
  return await filesOf(made, base, head);
}

const lines = (start: number, end: number) => ({ start, end });
const tenLines = '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n';

describe('files that changed', () => {
  test.each([
    {
      name: 'lines replaced, inserted and removed',
      before: { a: '1\n2\n3\n4\n5\n6\n' },
      after: { a: '1\ntwo\n3\n3.5\n3.6\n4\n' },
      expected: {
        status: 'modified',
        blocks: [
          { baseline: lines(2, 2), candidate: lines(2, 2) },
          { baseline: null, candidate: lines(4, 5) },
          { baseline: lines(5, 6), candidate: null },
        ],
      },
    },
    {
      name: 'neighbouring changes with one line between them stay apart',
      before: { a: '1\n2\n3\n' },
      after: { a: 'x\n2\ny\n' },
      expected: {
        blocks: [
          { baseline: lines(1, 1), candidate: lines(1, 1) },
          { baseline: lines(3, 3), candidate: lines(3, 3) },
        ],
      },
    },
    {
      name: 'a new file',
      before: {},
      after: { a: '1\n2\n' },
      expected: { status: 'added', blocks: [{ baseline: null, candidate: lines(1, 2) }] },
    },
    {
      name: 'a file that is gone',
      before: { a: '1\n2' },
      after: { a: null },
      expected: { path: 'a', status: 'deleted', blocks: [{ baseline: lines(1, 2), candidate: null }] },
    },
    {
      name: 'a new empty file',
      before: {},
      after: { a: '' },
      expected: { status: 'added', binary: false, blocks: [] },
    },
    {
      name: 'a file that moved and changed',
      before: { 'old name': tenLines },
      after: { 'old name': null, 'new/näme "q"\t.txt': tenLines.replace('7', 'seven') },
      expected: {
        path: 'new/näme "q"\t.txt',
        previousPath: 'old name',
        status: 'renamed',
        blocks: [{ baseline: lines(7, 7), candidate: lines(7, 7) }],
      },
    },
    {
      name: 'a path with a line end in it',
      before: {},
      after: { 'a\nb': 'x\n' },
      expected: { path: 'a\nb', status: 'added' },
    },
    {
      name: 'a binary file',
      before: { a: new Uint8Array([0, 1, 2]) },
      after: { a: new Uint8Array([0, 1, 3]) },
      expected: { status: 'modified', binary: true, blocks: [] },
    },
    {
      name: 'text that becomes binary',
      before: { a: 'text\n' },
      after: { a: new Uint8Array([0, 1, 3]) },
      expected: { status: 'modified', binary: true, blocks: [] },
    },
    {
      name: 'lines that look like a diff, after line ends of other systems too',
      before: { a: 'x\n' },
      after: {
        a: 'x\rdiff --git a/b b/b\u2028@@ -9 +9 @@\r@@ -1 +1 @@\n-- a\n@@ -5 +5 @@\nBinary files a and b differ\n',
      },
      expected: { binary: false, blocks: [{ baseline: lines(1, 1), candidate: lines(1, 4) }] },
    },
    {
      name: 'no line end at the end',
      before: { a: '1\n2' },
      after: { a: '1\n2\n' },
      expected: { blocks: [{ baseline: lines(2, 2), candidate: lines(2, 2) }] },
    },
  ] as { name: string; before: Files; after: Files; expected: Partial<ChangedFile> }[])(
    '$name',
    async ({ before, after, expected }) => {
      const files = await changed({ ...before, untouched: 'same' }, after);
      expect(files).toHaveLength(1);
      expect(files[0]).toMatchObject(expected);
    },
  );

  test('a change of the mode alone has no lines', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'before', files: { run: '#!/bin/sh\n' } });
    await made.git('update-index', '--chmod=+x', 'run');
    await made.git('commit', '--quiet', '-m', 'after');
    expect(await filesOf(made, base, 'HEAD')).toEqual([
      { path: 'run', status: 'modified', binary: false, blocks: [] },
    ]);
  });

  test('a file that becomes a link keeps its place among the others', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'before', files: { a: '1\n', b: '1\n2\n', c: '1\n' } });
    await unlink(join(made.folder, 'b'));
    await symlink('a', join(made.folder, 'b'));
    const head = await made.commit({ message: 'after', files: { a: '2\n', c: '3\n' } });
    const files = await filesOf(made, base, head);
    expect(files.map(({ path, status }) => `${path} ${status}`)).toEqual([
      'a modified',
      'b modified',
      'c modified',
    ]);
    expect(files[1]?.blocks).toEqual([
      { baseline: lines(1, 2), candidate: null },
      { baseline: null, candidate: lines(1, 1) },
    ]);
    expect(files[2]?.blocks).toEqual([{ baseline: lines(1, 1), candidate: lines(1, 1) }]);
  });

  test('a submodule that moves on is named and has no lines', async () => {
    const made = await temporary.repository();
    const first = await made.commit({ message: 'first' });
    const point = async (sha: string) => {
      await made.git('update-index', '--add', '--cacheinfo', `160000,${sha},vendor/lib`);
      await made.git('commit', '--quiet', '-m', 'point');
      return await made.git('rev-parse', 'HEAD');
    };
    const base = await point(first);
    const head = await point(base);
    expect(await filesOf(made, base, head)).toEqual([
      { path: 'vendor/lib', status: 'modified', binary: true, blocks: [] },
    ]);
  });
});

describe('output that does not hold together is refused', () => {
  const record = ':100644 100644 1111111 2222222 M\0a\0';
  test.each([
    ['a file without a section', `${record}\0`],
    ['a section without a file', `${record}\0diff --git a/a b/a\ndiff --git a/b b/b\n`],
    ['a record that is cut off', ':100644 100644 1111111 2222222 M\0a'],
    ['a status that nobody knows', ':100644 100644 1111111 2222222 Q\0a\0\0diff --git a/a b/a\n'],
    ['a hunk before any file', `${record}\0@@ -1 +1 @@\n`],
  ])('%s', (_, output) => {
    expect(() => parseDiff(output)).toThrow();
  });

  test('no output is no file', () => expect(parseDiff('')).toEqual([]));
});
