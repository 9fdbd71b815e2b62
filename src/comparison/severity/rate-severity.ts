import type { Divergence, Severity } from '../../domain/divergence.ts';
import type { SeverityRule } from '../../domain/severity-rule.ts';
import type { SeverityContext } from './severity-conditions.ts';
import { severityRules } from './severity-rules.ts';

/** What a repository rates otherwise, by the name of the rule. */
export type OtherSeverities = Readonly<Partial<Record<SeverityRule, Severity>>>;

export type RatedSeverity = { readonly severity: Severity; readonly rule: string };

/** How much a difference matters: by the first rule that applies, as severe as the rule says or the repository does. */
export function rateSeverity(
  divergence: Divergence,
  context: SeverityContext,
  others: OtherSeverities = {},
): RatedSeverity {
  const rule = severityRules.find(({ applies }) => applies(divergence, context));
  if (rule === undefined) return { severity: 'risky', rule: 'unrated' };
  return { severity: others[rule.name] ?? rule.severity, rule: rule.name };
}
