import type { GitHub } from '../src/adapters/github.ts';
import type { PullRequest } from '../src/domain/change.ts';
import type { Evidence } from '../src/domain/evidence.ts';
import type { Verdict } from '../src/domain/verdict.ts';
import type { GatedChange, GateRequest } from '../src/gate-change.ts';
import type { ActionInputs } from './inputs.ts';
import type { Runner } from './runner.ts';
import type { RunnerOutput } from './runner-output.ts';

/** What one run of the Action works with. */
export type Session = {
  readonly inputs: ActionInputs;
  readonly runner: Runner;
  readonly github: GitHub;
  readonly output: RunnerOutput;
  /** The gate, with its ports already in place. */
  readonly replay: (request: GateRequest) => Promise<GatedChange>;
  /** Full object name of a revision in the checkout; null when git does not know it there. */
  readonly resolve: (revision: string) => Promise<string | null>;
};

/** What is judged: a pull request, or two revisions when there is none. */
export type Subject = {
  readonly pullRequest: PullRequest | null;
  readonly headSha: string;
  /** Whether the code is that of a stranger. */
  readonly fromFork: boolean;
  /** Names of the base in the checkout, best first. */
  readonly baseRevisions: readonly string[];
};

/** How a run ended; a failure is thrown instead. */
export type Outcome =
  | {
      readonly kind: 'judged';
      readonly sha: string;
      readonly evidence: Evidence;
      readonly evidenceDigest: string;
      readonly verdict: Verdict;
      /** Where the evidence was written; null when it was only read. */
      readonly evidenceFolder: string | null;
      /** What could not be found out about the people involved. */
      readonly warnings: readonly string[];
    }
  /** The replay of this commit still runs; its own run will count the reviews. */
  | { readonly kind: 'waiting'; readonly why: string };

/** Description of the status while the replay runs; by it a verdict knows that evidence is on its way. */
export const replayingDescription = 'Replaying recorded requests against this change';
