import { expect, test } from '@jest/globals';
import { redactionKey, redactionKeyHelp } from '../../src/cli/redaction-key.ts';

const variable = 'SHADOWGATE_REDACTION_KEY';

test('a key is taken as it is, and the help names its variable', () => {
  expect(Buffer.from(redactionKey({ [variable]: 'sixteen letters!' })).toString()).toBe('sixteen letters!');
  expect(redactionKeyHelp).toContain(variable);
});

test('without one, a new key each time', () => {
  const [one, other] = [redactionKey({}), redactionKey({})];
  expect(one.length).toBe(32);
  expect(Buffer.from(one).equals(other)).toBe(false);
});

test.each(['', 'fifteen letters'])('%j is too short, and is not repeated', (key) => {
  expect(() => redactionKey({ [variable]: key })).toThrow(`has ${key.length} characters`);
  expect(() => redactionKey({ [variable]: key })).not.toThrow('fifteen letters');
});
