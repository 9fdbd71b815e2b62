import { resolve } from 'node:path';
import type { ChangedPath } from '../src/adapters/github-change.ts';
import { evidenceArtifact } from '../src/adapters/github-evidence.ts';
import type { PullRequestOnGitHub } from '../src/adapters/github-pull-request.ts';
import type { PolicyInForce } from '../src/domain/policy.ts';
import { GateError } from '../src/errors.ts';
import { type EvidenceOnFile, readEvidence, readEvidenceFiles } from '../src/evidence/evidence-files.ts';
import { judgeEvidence } from '../src/gate-change.ts';
import { settingsFrom } from '../src/preparation/base-config.ts';
import { assertNamesAll, holdAgainstChange, holdForWorkflow } from './hold-verdict.ts';
import { readPeople } from './read-people.ts';
import { type Outcome, replayingDescription, type Session, type Subject } from './session.ts';

/**
 * Mode `verdict`: what was replayed once is judged again with the reviews and the policy of now. Nothing of the change
 * is run or checked out; the policy comes from the tip of the base branch. Head and base are read anew, as the event may be
 * older than the last push, and the evidence is held against what GitHub itself says of the change.
 */
export async function judgeByEvidence(session: Session, subject: Subject): Promise<Outcome> {
  const number = subject.pullRequest?.number;
  if (number === undefined) throw noPullRequest();
  const facts = await session.github.readPullRequest(number);
  const onFile = await readOnFile(session, facts);
  if (onFile === null) return waiting(facts.headSha);
  const files = await session.github.changedPaths(number);
  const baseTip = await session.github.tipOf(facts.pullRequest.baseBranch);
  const policy = await readPolicy(session, baseTip);
  const { warnings, ...people } = await readPeople(session.github, facts, policy.policy);
  const change = {
    headSha: facts.headSha,
    mergeBase: await session.github.mergeBase(baseTip, facts.headSha),
  };
  const fitting = holdAgainstChange(judgeEvidence({ ...onFile, policy, ...people }), onFile.evidence, change);
  if (fitting.kind !== 'inconclusive') assertNamesAll(onFile.evidence, files);
  const verdict = holdForWorkflow(fitting, files.flatMap(bothPlaces));
  return { kind: 'judged', sha: facts.headSha, ...onFile, verdict, evidenceFolder: null, warnings };
}

function bothPlaces({ path, previousPath }: ChangedPath): readonly string[] {
  return previousPath === null ? [path] : [path, previousPath];
}

async function readOnFile(session: Session, facts: PullRequestOnGitHub): Promise<EvidenceOnFile | null> {
  const { inputs, runner, github } = session;
  if (inputs.evidenceFolder !== null) return readEvidence(resolve(runner.workspace, inputs.evidenceFolder));
  const head = { sha: facts.headSha, repositoryId: facts.headRepository?.id ?? null };
  const found = await github.findEvidence(head);
  if (found) return readEvidenceFiles(found.files);
  const status = await github.latestStatus(facts.headSha);
  if (status?.state === 'pending' && status.description === replayingDescription) return null;
  throw noEvidence(facts.headSha);
}

async function readPolicy({ github, inputs }: Session, tip: string): Promise<PolicyInForce> {
  const readFile = (path: string) => github.readFile(tip, path);
  const settings = await settingsFrom(readFile, inputs.config ?? undefined, tip.slice(0, 12));
  return settings.policyInForce;
}

function waiting(sha: string): Outcome {
  const why = `The replay of ${sha.slice(0, 7)} has not ended yet; its own run counts the reviews when it does.`;
  return { kind: 'waiting', why };
}

function noEvidence(sha: string): GateError {
  return new GateError({
    code: 'evidence-missing',
    message: `No run on ${sha.slice(0, 7)} has an artifact ${evidenceArtifact} (any more).`,
    remedy: `Run the replay of this commit again, and see that its workflow uploads the output \`evidence\` as ${evidenceArtifact}.`,
  });
}

function noPullRequest(): GateError {
  return new GateError({
    code: 'bad-usage',
    message: 'Mode `verdict` judges a pull request, and none was named.',
    remedy: 'Pass `pull-request` on workflow_dispatch.',
  });
}
