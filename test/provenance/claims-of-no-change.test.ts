import { expect, test } from '@jest/globals';
import { claimsOfNoChange } from '../../src/provenance/claims-of-no-change.ts';

const sha = 'a'.repeat(40);
const claimed = (message: string) => claimsOfNoChange([{ sha, message }]).map(({ words }) => words);

test.each([
  ['refactor: split the pricing', 'refactor:'],
  ['style(api): even blanks', 'style(api):'],
  ['Move the rates\n\nNo functional change.', 'No functional change'],
  ['Rename things (NFC)', 'NFC'],
  ['Pure refactoring of the cart', 'Pure refactoring'],
  ['Tidy up\n\nno behavioral changes intended', 'no behavioral changes'],
  ['Simplify\n\nThis does not change the behaviour.', 'does not change the behaviour'],
])('%j says so', (message, words) => {
  expect(claimed(message)).toEqual([words]);
});

test.each([
  'feat: gold rates',
  'Refactor and fix the rounding',
  'Change no functional tests',
  'fix: style of dates',
])('%j does not', (message) => {
  expect(claimed(message)).toEqual([]);
});

test('the subject is kept, and cut', () => {
  const [claim] = claimsOfNoChange([{ sha, message: `refactor: ${'x'.repeat(300)}\n\nbody` }]);
  expect(claim).toMatchObject({ commit: sha });
  expect(claim?.subject).toHaveLength(200);
});
