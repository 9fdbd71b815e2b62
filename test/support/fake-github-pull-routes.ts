import { type Call, Refusal, type Reply, type RouteOnFake, textField } from './fake-github-http.ts';
import {
  type Account,
  type CommitOnFake,
  nextId,
  type Pull,
  type ReviewOnFake,
  timeOn,
} from './fake-github-world.ts';

const repository = '/repos/{owner}/{repo}';

/** Pull requests, their commits and reviews, and who may do what. */
export const pullRoutes: readonly RouteOnFake[] = [
  {
    method: 'GET',
    path: `${repository}/pulls/{number}`,
    needs: ['pull-requests', 'read'],
    answer: (call) => ({ status: 200, body: showPull(call, pullOf(call)) }),
  },
  {
    method: 'GET',
    path: `${repository}/pulls`,
    needs: ['pull-requests', 'read'],
    takes: ['state', 'per_page', 'page'],
    answer: (call) => ({
      items: [...call.world.pulls.values()]
        .filter(({ state }) => state === (call.query.get('state') ?? 'open'))
        .map((pull) => showPull(call, pull)),
    }),
  },
  {
    method: 'GET',
    path: `${repository}/pulls/{number}/files`,
    needs: ['pull-requests', 'read'],
    takes: ['per_page', 'page'],
    answer: (call) => ({ items: pullOf(call).files.slice(0, 3_000) }),
  },
  {
    method: 'GET',
    path: `${repository}/pulls/{number}/commits`,
    needs: ['pull-requests', 'read'],
    takes: ['per_page', 'page'],
    answer: (call) => ({ items: pullOf(call).commits.slice(0, 250).map(showCommit) }),
  },
  {
    method: 'GET',
    path: `${repository}/pulls/{number}/reviews`,
    needs: ['pull-requests', 'read'],
    takes: ['per_page', 'page'],
    answer: (call) => ({ items: reviewsOf(call).map(showReview) }),
  },
  {
    method: 'POST',
    path: `${repository}/pulls/{number}/reviews`,
    needs: ['pull-requests', 'write'],
    takes: ['event', 'body', 'commit_id'],
    answer: submitReview,
  },
  {
    method: 'GET',
    path: `${repository}/collaborators/{user}/permission`,
    answer: ({ world, names }) => ({
      status: 200,
      body: showPermission(world.accounts.get(lower(names['user'])), {
        role: world.roles.get(lower(names['user'])),
        isPrivate: world.isPrivate,
      }),
    }),
  },
  {
    method: 'GET',
    path: '/orgs/{org}/teams/{team}/memberships/{user}',
    needs: ['members', 'read'],
    answer: ({ world, names }) => {
      const members = world.teams.get(`${names['org']}/${names['team']}`);
      if (!members?.has(lower(names['user']))) throw new Refusal(404, 'Not Found');
      return { status: 200, body: { state: 'active', role: 'member' } };
    },
  },
];

export function pullOf({ world, names }: Pick<Call, 'world' | 'names'>): Pull {
  const pull = world.pulls.get(Number(names['number']));
  if (!pull) throw new Refusal(404, 'Not Found');
  return pull;
}

function reviewsOf(call: Call): readonly ReviewOnFake[] {
  const { number } = pullOf(call);
  return call.world.reviews.filter((review) => review.pull === number);
}

const stateOfEvent = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const;

function submitReview(call: Call): Reply {
  const { world, token, body } = call;
  const pull = pullOf(call);
  const state = stateOfEvent[textField(body, 'event') as keyof typeof stateOfEvent];
  if (!state) throw new Refusal(422, 'Unprocessable Entity', ['Variable $event was provided invalid value']);
  if (token.kind === 'app' && state === 'APPROVED') {
    throw new Refusal(422, 'Unprocessable Entity', [
      'GitHub Actions is not permitted to approve pull requests.',
    ]);
  }
  if (token.account.id === pull.author.id && state !== 'COMMENTED') {
    throw new Refusal(422, 'Unprocessable Entity', [
      state === 'APPROVED'
        ? 'Can not approve your own pull request'
        : 'Can not request changes on your own pull request',
    ]);
  }
  if (state !== 'APPROVED' && !body['body'])
    throw new Refusal(422, 'Unprocessable Entity', ['Body is blank']);
  const commit = typeof body['commit_id'] === 'string' ? body['commit_id'] : pull.headSha;
  if (!pull.commits.some(({ sha }) => sha === commit)) {
    throw new Refusal(422, 'Unprocessable Entity', ['Commit is not part of the pull request']);
  }
  const review = {
    id: nextId(world),
    pull: pull.number,
    user: token.account,
    body: String(body['body'] ?? ''),
    state,
    commit_id: commit,
    submitted_at: timeOn(world),
  };
  world.reviews.push(review);
  return { status: 200, body: showReview(review) };
}

function showPull({ world }: Call, pull: Pull): unknown {
  const base = { id: world.id, full_name: world.fullName };
  return {
    number: pull.number,
    state: pull.state,
    title: pull.title,
    body: pull.body,
    user: pull.author,
    labels: pull.labels.map((name) => ({ name })),
    commits: pull.commits.length,
    changed_files: pull.changedFiles,
    head: { ref: pull.headBranch, sha: pull.headSha, repo: pull.headRepository },
    base: { ref: pull.baseBranch, sha: world.branches.get(pull.baseBranch), repo: base },
  };
}

function showCommit({ sha, message, author, committer, email }: CommitOnFake): unknown {
  const person = { name: 'Somebody', email, date: '2026-01-01T00:00:00Z' };
  return { sha, author, committer, commit: { message, author: person, committer: person } };
}

function showReview({ pull: _pull, ...review }: ReviewOnFake): unknown {
  return { ...review, author_association: 'NONE' };
}

/** Custom roles keep their name in `role_name`; `permission` knows only the four old ones. */
function showPermission(
  account: Account | undefined,
  { role, isPrivate }: { role: string | undefined; isPrivate: boolean },
): unknown {
  if (!account || account.login === 'Copilot')
    throw new Refusal(404, `${account?.login ?? ''} is not a user`);
  const roleName = role ?? (isPrivate ? 'none' : 'read');
  const permissions: Record<string, string> = { maintain: 'write', triage: 'read' };
  const known = ['admin', 'write', 'read', 'none'].includes(roleName);
  return {
    permission: known ? roleName : (permissions[roleName] ?? 'write'),
    role_name: roleName,
    user: account,
  };
}

function lower(login: string | undefined): string {
  return (login ?? '').toLowerCase();
}
