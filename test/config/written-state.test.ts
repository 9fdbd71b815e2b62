import { expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';

const stateOf = (text: string) =>
  loadConfig(`version: 1\nservice:\n  state: ${text}\n`, 'shadowgate.yml').state;

test('one source of state can stand by itself', () => {
  expect(stateOf('{postgres: embedded, seed: schema.sql}')).toEqual([
    {
      kind: 'postgres',
      name: 'postgres',
      server: { kind: 'embedded' },
      seed: [{ kind: 'file', path: 'schema.sql' }],
      variable: 'DATABASE_URL',
      user: 'shadow',
      database: 'shadow',
      env: {},
    },
  ]);
});

test('several stand in a list, with steps of their seeds in order', () => {
  const state = stateOf(
    '[{postgres: embedded, seed: [schema.sql, {run: npm run migrate}]}, {sqlite: shop.db, seed: shop.sql}]',
  );
  expect(state.map(({ name }) => name)).toEqual(['postgres', 'sqlite']);
  expect(state[0]?.seed).toEqual([
    { kind: 'file', path: 'schema.sql' },
    { kind: 'command', command: 'npm run migrate' },
  ]);
});

test.each(['folder', '[folder]'])('%s holds the change to the files of the data folder', (written) => {
  expect(stateOf(written)).toEqual([{ kind: 'folder', name: 'folder', seed: [] }]);
});

test('without the key there is no state but the data folder', () => {
  expect(loadConfig('version: 1\n', 'shadowgate.yml').state).toEqual([]);
});

test.each([
  ['no driver', '{seed: a.sql}', 'names no driver'],
  ['two drivers', '{postgres: embedded, sqlite: a.db}', 'names 2 drivers'],
  [
    'a key that the driver has no use for',
    '{sqlite: a.db, variable: X}',
    'variable means nothing beside sqlite',
  ],
  ['a word that is no driver', 'files', 'must be a section'],
  ['a name for the folder', '{folder: true, name: files}', 'name means nothing beside folder'],
  ['two of one name', '[{postgres: embedded}, {postgres: embedded}]', 'two of them are called postgres'],
  ['a driver that is not known', '{postgre: embedded}', 'state.postgre: unknown key'],
  [
    'a seed outside the repository',
    '{postgres: embedded, seed: ../a.sql}',
    'write a path of the base revision',
  ],
])('%s is refused', (_name, written, problem) => {
  expect(() => stateOf(written)).toThrow(problem);
});

test('an address is not repeated in errors: it may hold a password', () => {
  const read = () => stateOf('{postgres: {url: "postgres://u:secret@localhost/x", extra: 1}}');
  expect(read).toThrow('service.state');
  expect(read).not.toThrow('secret');
});
