import { expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { readChangedSources } from '../../src/preparation/changed-sources.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();
const long = (name: string) => `${'const line = 1;\n'.repeat(20)}module.exports = '${name}';\n`;

test('both sides of every changed text file: null where it is not there, and no binary at all', async () => {
  const made = await temporary.repository();
  const base = await made.commit({
    message: 'Start',
    files: { 'kept.js': 'old\n', 'gone.js': 'gone\n', 'before.js': long('a'), 'same.js': 'same\n' },
  });
  const head = await made.commit({
    message: 'Change',
    files: {
      ...{ 'kept.js': 'new\n', 'gone.js': null, 'before.js': null, 'after.js': long('b') },
      ...{ 'added.js': 'added\n', 'logo.png': Uint8Array.of(0x89, 0, 1, 2, 0) },
    },
  });
  const repository = await openRepository(made.folder);
  const change = await repository.readChange({ base, head });
  const sources = await readChangedSources(repository, change);
  const sides = sources.map(({ file, baseline, candidate }) => [file.path, file.status, baseline, candidate]);
  expect(sides.sort()).toEqual([
    ['added.js', 'added', null, 'added\n'],
    ['after.js', 'renamed', long('a'), long('b')],
    ['gone.js', 'deleted', 'gone\n', null],
    ['kept.js', 'modified', 'old\n', 'new\n'],
  ]);
});
