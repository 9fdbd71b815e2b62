import { expect, test } from '@jest/globals';
import { describeStatus } from '../../src/report/describe-status.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { anEvidence } from '../support/builders.ts';

const text = (changes: Parameters<typeof anEvidence>[0]) =>
  phraseText(describeStatus(anEvidence(changes), 2));

test('one line with its reasons, the most weighty first', () => {
  expect(text({})).toBe('limited: 14 of 71 changed lines never ran');
  const reasons = ['none of 3 changed lines ran'];
  expect(text({ status: { kind: 'not-executed', reasons, probes: null } })).toBe(
    'not executed: none of 3 changed lines ran',
  );
  const many = ['one', 'two', 'three'];
  expect(text({ status: { kind: 'limited', reasons: many, probes: null } })).toMatch(
    /^limited: one; two.*1 more/,
  );
});

test('nothing where no commits were compared: there is no change to be seen', () => {
  expect(text({ head: null })).toBe('');
});
