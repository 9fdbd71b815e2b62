import type { PullRequest } from '../../src/domain/change.ts';
import type { Cluster } from '../../src/domain/cluster.ts';
import { type CostRow, defaultCost } from '../../src/domain/cost.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { FirstDivergence } from '../../src/domain/evidence-trace.ts';
import type { NoiseReport } from '../../src/domain/noise-report.ts';
import type { Policy, PolicyInForce, Rule } from '../../src/domain/policy.ts';
import type { CommitProvenance, Provenance, Signal } from '../../src/domain/provenance.ts';
import type { Review, Verdict } from '../../src/domain/verdict.ts';

/**
 * Plain data for tests, each whole and unremarkable; a test overrides what it is about. Together they tell one
 * story: an AI-assisted change rounds a discount down, 41 of 312 replayed exchanges show it.
 */

const baseSha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
export const headSha = '9bc01d2f3a4b5c6d7e8f90a1b2c3d4e5f6071829';
export const policyDigest = `sha256:${'5f'.repeat(32)}`;
export const evidenceDigest = `sha256:9f86d081884c${'7d'.repeat(26)}`;

export function aSignal(overrides: Partial<Signal> = {}): Signal {
  return {
    rule: 'claude-code.co-author',
    detector: 'trailer',
    tool: 'claude-code',
    level: 'identity-claim',
    role: 'co-author',
    excerpt: 'Co-Authored-By: Claude <noreply@anthropic.com>',
    ...overrides,
  };
}

export function aCommitProvenance(overrides: Partial<CommitProvenance> = {}): CommitProvenance {
  return {
    sha: headSha,
    verdict: 'ai',
    tool: 'claude-code',
    signals: [aSignal()],
    reason: 'a trailer names claude-code as co-author',
    ...overrides,
  };
}

export function aProvenance(overrides: Partial<Provenance> = {}): Provenance {
  return {
    verdict: 'ai',
    tools: ['claude-code'],
    commits: [
      aCommitProvenance({
        sha: '1111111aaaabbbbccccddddeeeeffff000011112',
        verdict: 'unknown',
        signals: [],
        reason: 'no sign was found',
      }),
      aCommitProvenance(),
    ],
    signals: [],
    ...overrides,
  };
}

export function aFirstDivergence(overrides: Partial<FirstDivergence> = {}): FirstDivergence {
  return {
    exchangeId: 'x000087',
    kind: 'value',
    file: 'src/pricing.js',
    baselineLine: 9,
    candidateLine: 15,
    baselineStatement: 'const discount = Math.round(subtotal * rate);',
    candidateStatement: 'const discount = Math.floor(subtotal * rate);',
    isChanged: true,
    variable: 'discount',
    baseline: '16',
    candidate: '15',
    equalInputs: [
      { name: 'subtotal', value: '155' },
      { name: 'rate', value: '0.1' },
    ],
    ...overrides,
  };
}

export function aCluster(overrides: Partial<Cluster> = {}): Cluster {
  return {
    id: 'c01',
    route: 'GET /carts/{id}',
    pattern: 'body/discount',
    kind: 'value-changed',
    places: [
      { route: 'GET /carts/{id}', pattern: 'body/discount', kind: 'value-changed', exchanges: 30 },
      { route: 'POST /orders', pattern: 'body/total', kind: 'value-changed', exchanges: 11 },
    ],
    severity: 'risky',
    exchanges: 41,
    findings: ['f0001', 'f0002'],
    example: {
      exchangeId: 'x000087',
      method: 'GET',
      target: '/carts/17',
      place: 'body/discount',
      baseline: '16',
      candidate: '15',
    },
    firstDivergence: aFirstDivergence(),
    ...overrides,
  };
}

export function aNoiseReport(overrides: Partial<NoiseReport> = {}): NoiseReport {
  return {
    route: 'POST /orders',
    pattern: 'body/id',
    kind: 'value-changed',
    findings: 40,
    learned: 'uuid',
    ...{ samples: 80, varied: 40, compared: 40, example: null, refused: [] },
    ...overrides,
  };
}

/** One route that became slower than the machine alone would make it. */
export function aCostRow(overrides: Partial<CostRow> = {}): CostRow {
  return {
    route: 'GET /carts/{id}',
    measure: 'latency',
    pairs: 40,
    baseline: 12.1,
    candidate: 43.4,
    estimate: 31.2,
    interval: [29.8, 33.1],
    effect: 0.98,
    p: 0.0001,
    q: 0.0004,
    machine: 0.3,
    verdict: 'more',
    reason: 'slower in the whole run and in both halves of it',
    ...overrides,
  };
}

/** The pull request of the fake GitHub's scene, as an event without a title tells it. */
export function aPullRequest(overrides: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    title: '',
    body: '',
    author: 'dev',
    authorIsBot: false,
    headBranch: 'topic',
    baseBranch: 'main',
    labels: [],
    ...overrides,
  };
}

export function anEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    version: 1,
    tool: 'shadowgate 0.1.0',
    startedAt: '2026-11-22T10:00:00.000Z',
    completedAt: '2026-11-22T10:00:30.250Z',
    base: baseSha,
    head: headSha,
    policyDigest,
    provenance: aProvenance(),
    changedPaths: ['src/pricing.js'],
    recording: { digest: `sha256:${'ab'.repeat(32)}`, exchanges: 320, completeness: 1, damage: null },
    plan: { exchanges: 312, routes: 14, leftOut: [{ reason: 'request body not whole', exchanges: 8 }] },
    shadow: {
      isolation: 'scrubbed-environment',
      isolationDetail: { notReached: [], probed: [], open: [] },
      stepIsolation: null,
      instances: [
        { role: 'baseline', source: `rev:${baseSha}`, startMs: 210, agent: 'connected' },
        { role: 'secondary', source: `rev:${baseSha}`, startMs: 205, agent: 'connected' },
        { role: 'candidate', source: `rev:${headSha}`, startMs: 214, agent: 'connected' },
      ],
      assumptions: [],
    },
    fidelity: { share: 0.987, compared: 300, examples: [] },
    exercise: {
      known: true,
      changedLines: 71,
      executedLines: 57,
      neverExecuted: [{ file: 'src/a.js', lines: [41, 42, 43, 44, 47] }],
      exchanges: 120,
    },
    status: {
      kind: 'limited',
      reasons: ['14 of 71 changed lines never ran'],
      probes: { armed: 8, hit: 6, unbound: 0, slid: 0, disarmed: 0, troubled: [] },
    },
    bound: null,
    counts: { counted: 41, noise: 40, ignored: 0, flaky: 0 },
    clusters: [aCluster()],
    flaky: [],
    noise: [aNoiseReport()],
    routes: [],
    unusedIgnores: [],
    confirmation: 'confirmed by a second run from fresh state',
    perturbed: false,
    warnings: [],
    sideFiles: [],
    ...overrides,
  };
}

/** The same evidence when the change behaves as before. */
export function aQuietEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return anEvidence({
    clusters: [],
    counts: { counted: 0, noise: 40, ignored: 0, flaky: 0 },
    bound: 0.025,
    ...overrides,
  });
}

export function aRule(overrides: Partial<Rule> = {}): Rule {
  return {
    name: 'AI-assisted change behaves differently',
    when: { provenance: ['ai', 'mixed'], findings: 'counted' },
    require: { kind: 'approvals', count: 1 },
    ...overrides,
  };
}

export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    seniors: { users: ['sara'], teams: ['acme/seniors'], roles: ['maintain', 'admin'] },
    unknownProvenance: 'as-unknown',
    minimumFidelity: 0.8,
    minimumIsolation: 'scrubbed-environment',
    minimumCompleteness: 0.8,
    minimumExercised: 0,
    minimumUpstreamMatch: 0.95,
    excludeContributors: true,
    rules: [aRule()],
    ignores: [],
    severities: {},
    cost: defaultCost,
    ...overrides,
  };
}

export function aPolicyInForce(overrides: Partial<Policy> = {}): PolicyInForce {
  return { policy: aPolicy(overrides), source: 'built-in default', digest: policyDigest };
}

/** An approval by a senior that counts for `anEvidence()`. */
export function aReview(overrides: Partial<Review> = {}): Review {
  return {
    id: '1',
    user: 'sara',
    userIsBot: false,
    role: 'write',
    teams: [],
    state: 'approved',
    commit: headSha,
    submittedAt: '2026-11-22T10:05:00Z',
    evidenceDigest: null,
    policyDigest: null,
    ...overrides,
  };
}

export function aVerdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    kind: 'awaiting-approval',
    reasons: [
      {
        code: 'approval-missing',
        text: 'The rule “AI-assisted change behaves differently” asks for the approval of one senior, and none has approved yet: the change is AI-assisted, and the replay shows 1 counted difference.',
        remedy:
          'Ask one senior to look at the evidence and approve commit 9bc01d2 (sara, a member of acme/seniors or someone with the role maintain or admin); the approval covers evidence 9f86d081884c.',
      },
    ],
    rules: [
      {
        rule: 'AI-assisted change behaves differently',
        applies: true,
        why: 'the change is AI-assisted, and the replay shows 1 counted difference',
        require: { kind: 'approvals', count: 1 },
      },
      {
        rule: 'AI-assisted change touches the gate itself',
        applies: false,
        why: 'it changes nothing under .github/**',
        require: { kind: 'approvals', count: 1 },
      },
    ],
    approvals: [],
    head: headSha,
    evidenceDigest,
    policyDigest,
    ...overrides,
  };
}
