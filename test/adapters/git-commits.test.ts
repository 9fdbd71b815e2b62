import { describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { parseCommits } from '../../src/adapters/git-commits.ts';
import type { TestRepository } from '../support/repository.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();

describe('commits of a change', () => {
  test('come oldest first, also where clocks disagree, and with the parents of a merge', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'base', date: '2026-01-01T00:00:00Z' });
    await made.branch('side');
    const side = await made.commit({ message: 'side', date: '2020-01-01T00:00:00Z', files: { s: 's' } });
    await made.switchTo('main');
    const first = await made.commit({ message: 'first', date: '2026-03-01T00:00:00Z', files: { f: 'f' } });
    const second = await made.commit({ message: 'second', date: '2019-01-01T00:00:00Z', files: { g: 'g' } });
    await made.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'side');
    const change = await (await openRepository(made.folder)).readChange({ base, head: 'main' });
    const order = change.commits.map(({ message }) => message.trim());
    expect(order.indexOf('first')).toBeLessThan(order.indexOf('second'));
    expect([...order].sort()).toEqual(['first', 'merge', 'second', 'side']);
    expect(change.commits.at(-1)?.parents).toEqual([second, side]);
    expect(change.commits.find(({ sha }) => sha === first)?.parents).toEqual([base]);
  });

  test.each([
    ['no message', ''],
    ['blank lines around', '\n\n  indented subject\n\n\nbody\n\n\n'],
    ['what looks like our own separators', 'a%x00b\u001f\u001ecommit 0123\n\n%H'],
    ['line ends of other systems', 'subject\r\n\r\nCo-authored-by: A <a@b.c>\r\n'],
    ['a message of 200 kB', `subject\n\n${'x'.repeat(200_000)}`],
  ])('%s stays as it was stored', async (_, message) => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'base' });
    const tree = await made.git('rev-parse', 'HEAD^{tree}');
    await made.write('.git/message', message);
    const head = await made.git('commit-tree', '-p', base, '-F', '.git/message', tree);
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.commits.map((commit) => commit.message)).toEqual([message]);
  });

  test('a message in another encoding is read as text', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'base' });
    await made.git('config', 'i18n.commitEncoding', 'ISO-8859-1');
    await made.write('.git/message', new Uint8Array([0x67, 0x72, 0xfc, 0x6e, 0x0a]));
    const tree = await made.git('rev-parse', 'HEAD^{tree}');
    const head = await made.git('commit-tree', '-p', base, '-F', '.git/message', tree);
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.commits[0]?.message).toBe('grün\n');
  });

  test('bytes that are no text do not stop the reading', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'base' });
    const head = await storeRaw(made, base, Buffer.from([0x61, 0xff, 0xfe, 0x0a]));
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.commits[0]?.message).toMatch(/^a\uFFFD+\n$/);
  });

  test('a mailmap of the change renames nobody', async () => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'base' });
    const files = { '.mailmap': 'Somebody Else <else@example.com> <agent@example.com>\n' };
    const author = { name: 'Agent', email: 'agent@example.com' };
    const head = await made.commit({ message: 'hide', files, author });
    const change = await (await openRepository(made.folder)).readChange({ base, head });
    expect(change.commits[0]?.author).toEqual(author);
  });
});

/** Stores a commit as it is, where git's own commands would mend the bytes of the message. */
async function storeRaw(made: TestRepository, parent: string, message: Uint8Array): Promise<string> {
  const tree = await made.git('rev-parse', `${parent}^{tree}`);
  const person = 'Ada Example <ada@example.com> 1767225600 +0000';
  const head = `tree ${tree}\nparent ${parent}\nauthor ${person}\ncommitter ${person}\n\n`;
  await made.write('.git/raw-commit', Buffer.concat([Buffer.from(head), message]));
  return await made.git('hash-object', '-t', 'commit', '-w', '.git/raw-commit');
}

test('a list that ends inside a commit is refused', () => {
  expect(() => parseCommits('sha\0parent\0')).toThrow('ends inside');
});
