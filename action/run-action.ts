import { readFile } from 'node:fs/promises';
import { GateError } from '../src/errors.ts';
import { type ChosenMode, chooseMode } from './choose-mode.ts';
import { readEvent } from './event.ts';
import { findSubject } from './find-subject.ts';
import { holdForOthers } from './hold-verdict.ts';
import { judgeByEvidence } from './judge-by-evidence.ts';
import { judgeByReplay } from './judge-by-replay.ts';
import { publish } from './publish.ts';
import type { Runner } from './runner.ts';
import type { Outcome, Session, Subject } from './session.ts';
import { withErrorStatus } from './with-error-status.ts';

/** The Action in order: what happened, what is to be judged, judge it, tell. Failures of the gate are thrown. */
export async function runAction(session: Session): Promise<void> {
  const { inputs, runner, github, output } = session;
  const occasion = readEvent(runner.eventName, await readEventFile(runner));
  const subject = await findSubject(session, occasion);
  const mode = chooseMode(inputs.mode, occasion, subject.fromFork);
  if (inputs.mode === 'auto' && mode === 'replay') output.warn(forkNotice);
  output.log(`mode ${mode}, head ${subject.headSha}`);
  const work = async () => {
    const judged = await judge(session, subject, mode);
    const outcome = mode === 'replay' ? judged : await holdSharedHead(session, subject, judged);
    await publish(session, { subject, mode, outcome });
    return outcome;
  };
  const status = { github, output, sha: subject.headSha, runUrl: runner.runUrl };
  const outcome = mode === 'replay' ? await work() : await withErrorStatus(status, work);
  const complaint = complaintOf(outcome, inputs.failOnVerdict);
  if (complaint) output.fail(complaint);
}

function judge(session: Session, subject: Subject, mode: ChosenMode): Promise<Outcome> {
  return mode === 'verdict' ? judgeByEvidence(session, subject) : judgeByReplay(session, subject, mode);
}

/** Asked as late as can be: another pull request with this head may have been opened while the replay ran. */
async function holdSharedHead(
  { github }: Session,
  { pullRequest }: Subject,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.kind === 'waiting' || outcome.verdict.kind !== 'passed') return outcome;
  const open = await github.openPullRequestsAt(outcome.sha);
  const others = open.filter((number) => number !== pullRequest?.number);
  return { ...outcome, verdict: holdForOthers(outcome.verdict, others) };
}

/**
 * Why the job should fail, if it should. Waiting for an approval is no failure: the status tells it, and turns green
 * later, which a failed job never does. A verdict that could not be reached is one: no review can change it.
 */
export function complaintOf(outcome: Outcome, failOnVerdict: boolean): string | null {
  if (outcome.kind === 'waiting') return null;
  const { kind, reasons } = outcome.verdict;
  const fails = kind === 'inconclusive' || (failOnVerdict && kind !== 'passed');
  return fails ? `Verdict ${kind}: ${reasons.map(({ text }) => text).join(' ')}` : null;
}

const forkNotice =
  'This pull request comes from a fork, and GitHub gives its runs a token that can only read. The change is replayed and its evidence written; status and comment are posted by a run in mode `verdict` that starts from the default branch (`workflow_run` after this one, or `workflow_dispatch` with `pull-request`).';

async function readEventFile({ eventPath }: Runner): Promise<string> {
  try {
    return await readFile(eventPath, 'utf8');
  } catch (cause) {
    throw new GateError({
      code: 'event-unusable',
      message: `The event file ${eventPath} cannot be read.`,
      remedy: 'Run this Action on a GitHub runner, which writes it.',
      cause,
    });
  }
}
