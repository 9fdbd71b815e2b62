import { join, resolve } from 'node:path';
import { judgeEvidence } from '../src/gate-change.ts';
import { findBase } from './find-subject.ts';
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
    base: await findBase(session, subject),
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
  const people = facts ? await readPeople(session.github, facts, gated.policy.policy) : nobody;
  const verdict = judgeEvidence({ ...gated, ...people });
  const { evidence, evidenceDigest } = gated;
  const { warnings } = people;
  return {
    kind: 'judged',
    sha: subject.headSha,
    evidence,
    evidenceDigest,
    verdict,
    evidenceFolder,
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
