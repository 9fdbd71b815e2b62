import type { Pull, World } from './fake-github-world.ts';

/** The event file of `pull_request`, `pull_request_review` and `pull_request_target`, as far as anything reads it. */
export function pullRequestEvent(world: World, pull: Pull): unknown {
  return {
    action: 'synchronize',
    number: pull.number,
    pull_request: {
      number: pull.number,
      title: pull.title,
      body: pull.body,
      user: pull.author,
      labels: pull.labels.map((name) => ({ name, color: 'ededed' })),
      head: { ref: pull.headBranch, sha: pull.headSha, repo: pull.headRepository },
      base: {
        ref: pull.baseBranch,
        sha: world.branches.get(pull.baseBranch),
        repo: { id: world.id, full_name: world.fullName },
      },
    },
    repository: { full_name: world.fullName },
  };
}
