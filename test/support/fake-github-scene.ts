import {
  accountOf,
  type CommitOnFake,
  createWorld,
  nextId,
  type Pull,
  timeOn,
  type World,
} from './fake-github-world.ts';

/** Tokens of a scene. What each may do is what GitHub gives it. */
export const tokens = {
  /** GITHUB_TOKEN of a job with the permissions that our workflow asks for. */
  job: 'ghs_job',
  /** GITHUB_TOKEN of a run for a fork: read-only, whatever the workflow asks for. */
  fork: 'ghs_fork',
  dev: 'ghp_dev',
  sara: 'ghp_sara',
  /** An App that may read the members of the organisation. */
  app: 'ghs_app',
} as const;

export const repositoryName = 'acme/shop';
export const baseTip = 'b'.repeat(40);

/** A repository with a developer, a senior (`sara`, role maintain) and a base branch; no pull request yet. */
export function aScene(options: { now?: () => Date; isPrivate?: boolean; baseTip?: string } = {}): World {
  const world = createWorld(repositoryName, options);
  const job = accountOf(world, 'github-actions[bot]');
  const write = { contents: 'read', 'pull-requests': 'write', statuses: 'write', actions: 'read' } as const;
  const read = { contents: 'read', 'pull-requests': 'read', statuses: 'read', actions: 'read' } as const;
  world.tokens.set(tokens.job, { account: job, kind: 'app', permissions: write });
  world.tokens.set(tokens.fork, { account: job, kind: 'app', permissions: read });
  const app = accountOf(world, 'shadowgate-app[bot]');
  world.tokens.set(tokens.app, { account: app, kind: 'app', permissions: { ...write, members: 'read' } });
  for (const [token, login] of [
    [tokens.dev, 'dev'],
    [tokens.sara, 'sara'],
  ] as const) {
    const permissions = { 'pull-requests': 'write', contents: 'write', statuses: 'write' } as const;
    world.tokens.set(token, { account: accountOf(world, login), kind: 'person', permissions });
  }
  world.roles.set('dev', 'write').set('sara', 'maintain');
  world.branches.set('main', options.baseTip ?? baseTip);
  world.files.set(options.baseTip ?? baseTip, new Map());
  return world;
}

/** A pull request by `dev` from the branch `topic`; `fork` puts that branch into another repository. */
export function openPull(
  world: World,
  options: {
    number?: number;
    head?: string;
    commits?: readonly CommitOnFake[];
    fork?: boolean;
    author?: string;
  } = {},
): Pull {
  const head = options.head ?? 'c'.repeat(40);
  const author = accountOf(world, options.author ?? 'dev');
  const fork = { id: 9_009, full_name: `${author.login}/shop` };
  const pull: Pull = {
    number: options.number ?? 7,
    author,
    headBranch: 'topic',
    baseBranch: 'main',
    headRepository: options.fork ? fork : { id: world.id, full_name: world.fullName },
    headSha: head,
    commits: [...(options.commits ?? [aCommitOnFake(world, head)])],
    changedFiles: 1,
    files: [{ filename: 'src/pricing.js', status: 'modified' }],
    state: 'open',
    title: 'Round discounts half up',
    body: null,
    labels: [],
  };
  world.pulls.set(pull.number, pull);
  recordPush(world, pull, author.login);
  return pull;
}

export function aCommitOnFake(world: World, sha: string, change: Partial<CommitOnFake> = {}): CommitOnFake {
  const dev = accountOf(world, 'dev');
  return {
    sha,
    message: 'Round discounts',
    author: dev,
    committer: dev,
    email: 'dev@example.com',
    ...change,
  };
}

/** What a push does: the head of the pull request moves. Reviews and statuses stay on the commits they are on. */
export function pushTo(world: World, pull: Pull, sha: string, pusher = 'dev'): void {
  pull.headSha = sha;
  pull.commits.push(aCommitOnFake(world, sha));
  recordPush(world, pull, pusher);
}

/** What `actions/upload-artifact` leaves behind after a run on a commit. */
export function uploadArtifact(
  world: World,
  artifact: {
    archive: Uint8Array;
    head: string;
    name?: string;
    headRepositoryId?: number;
    createdAt?: string;
  },
): number {
  const id = nextId(world);
  world.artifacts.push({
    id,
    name: artifact.name ?? 'shadowgate-evidence',
    archive: artifact.archive,
    createdAt: artifact.createdAt ?? timeOn(world),
    expired: false,
    run: {
      id: nextId(world),
      repository_id: world.id,
      head_repository_id: artifact.headRepositoryId ?? world.id,
      head_sha: artifact.head,
    },
  });
  return id;
}

function recordPush(world: World, pull: Pull, pusher: string): void {
  world.pushes.unshift({
    ref: `refs/heads/${pull.headBranch}`,
    after: pull.headSha,
    actor: accountOf(world, pusher),
    repository: pull.headRepository?.full_name ?? 'deleted',
  });
}
