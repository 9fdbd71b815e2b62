import type { Verdict } from '../domain/verdict.ts';

/** The verdict in words; written the same way in every report, so that people learn to look for it. */
export const verdictText: Readonly<Record<Verdict['kind'], string>> = {
  passed: 'passed',
  'awaiting-approval': 'awaiting approval',
  blocked: 'blocked',
  inconclusive: 'inconclusive',
};

/** One sign a verdict, for where colour cannot be used. */
export const verdictMark: Readonly<Record<Verdict['kind'], string>> = {
  passed: '✅',
  'awaiting-approval': '⏳',
  blocked: '⛔',
  inconclusive: '⚠️',
};
