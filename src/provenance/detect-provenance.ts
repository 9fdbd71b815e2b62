import type { Change, Commit } from '../domain/change.ts';
import type { CommitProvenance, Provenance, Signal } from '../domain/provenance.ts';
import { changeSignals } from './change-signals.ts';
import { classifyCommit, yieldingRules } from './classify-commit.ts';
import { isProof, leadingTool, rankSignals } from './make-signal.ts';

/**
 * What is known of who or what made a change, commit by commit and as a whole.
 *
 * The whole is `ai` as soon as one commit is `ai` or `mixed`: the gate asks for a senior when AI took part, not when it
 * did most. Branch and description speak of the work on the branch, and most changes of some tools (Codex above all)
 * bear no other sign, so one such sign makes the whole `ai` too, with a reason that says how little it rests on, while
 * the commits stay `unknown`: nobody knows which of them the tool made. That errs towards one review too many, which a
 * maintainer can see and argue with, and not towards an unseen pass. A change of merges alone holds no work that such a
 * sign could speak of. The whole is `bot` only when every commit is.
 */
export function detectProvenance(change: Change): Provenance {
  const commits = change.commits.map(classifyCommit);
  const signals = changeSignals(change);
  return { ...overall(change, commits, signals), tools: toolsOf(commits, signals), commits, signals };
}

function overall(
  change: Change,
  commits: readonly CommitProvenance[],
  signals: readonly Signal[],
): Required<Pick<Provenance, 'verdict' | 'reason'>> {
  const withAi = commits.filter(({ verdict }) => verdict === 'ai' || verdict === 'mixed');
  if (withAi.length > 0) {
    return { verdict: 'ai', reason: `${withAi.length} of ${commits.length} commits bear a sign of AI.` };
  }
  const sign = signals.find((signal) => signal.role !== 'reviewer');
  if (sign !== undefined && (isProof(sign) || change.commits.some(isOwnWork))) {
    return { verdict: 'ai', reason: reasonOf(sign) };
  }
  if (commits.length > 0 && commits.every(({ verdict }) => verdict === 'bot')) {
    return { verdict: 'bot', reason: 'Every commit is by a known bot without AI, and nothing tells of AI.' };
  }
  return { verdict: 'unknown', reason: doubt(sign, commits) };
}

function doubt(sign: Signal | undefined, commits: readonly CommitProvenance[]): string {
  if (sign !== undefined)
    return `A circumstantial sign (${sign.rule}), but the change holds nothing but merges.`;
  return commits.some(({ signals }) => signals.length > 0)
    ? 'Only signs that do not tell who wrote it, which does not make it the work of people.'
    : 'No sign of AI was found, which does not make it the work of people.';
}

const isOwnWork = ({ parents }: Commit): boolean => parents.length < 2;

function reasonOf(sign: Signal): string {
  if (sign.level === 'platform-verified')
    return `The pull request was opened by the account of ${sign.tool}.`;
  const maker = sign.tool === 'other' ? 'AI' : sign.tool;
  const where =
    sign.detector === 'branch' ? 'the name of its branch is one that' : 'its description bears a line that';
  return `No commit bears a sign of AI, but ${where} points to ${maker} (${sign.rule}); that is circumstantial.`;
}

/** Tools that proofs name, the leading one of each commit first; where nothing is proven, those of the other signs. */
function toolsOf(commits: readonly CommitProvenance[], signals: readonly Signal[]): readonly string[] {
  const made = commits.filter(({ verdict }) => verdict === 'ai' || verdict === 'mixed');
  const leading = made.flatMap(({ tool }) => (tool === undefined ? [] : [tool]));
  const others = rankSignals([...made.flatMap((commit) => commit.signals.filter(isProof)), ...signals]);
  const shown = others.filter((signal) => signal.role !== 'reviewer');
  const first = leading.length > 0 ? leading : [leadingTool(shown, yieldingRules) ?? []].flat();
  const further = shown
    .filter(({ rule, tool }) => tool !== 'other' && !yieldingRules.has(rule))
    .map(({ tool }) => tool);
  return [...new Set([...first, ...further])];
}
