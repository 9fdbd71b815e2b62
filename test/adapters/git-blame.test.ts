// covers: mark-ai-lines.ts
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { parseBlame } from '../../src/adapters/git-blame.ts';
import { markAiLines } from '../../src/evidence/mark-ai-lines.ts';
import { readChangedSources } from '../../src/preparation/changed-sources.ts';
import { detectProvenance } from '../../src/provenance/detect-provenance.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

let repository: TestRepository;
beforeAll(async () => {
  repository = await createRepository();
});
afterAll(() => repository.cleanUp());

test('each line of a change is known by its commit, and AI-made lines by the signs of that commit', async () => {
  const base = await repository.commit({ message: 'Begin', files: { 'a.js': 'one\ntwo\nthree\n' } });
  const files = { 'a.js': 'one\nby hand\nthree\n' };
  const byHand = await repository.commit({ message: 'Change by hand', files });
  const head = await repository.commit({
    message: 'Add\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
    files: { 'a.js': 'one\nby hand\nthree\nby a tool\n' },
  });
  const git = await openRepository(repository.folder);
  expect(await git.blame({ base, head }, 'a.js')).toEqual(
    new Map([
      [2, byHand],
      [4, head],
    ]),
  );
  const change = await git.readChange({ base, head });
  const changed = await readChangedSources(git, change);
  const provenance = detectProvenance(change);
  const [marked] = await markAiLines({ repository: git, change, provenance, changed });
  expect(marked?.aiLines).toEqual([4]);
  const none = { ...provenance, commits: [] };
  expect(await markAiLines({ repository: git, change, provenance: none, changed })).toBe(changed);
});

test('nothing is read out of the text of a line', () => {
  const sha = 'a'.repeat(40);
  expect(parseBlame(`${sha} 1 1 1\nboundary\nfilename a\n\t${sha} 7 7 1\n`)).toEqual(new Map());
});
