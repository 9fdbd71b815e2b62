import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statusOf } from '../../src/report/status-text.ts';
import { aVerdict } from '../support/builders.ts';

test.each([
  ['passed', 'success'],
  ['awaiting-approval', 'pending'],
  ['blocked', 'failure'],
  ['inconclusive', 'error'],
] as const)('%s is posted as %s', (kind, state) => {
  expect(statusOf(aVerdict({ kind })).state).toBe(state);
});

test('the description begins with the verdict and is cut between words', () => {
  const { description } = statusOf(aVerdict());
  expect(description).toMatch(
    /^awaiting approval: The rule “AI-assisted change behaves differently” asks .* \w+…$/,
  );
});

test('law: at most 140 characters on one line, whatever the reason says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const { description } = statusOf(aVerdict({ reasons: [{ code: 'approved', text, remedy: '' }] }));
      expect(description.length).toBeLessThanOrEqual(140);
      expect(description).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
  );
});
