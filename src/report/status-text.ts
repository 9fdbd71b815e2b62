import type { Verdict } from '../domain/verdict.ts';
import { verdictText } from './verdict-text.ts';
import { visibleText } from './visible-text.ts';

/** A commit status as the code host takes it. */
export type CommitStatus = {
  readonly state: 'success' | 'pending' | 'failure' | 'error';
  /** At most 140 characters; longer ones are refused. */
  readonly description: string;
};

const states: Readonly<Record<Verdict['kind'], CommitStatus['state']>> = {
  passed: 'success',
  'awaiting-approval': 'pending',
  blocked: 'failure',
  inconclusive: 'error',
};

/**
 * The status to post on the judged commit. A verdict that waits for a person is pending, not failed; one that
 * could not be reached is an error. Neither lets a merge through, and no other state would be honest.
 */
export function statusOf(verdict: Verdict): CommitStatus {
  const reason = visibleText(verdict.reasons[0]?.text ?? '', 300);
  return { state: states[verdict.kind], description: fitted(`${verdictText[verdict.kind]}: ${reason}`) };
}

/** Cut between words where that is possible. */
function fitted(text: string): string {
  const most = 140;
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  const blank = head.lastIndexOf(' ');
  const cut = blank > most / 2 ? head.slice(0, blank) : head.replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}
