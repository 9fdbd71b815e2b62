import type { Divergence } from '../domain/divergence.ts';
import type { IgnoreRule } from '../domain/policy.ts';

export type Ignores = {
  /** The rule that excuses a divergence, or `null`; a rule that is asked and excuses counts as used. */
  readonly find: (route: string, divergence: Divergence) => IgnoreRule | null;
  /** Rules that excused nothing, and those that have expired, in words. */
  readonly unused: () => readonly string[];
};

/**
 * Written excuses. A rule names one pattern exactly, on one route or on every route; nothing is matched by a part of a
 * path, so that excusing `id` cannot excuse `idempotency_key`; only `outbound` stands for every call of the route, made
 * or not. After its last day a rule excuses nothing.
 */
export function applyIgnores(rules: readonly IgnoreRule[], today: string): Ignores {
  const used = new Set<IgnoreRule>();
  return {
    find: (route, { pattern }) => {
      const inForce = rules.filter(
        (rule) => !isExpired(rule, today) && (rule.route === '*' || rule.route === route),
      );
      const named = inForce.find((rule) => rule.pattern === pattern);
      const found = named ?? inForce.find((rule) => standsForCalls(rule) && pattern.startsWith('outbound/'));
      if (found !== undefined) used.add(found);
      return found ?? null;
    },
    unused: () => rules.filter((rule) => !used.has(rule)).map((rule) => describeUnused(rule, today)),
  };
}

function standsForCalls({ pattern }: IgnoreRule): boolean {
  return pattern === 'outbound';
}

/** Dates as ISO days: they sort as text. */
function isExpired({ expires }: IgnoreRule, today: string): boolean {
  return expires < today.slice(0, 10);
}

function describeUnused(rule: IgnoreRule, today: string): string {
  const why = isExpired(rule, today) ? `expired on ${rule.expires}` : 'excused nothing';
  return `${rule.route} ${rule.pattern} (${rule.owner}): ${why}`;
}
