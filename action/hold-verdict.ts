import type { ChangedPath } from '../src/adapters/github-change.ts';
import type { Evidence } from '../src/domain/evidence.ts';
import type { Reason, Verdict } from '../src/domain/verdict.ts';
import { GateError } from '../src/errors.ts';

/**
 * What the gate cannot know from evidence and policy, and only the pull request tells: whether the evidence is of this
 * change, who may have written it, and whom a green status would let through. A verdict only ever gets stricter here.
 */

/** Evidence of another commit, or of the way to another base, decides nothing, wherever it was found. */
export function holdAgainstChange(
  verdict: Verdict,
  { base }: Pick<Evidence, 'base'>,
  change: { readonly headSha: string; readonly mergeBase: string },
): Verdict {
  const reasons = [
    ...(verdict.head === change.headSha ? [] : [otherHead(verdict.head, change.headSha)]),
    ...(base === change.mergeBase ? [] : [otherBase(base, change.mergeBase)]),
  ];
  return reasons.length === 0 ? verdict : held(verdict, 'inconclusive', reasons);
}

/** Used after a replay: whoever retargets a pull request meanwhile has changed what it would merge. */
export function holdAgainstBase(verdict: Verdict, judged: string, now: string): Verdict {
  if (judged === now) return verdict;
  const text = `The change was judged against ${judged}, and the pull request goes into ${now} now.`;
  return held(verdict, 'inconclusive', [{ code: 'evidence-stale', text, remedy: replayAgain }]);
}

/**
 * The evidence comes out of a workflow that a pull request brings along. One that edits a workflow could have written what
 * it liked, so it is never green without a senior who looked, whatever the policy says and whoever made the change.
 */
export function holdForWorkflow(verdict: Verdict, paths: readonly string[]): Verdict {
  const edited = paths.filter((path) => /^\.github\/(workflows|actions)\//i.test(path));
  const approved = verdict.approvals.some(({ kind }) => kind === 'counted');
  if (verdict.kind !== 'passed' || edited.length === 0 || approved) return verdict;
  const more = edited.length > 1 ? ` and ${edited.length - 1} more` : '';
  const reason: Reason = {
    code: 'approval-missing',
    text: `The change edits ${edited[0]}${more}; evidence that such a change brings along needs the approval of one senior, whatever the policy asks.`,
    remedy: `Ask one senior to look at what becomes of the workflow, and to approve commit ${short(verdict.head)}.`,
  };
  return held(verdict, 'awaiting-approval', [reason]);
}

/** A status belongs to a commit, so what one pull request earned would open every other one with the same head. */
export function holdForOthers(verdict: Verdict, others: readonly number[]): Verdict {
  if (verdict.kind !== 'passed' || others.length === 0) return verdict;
  const reason: Reason = {
    code: 'head-shared',
    text: `Commit ${short(verdict.head)} is the head of ${others.map((number) => `#${number}`).join(', ')} too, which a green status would open as well.`,
    remedy: 'Leave one pull request open with this commit as its head, and run the job of that one again.',
  };
  return held(verdict, 'inconclusive', [reason]);
}

/** Evidence that leaves files out was not written by a replay of this change. What was removed may stand there as moved. */
export function assertNamesAll(
  { changedPaths }: Pick<Evidence, 'changedPaths'>,
  files: readonly ChangedPath[],
): void {
  const named = new Set(changedPaths);
  const missing = files.find(({ path, removed }) => !removed && !named.has(path));
  if (missing === undefined) return;
  throw new GateError({
    code: 'evidence-altered',
    message: `The evidence does not name ${JSON.stringify(missing.path)}, which the pull request changes.`,
    remedy: 'Run the replay of the head commit again, and look at how its workflow comes by the evidence.',
  });
}

const replayAgain = 'Run the replay again on the head of the pull request.';

function otherHead(found: string | null, head: string): Reason {
  const text = `The evidence is of commit ${short(found)}, and the head is ${short(head)}.`;
  return { code: 'evidence-stale', text, remedy: replayAgain };
}

function otherBase(found: string | null, base: string): Reason {
  const text = `The evidence compares with commit ${short(found)}, and the change parts from its base branch at ${short(base)} now.`;
  return { code: 'evidence-stale', text, remedy: replayAgain };
}

function short(sha: string | null): string {
  return sha?.slice(0, 7) ?? '(none)';
}

function held(verdict: Verdict, kind: Verdict['kind'], reasons: readonly Reason[]): Verdict {
  return { ...verdict, kind, reasons: [...reasons, ...verdict.reasons] };
}
