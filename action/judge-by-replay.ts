import { join, resolve } from 'node:path';
import type { PullRequestOnGitHub } from '../src/adapters/github-pull-request.ts';
import type { Verdict } from '../src/domain/verdict.ts';
import { writeHtmlReport } from '../src/evidence/write-html-report.ts';
import { type GatedChange, judgeEvidence } from '../src/gate-change.ts';
import { baseRevisionsOf, findBase } from './find-subject.ts';
import { holdAgainstBase, holdForWorkflow } from './hold-verdict.ts';
import { readPeople } from './read-people.ts';
import { type Outcome, replayingDescription, type Session, type Subject } from './session.ts';

/**
 * Modes `gate` and `replay`. The status goes to `pending` before anything else, so that whatever stood there from an
 * earlier run is no longer green while this one works. `replay` posts nothing and asks GitHub nothing.
 */
export async function judgeByReplay(
  session: Session,
  subject: Subject,
  mode: 'gate' | 'replay',
): Promise<Outcome> {
  if (mode === 'gate') await postReplaying(session, subject.headSha);
  const facts =
    mode === 'gate' && subject.pullRequest
      ? await session.github.readPullRequest(subject.pullRequest.number)
      : null;
  const evidenceFolder = evidenceFolderOf(session);
  const gated = await session.replay({
    repositoryFolder: resolve(session.runner.workspace, session.inputs.repositoryFolder),
    base: await findBase(session, facts === null ? subject : { baseRevisions: baseRevisionsOf(facts) }),
    head: subject.headSha,
    evidenceFolder,
    // Only commits are judged; what earlier steps of the job did to the files of the checkout has no part in it.
    allowDirty: true,
    ...(subject.pullRequest
      ? { pullRequest: facts?.pullRequest ?? subject.pullRequest, branch: subject.pullRequest.headBranch }
      : {}),
    ...(session.inputs.recording === null
      ? {}
      : { recordingPath: resolve(session.runner.workspace, session.inputs.recording) }),
    ...(session.inputs.config === null ? {} : { configPath: session.inputs.config }),
  });
  const { evidence, evidenceDigest } = gated;
  const { verdict, warnings } = await decide(session, facts, gated);
  const unwritten: string[] = [];
  const judged = { evidence, evidenceDigest, verdict };
  await writeHtmlReport(evidenceFolder, judged, (text) => unwritten.push(text));
  return {
    kind: 'judged',
    sha: subject.headSha,
    ...judged,
    evidenceFolder,
    warnings: [...warnings, ...unwritten],
  };
}

/** Reviews may have come while the replay ran, and the pull request may have been retargeted: both are read anew. */
async function decide(
  { github }: Session,
  facts: PullRequestOnGitHub | null,
  gated: GatedChange,
): Promise<{ verdict: Verdict; warnings: readonly string[] }> {
  const now = facts && (await github.readPullRequest(facts.pullRequest.number));
  const { warnings, ...people } = now ? await readPeople(github, now, gated.policy.policy) : nobody;
  const verdict = holdForWorkflow(judgeEvidence({ ...gated, ...people }), gated.evidence.changedPaths);
  if (!facts || !now) return { verdict, warnings };
  return {
    verdict: holdAgainstBase(verdict, facts.pullRequest.baseBranch, now.pullRequest.baseBranch),
    warnings,
  };
}

const nobody = { reviews: [], excluded: [], warnings: [] } as const;

async function postReplaying({ github, runner }: Session, sha: string): Promise<void> {
  await github.postStatus({
    sha,
    state: 'pending',
    description: replayingDescription,
    ...(runner.runUrl ? { targetUrl: runner.runUrl } : {}),
  });
}

function evidenceFolderOf({ inputs, runner }: Session): string {
  if (inputs.evidenceFolder !== null) return resolve(runner.workspace, inputs.evidenceFolder);
  return join(runner.temporaryFolder, 'shadowgate-evidence');
}
