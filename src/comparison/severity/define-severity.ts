import type { Divergence, Severity } from '../../domain/divergence.ts';
import type { SeverityRule } from '../../domain/severity-rule.ts';
import type { SeverityContext } from './severity-conditions.ts';

/** One rule by which findings are rated. */
export type RatingRule = {
  readonly name: SeverityRule;
  readonly severity: Severity;
  /** What it rates, in words; docs/severity.md shows the same. */
  readonly means: string;
  readonly applies: (divergence: Divergence, context: SeverityContext) => boolean;
};

/** Writes a rule as one line of a table. */
export function rule(
  ...[name, severity, means, applies]: readonly [SeverityRule, Severity, string, RatingRule['applies']]
): RatingRule {
  return { name, severity, means, applies };
}
