import * as z from 'zod';
import { commitSha, type PullRequest } from '../src/domain/change.ts';
import { GateError } from '../src/errors.ts';

/** What made the workflow run. */
export type Occasion =
  | {
      readonly kind: 'pull-request';
      /**
       * `edit` is a new title or description. It, a review and `pull_request_target` are answered without running the
       * change. Another base branch makes another change: that is a `push`.
       */
      readonly trigger: 'push' | 'edit' | 'review' | 'target';
      readonly pullRequest: PullRequest;
      readonly headSha: string;
      /** Where the base branch stood at that moment; its tip may be ahead. */
      readonly baseSha: string;
      readonly fromFork: boolean;
    }
  /** Another workflow ended, such as one that replays without a token that could write. */
  | { readonly kind: 'workflow-run'; readonly headSha: string }
  | { readonly kind: 'dispatch' };

const repository = z.object({ full_name: z.string() });

const pullRequestEvent = z.object({
  action: z.string().optional(),
  changes: z.object({ base: z.unknown().optional() }).optional(),
  pull_request: z.object({
    number: z.int().positive(),
    title: z.string(),
    body: z.string().nullish(),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
    labels: z.array(z.object({ name: z.string() })),
    head: z.object({ ref: z.string(), sha: commitSha, repo: repository.nullable() }),
    base: z.object({ ref: z.string(), sha: commitSha, repo: repository }),
  }),
});
const workflowRunEvent = z.object({ workflow_run: z.object({ head_sha: commitSha }) });

type PullRequestEvent = z.infer<typeof pullRequestEvent>['pull_request'];

type Trigger = Extract<Occasion, { kind: 'pull-request' }>['trigger'];

const triggers: ReadonlyMap<string, Trigger> = new Map([
  ['pull_request', 'push'],
  ['pull_request_review', 'review'],
  ['pull_request_target', 'target'],
] as const);

/** Used on the event file of the runner; everything in it that a person wrote is untrusted text. */
export function readEvent(name: string, text: string): Occasion {
  if (name === 'workflow_dispatch') return { kind: 'dispatch' };
  if (name === 'merge_group') throw mergeGroupRefused();
  if (name === 'workflow_run') {
    return { kind: 'workflow-run', headSha: read(workflowRunEvent, name, text).workflow_run.head_sha };
  }
  const trigger = triggers.get(name);
  if (!trigger) throw unknownEvent(name);
  const event = read(pullRequestEvent, name, text);
  const pull = event.pull_request;
  return {
    kind: 'pull-request',
    trigger: trigger === 'push' && isMereEdit(event) ? 'edit' : trigger,
    pullRequest: toPullRequest(pull),
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    fromFork: pull.head.repo?.full_name !== pull.base.repo.full_name,
  };
}

function read<T>(schema: z.ZodType<T>, name: string, text: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw unusable(name, z.prettifyError(parsed.error).replaceAll('\n', ' '));
}

function isMereEdit({ action, changes }: z.infer<typeof pullRequestEvent>): boolean {
  return action === 'edited' && changes?.base === undefined;
}

function toPullRequest(pull: PullRequestEvent): PullRequest {
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    author: pull.user?.login ?? 'ghost',
    authorIsBot: pull.user?.type === 'Bot',
    headBranch: pull.head.ref,
    baseBranch: pull.base.ref,
    labels: pull.labels.map((label) => label.name),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mergeGroupRefused(): GateError {
  return new GateError({
    code: 'event-unusable',
    message:
      'A merge group was to be judged. Its commit is another one than the pull request was judged on, and this version cannot carry an approval over.',
    remedy:
      'Take `merge_group` out of this workflow, and the branch out of the merge queue or `shadowgate` out of its required statuses.',
  });
}

function unknownEvent(name: string): GateError {
  return new GateError({
    code: 'event-unusable',
    message: `The workflow was started by ${JSON.stringify(name)}, which names no change to judge.`,
    remedy: 'Start it on `pull_request` and `pull_request_review`, or by `workflow_dispatch` with inputs.',
  });
}

function unusable(name: string, problem: string): GateError {
  return new GateError({
    code: 'event-unusable',
    message: `The file of the event ${name} cannot be used: ${problem}`,
    remedy: 'Run this Action on a GitHub runner, which writes GITHUB_EVENT_PATH.',
  });
}
