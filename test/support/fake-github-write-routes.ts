import { type Call, Refusal, type Reply, type RouteOnFake, textField } from './fake-github-http.ts';
import { pullOf } from './fake-github-pull-routes.ts';
import { type CommentOnFake, nextId, type StatusOnFake } from './fake-github-world.ts';

const repository = '/repos/{owner}/{repo}';

/** Commit statuses and comments, with the limits at which GitHub refuses them. */
export const writeRoutes: readonly RouteOnFake[] = [
  {
    method: 'GET',
    path: `${repository}/commits/{ref}/statuses`,
    needs: ['statuses', 'read'],
    takes: ['per_page', 'page'],
    answer: (call) => ({ items: statusesOf(call) }),
  },
  {
    method: 'POST',
    path: `${repository}/statuses/{sha}`,
    needs: ['statuses', 'write'],
    takes: ['state', 'description', 'target_url', 'context'],
    answer: postStatus,
  },
  {
    method: 'GET',
    path: `${repository}/issues/{number}/comments`,
    needs: ['pull-requests', 'read'],
    takes: ['per_page', 'page'],
    answer: (call) => ({
      items: call.world.comments
        .filter(({ issue }) => issue === pullOf(call).number)
        .map((comment) => showComment(call, comment)),
    }),
  },
  {
    method: 'POST',
    path: `${repository}/issues/{number}/comments`,
    needs: ['pull-requests', 'write'],
    takes: ['body'],
    answer: createComment,
  },
  {
    method: 'PATCH',
    path: `${repository}/issues/comments/{id}`,
    needs: ['pull-requests', 'write'],
    takes: ['body'],
    answer: updateComment,
  },
];

const maximumStatuses = 1_000;

function statusesOf({ world, names }: Call): StatusOnFake[] {
  const sha = names['ref'] ?? names['sha'] ?? '';
  if (!isCommit(world, sha)) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  const known = world.statuses.get(sha) ?? [];
  world.statuses.set(sha, known);
  return known;
}

function postStatus(call: Call): Reply {
  const { world, token, body } = call;
  const statuses = statusesOf(call);
  const context = typeof body['context'] === 'string' ? body['context'] : 'default';
  const status = {
    id: nextId(world),
    context,
    state: textField(body, 'state'),
    description: optionalText(body['description']),
    target_url: optionalText(body['target_url']),
    creator: token.account,
  };
  assertStatus(status);
  const same = statuses.filter((one) => one.context.toLowerCase() === context.toLowerCase());
  if (same.length >= maximumStatuses) {
    throw new Refusal(422, 'Validation Failed', [
      { message: 'This SHA and context has reached the maximum number of statuses.' },
    ]);
  }
  statuses.unshift(status);
  return { status: 201, body: status };
}

function assertStatus({ state, description, target_url: target, context }: StatusOnFake): void {
  if (!['error', 'failure', 'pending', 'success'].includes(state)) {
    throw new Refusal(422, 'Validation Failed', [
      { resource: 'Status', code: 'custom', field: 'state', message: 'state is not included in the list' },
    ]);
  }
  if ([...(description ?? '')].length > 140) {
    throw new Refusal(422, 'Validation Failed', [
      { message: 'description is too long (maximum is 140 characters)' },
    ]);
  }
  if (context.length > 255) throw new Refusal(422, 'Validation Failed', [{ message: 'context is too long' }]);
  if (target !== null && !/^https?:\/\//.test(target)) {
    throw new Refusal(422, 'Validation Failed', [{ message: 'target_url must use http(s) scheme' }]);
  }
}

function createComment(call: Call): Reply {
  const { world, token } = call;
  const issue = pullOf(call).number;
  const comment = { id: nextId(world), issue, user: token.account, body: commentBody(call) };
  world.comments.push(comment);
  return { status: 201, body: showComment(call, comment) };
}

/** Stricter than GitHub, where people with write access may edit each other's comments. */
function updateComment(call: Call): Reply {
  const comment = call.world.comments.find(({ id }) => String(id) === call.names['id']);
  if (!comment) throw new Refusal(404, 'Not Found');
  if (comment.user?.id !== call.token.account.id)
    throw new Refusal(403, 'Must have admin rights to Repository.');
  comment.body = commentBody(call);
  return { status: 200, body: showComment(call, comment) };
}

function commentBody({ body }: Call): string {
  const text = textField(body, 'body');
  const problem = text.trim() === '' ? 'Body is blank' : 'Body is too long (maximum is 65536 characters)';
  if (text.trim() !== '' && [...text].length <= 65_536) return text;
  throw new Refusal(422, 'Validation Failed', [
    { resource: 'IssueComment', code: 'unprocessable', field: 'data', message: problem },
  ]);
}

function showComment({ world }: Call, { id, issue, user, body }: CommentOnFake): unknown {
  return {
    id,
    user,
    body,
    html_url: `https://github.example/${world.fullName}/pull/${issue}#issuecomment-${id}`,
  };
}

function optionalText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isCommit(world: Call['world'], sha: string): boolean {
  return (
    world.files.has(sha) || [...world.pulls.values()].some((pull) => pull.commits.some((c) => c.sha === sha))
  );
}
