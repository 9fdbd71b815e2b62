import { createHash } from 'node:crypto';
import { defaultCost } from '../domain/cost.ts';
import type { Policy, PolicyInForce } from '../domain/policy.ts';

/**
 * The policy of a repository that has written none, and the default of every part a written one leaves out.
 * Only AI-assisted changes are asked for anything. One that reaches for the gate itself (its settings, the
 * workflows it runs in, who owns code, what is replayed) needs a senior even when no response differs.
 */
export const defaultPolicy: Policy = {
  seniors: { users: [], teams: [], roles: ['maintain', 'admin'] },
  unknownProvenance: 'as-unknown',
  minimumFidelity: 0.8,
  minimumCompleteness: 0.8,
  minimumExercised: 0,
  minimumUpstreamMatch: 0.95,
  minimumIsolation: 'scrubbed-environment',
  excludeContributors: true,
  rules: [
    {
      name: 'AI-assisted change behaves differently',
      when: { provenance: ['ai', 'mixed'], findings: 'counted' },
      require: { kind: 'approvals', count: 1 },
    },
    {
      name: 'AI-assisted change touches the gate itself',
      when: {
        provenance: ['ai', 'mixed'],
        paths: ['.github/**', 'CODEOWNERS', 'docs/CODEOWNERS', '**/*.sgrec'],
      },
      require: { kind: 'approvals', count: 1 },
    },
  ],
  ignores: [],
  severities: {},
  cost: defaultCost,
};

/**
 * Binds a policy to where it came from and to its digest, which approvals and evidence name. Two policies with
 * the same meaning share a digest, whatever the order of keys in the file.
 */
export function policyInForce(policy: Policy, source: string): PolicyInForce {
  const digest = createHash('sha256').update(canonicalJson(policy)).digest('hex');
  return { policy, source, digest: `sha256:${digest}` };
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? withSortedKeys(part) : part));
}

function withSortedKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
