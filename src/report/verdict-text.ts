import type { Evidence } from '../domain/evidence.ts';
import type { Verdict } from '../domain/verdict.ts';
import { arrangeClusters } from './arrange-clusters.ts';
import { counted } from './number-text.ts';

/** The verdict in words; written the same way in every report, so that people learn to look for it. */
export const verdictText: Readonly<Record<Verdict['kind'], string>> = {
  passed: 'passed',
  'awaiting-approval': 'awaiting approval',
  blocked: 'blocked',
  inconclusive: 'inconclusive',
};

/** One sign a verdict, for where colour cannot be used. */
const verdictMark: Readonly<Record<Verdict['kind'], string>> = {
  passed: '✅',
  'awaiting-approval': '⏳',
  blocked: '⛔',
  inconclusive: '⚠️',
};

/**
 * What stands after `Shadowgate: ` at the head of a report. Where two builds were compared rather than commits there is
 * nothing to pass: the headline then says how many differences there are.
 */
export function headlineText({ kind }: Verdict, { head, clusters }: Evidence): string {
  if (head !== null || kind !== 'passed') return verdictText[kind];
  return clusters.length === 0 ? 'no difference' : counted(arrangeClusters(clusters).length, 'difference');
}

/** The sign that goes with that headline. */
export function headlineMark({ kind }: Verdict, { head, clusters }: Evidence): string {
  return head === null && kind === 'passed' && clusters.length > 0 ? 'ℹ️' : verdictMark[kind];
}
