import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitRepository, openRepository } from '../../src/adapters/git.ts';
import { defaultPolicy, policyInForce } from '../../src/config/default-policy.ts';
import { configPath, openSettings, settingsFrom } from '../../src/preparation/base-config.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const settings = (login: string) => `version: 1\npolicy: { seniors: { users: [${login}] } }\n`;

let made: TestRepository;
let repository: GitRepository;
let base: string;
beforeAll(async () => {
  made = await createRepository();
  repository = await openRepository(made.folder);
  base = await made.commit({
    message: 'Let sara approve',
    files: { [configPath]: settings('sara'), 'strict.yml': settings('tomas') },
  });
});
afterAll(() => made.cleanUp());

test('settings are those of the base commit, whatever the change or the folder says', async () => {
  await made.branch('topic');
  await made.commit({ message: 'Let mallory approve', files: { [configPath]: settings('mallory') } });
  await made.write(configPath, settings('eve'));
  const { config, policyInForce: inForce } = await openSettings(repository, base, undefined);
  expect(inForce.policy.seniors.users).toEqual(['sara']);
  expect(config.policy).toEqual(inForce.policy);
  expect(inForce.source).toBe(`${configPath} at ${base.slice(0, 12)}`);
});

test('another file may be named, and must then be there', async () => {
  const named = await openSettings(repository, base, 'strict.yml');
  expect(named.policyInForce.policy.seniors.users).toEqual(['tomas']);
  await expect(openSettings(repository, base, 'absent.yml')).rejects.toMatchObject({
    code: 'config-unreadable',
    message: `There is no absent.yml at ${base.slice(0, 12)}.`,
  });
});

test('without the usual file the built-in settings hold, under their own digest', async () => {
  const { config, policyInForce: inForce } = await settingsFrom(async () => null, undefined, 'test');
  expect(config.recording).toBeNull();
  expect(inForce).toEqual(policyInForce(defaultPolicy, 'built-in default'));
});

test('a mistake is told with the name of the file it was read from', async () => {
  const reading = settingsFrom(async () => 'version: 3\n', 'other.yml', 'test');
  await expect(reading).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('other.yml:1:10 version'),
  });
});
