import type { PullRequest } from '../src/domain/change.ts';
import { GateError } from '../src/errors.ts';
import type { Occasion } from './event.ts';
import type { Session, Subject } from './session.ts';

/**
 * Used before anything is judged or posted. A pull request event names everything itself, so that a replay needs no
 * token at all; `workflow_dispatch` names a pull request, or two revisions of the checkout.
 */
export async function findSubject(session: Session, occasion: Occasion): Promise<Subject> {
  const { inputs } = session;
  if (occasion.kind === 'pull-request') {
    assertUnused(session, occasion.kind);
    const { pullRequest, headSha, fromFork } = occasion;
    return { pullRequest, headSha, fromFork, baseRevisions: baseRevisionsOf(occasion) };
  }
  if (occasion.kind === 'workflow-run') {
    assertUnused(session, occasion.kind);
    return readSubject(session, await pullRequestAt(session, occasion.headSha));
  }
  if (inputs.pullRequest !== null) return readSubject(session, inputs.pullRequest);
  if (inputs.base === null || inputs.head === null) throw nothingNamed();
  const headSha = await session.resolve(inputs.head);
  if (headSha === null) throw unknownRevision(inputs.head);
  return { pullRequest: null, headSha, fromFork: false, baseRevisions: [inputs.base] };
}

async function readSubject({ github }: Session, number: number): Promise<Subject> {
  const found = await github.readPullRequest(number);
  const { pullRequest, headSha, fromFork } = found;
  return { pullRequest, headSha, fromFork, baseRevisions: baseRevisionsOf(found) };
}

/**
 * The run of another workflow names only its commit: what it says of pull requests leaves out forks, and what it hands on
 * may have been written by the change. Where several share the commit, the verdict is held for the others anyway.
 */
async function pullRequestAt({ github }: Session, headSha: string): Promise<number> {
  const [number] = await github.openPullRequestsAt(headSha);
  if (number !== undefined) return number;
  throw new GateError({
    code: 'event-unusable',
    message: `No open pull request has commit ${headSha.slice(0, 7)} as its head any more.`,
    remedy: 'Leave it: a push started a run of its own, and a pull request that is closed needs no verdict.',
  });
}

/** Used right before a replay: the first name of the base that the checkout knows. */
export async function findBase(
  session: Session,
  { baseRevisions }: Pick<Subject, 'baseRevisions'>,
): Promise<string> {
  for (const revision of baseRevisions) {
    const sha = await session.resolve(revision);
    if (sha !== null) return sha;
  }
  throw unknownRevision(baseRevisions.join(' or '));
}

/** Where actions/checkout puts the branches that it fetches, ahead of where the base stood when somebody looked. */
export function baseRevisionsOf({
  pullRequest,
  baseSha,
}: {
  readonly pullRequest: PullRequest;
  readonly baseSha: string;
}): readonly string[] {
  return [`refs/remotes/origin/${pullRequest.baseBranch}`, baseSha];
}

/** A pull request has its own base and head: other ones in `with:` would be judged and posted as if they were its. */
function assertUnused({ inputs, runner }: Session, kind: string): void {
  const used = (['base', 'head', 'pullRequest'] as const).filter((name) => inputs[name] !== null);
  if (used.length === 0) return;
  throw new GateError({
    code: 'bad-usage',
    message: `The inputs ${used.join(', ')} are for workflow_dispatch, and ${runner.eventName} (${kind}) names its own.`,
    remedy: 'Take them out of `with:` for this event.',
  });
}

function nothingNamed(): GateError {
  return new GateError({
    code: 'bad-usage',
    message: 'workflow_dispatch names no change by itself.',
    remedy: 'Pass `pull-request`, or `base` and `head`.',
  });
}

function unknownRevision(revision: string): GateError {
  return new GateError({
    code: 'revision-unknown',
    message: `The checkout knows no revision ${revision}.`,
    remedy: 'Check out with `fetch-depth: 0` before this step.',
  });
}
