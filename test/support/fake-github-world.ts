/**
 * What the fake GitHub knows: one repository with its people, branches, pull requests and runs, as plain data.
 * Tests change it directly where a person or git would; everything a program does goes through the routes.
 */

export type Access = 'none' | 'read' | 'write';
/** Names as in a workflow's `permissions:`; `members` is of the organisation, which GITHUB_TOKEN never has. */
export type Permissions = Readonly<
  Partial<Record<'contents' | 'pull-requests' | 'statuses' | 'actions' | 'members', Access>>
>;
export type Account = {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
};
export type Token = {
  readonly account: Account;
  readonly permissions: Permissions;
  readonly kind: 'app' | 'person';
};
export type CommitOnFake = {
  readonly sha: string;
  readonly message: string;
  readonly author: Account | null;
  readonly committer: Account | null;
  readonly email: string;
};
export type FileOnFake = {
  readonly filename: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  readonly previous_filename?: string;
};
export type Pull = {
  readonly number: number;
  readonly author: Account;
  readonly headBranch: string;
  baseBranch: string;
  state: 'open' | 'closed';
  readonly headRepository: { readonly id: number; readonly full_name: string } | null;
  headSha: string;
  commits: CommitOnFake[];
  changedFiles: number;
  files: FileOnFake[];
  title: string;
  body: string | null;
  labels: string[];
};
export type StatusOnFake = {
  readonly id: number;
  readonly context: string;
  readonly state: string;
  readonly description: string | null;
  readonly target_url: string | null;
  readonly creator: Account;
};
export type ReviewOnFake = {
  readonly id: number;
  readonly pull: number;
  readonly user: Account | null;
  readonly body: string;
  state: string;
  readonly commit_id: string | null;
  readonly submitted_at: string;
};
export type CommentOnFake = {
  readonly id: number;
  readonly issue: number;
  readonly user: Account | null;
  body: string;
};
export type ArtifactOnFake = {
  readonly id: number;
  readonly name: string;
  readonly archive: Uint8Array;
  readonly createdAt: string;
  readonly run: {
    readonly id: number;
    readonly repository_id: number;
    readonly head_repository_id: number;
    readonly head_sha: string;
  };
  expired: boolean;
};
type Push = {
  readonly ref: string;
  readonly after: string;
  readonly actor: Account | null;
  readonly repository: string;
};

export type World = {
  readonly fullName: string;
  readonly id: number;
  readonly isPrivate: boolean;
  readonly now: () => Date;
  readonly accounts: Map<string, Account>;
  readonly tokens: Map<string, Token>;
  /** Branch → commit. */
  readonly branches: Map<string, string>;
  /** Commit → path → text. */
  readonly files: Map<string, ReadonlyMap<string, string>>;
  /** `base...head` → where they part; any other two part at the base. */
  readonly mergeBases: Map<string, string>;
  readonly pulls: Map<number, Pull>;
  /** Commit → newest first. */
  readonly statuses: Map<string, StatusOnFake[]>;
  readonly reviews: ReviewOnFake[];
  readonly comments: CommentOnFake[];
  /** Login → role in the repository. */
  readonly roles: Map<string, string>;
  /** `organisation/team` → logins of active members. */
  readonly teams: Map<string, ReadonlySet<string>>;
  readonly artifacts: ArtifactOnFake[];
  /** Newest first. */
  readonly pushes: Push[];
  nextId: number;
};

export function createWorld(
  fullName: string,
  options: { now?: () => Date; isPrivate?: boolean } = {},
): World {
  return {
    fullName,
    id: 7_001,
    isPrivate: options.isPrivate ?? true,
    now: options.now ?? (() => new Date()),
    accounts: new Map(),
    tokens: new Map(),
    branches: new Map(),
    files: new Map(),
    mergeBases: new Map(),
    pulls: new Map(),
    statuses: new Map(),
    reviews: [],
    comments: [],
    roles: new Map(),
    teams: new Map(),
    artifacts: [],
    pushes: [],
    nextId: 10_000,
  };
}

export function accountOf(world: World, login: string): Account {
  const known = world.accounts.get(login.toLowerCase());
  if (known) return known;
  const type = login.endsWith('[bot]') || login === 'Copilot' ? 'Bot' : 'User';
  const account = { id: nextId(world), login, type } as const;
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

export function nextId(world: World): number {
  world.nextId += 1;
  return world.nextId;
}

/** GitHub's times have no fraction of a second. */
export function timeOn(world: World): string {
  return `${world.now().toISOString().slice(0, 19)}Z`;
}

/** As branch protection sees it: the newest status of the context counts, whoever posted it. */
export function statusInForce(world: World, sha: string, context: string): StatusOnFake | null {
  const wanted = context.toLowerCase();
  return world.statuses.get(sha)?.find((status) => status.context.toLowerCase() === wanted) ?? null;
}
