import { expect, test } from '@jest/globals';
import { recogniseSenior, sameLogin, seniorsInWords } from '../../src/gate/recognise-senior.ts';
import { aReview } from '../support/builders.ts';

const seniors = { users: ['Sara'], teams: ['acme/seniors'], roles: ['maintain', 'admin'] };

test.each([
  ['by name, without case', { user: 'sARA' }, true, 'named in the policy'],
  ['by team', { user: 'x', teams: ['Acme/Seniors'] }, true, 'member of Acme/Seniors'],
  ['by role', { user: 'x', role: 'admin' }, true, 'role admin'],
  ['another role', { user: 'x', role: 'write' }, false, 'their role is write'],
  ['another team', { user: 'x', role: null, teams: ['acme/all'] }, false, 'no role of theirs is known'],
])('%s', (_name, overrides, senior, why) => {
  const check = recogniseSenior(aReview({ role: null, ...overrides }), seniors);
  expect(check.senior).toBe(senior);
  expect(check.why).toContain(why);
});

test('who may approve, in words', () => {
  expect(seniorsInWords(seniors)).toBe(
    'Sara, a member of acme/seniors or someone with the role maintain or admin',
  );
  expect(seniorsInWords({ users: ['sara'], teams: [], roles: [] })).toBe('sara');
  expect(seniorsInWords({ users: [], teams: [], roles: [] })).toBe('the policy names nobody');
});

test('logins are the same without case', () => {
  expect(sameLogin('Sara', 'sara')).toBe(true);
  expect(sameLogin('sara', 'sarah')).toBe(false);
});
