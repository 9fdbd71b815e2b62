import picomatch from 'picomatch';
import type { Cluster } from '../domain/cluster.ts';
import { severitiesInOrder } from '../domain/divergence.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Condition, Policy } from '../domain/policy.ts';
import type { ProvenanceVerdict } from '../domain/provenance.ts';
import { countDifferences } from './count-differences.ts';

/** Whether one condition of a rule holds, in words that finish the sentence "the rule applies, because …". */
export type ConditionCheck = {
  readonly holds: boolean;
  readonly why: string;
  /** Whether the replay decides it, so that a gap in the evidence leaves it open. */
  readonly hangsOnReplay: boolean;
};

/**
 * Checks every condition that a rule has. The conditions on findings are one: `severity` and `routes` choose which
 * counted findings are looked at, and `findings` says whether there must be some (also when it is left out) or none.
 */
export function checkConditions(
  when: Condition,
  evidence: Evidence,
  policy: Policy,
): readonly ConditionCheck[] {
  const checks: ConditionCheck[] = [];
  if (when.provenance !== undefined) checks.push(checkProvenance(when.provenance, evidence, policy));
  if (when.paths !== undefined) checks.push(checkPaths(when.paths, evidence.changedPaths));
  if (when.findings !== undefined || when.severity !== undefined || when.routes !== undefined) {
    checks.push(checkFindings(when, evidence.clusters));
  }
  return checks;
}

/** The provenance that rules go by: what silence means is for the policy to say. */
export function effectiveProvenance(evidence: Evidence, policy: Policy): ProvenanceVerdict {
  const verdict = evidence.provenance?.verdict ?? 'unknown';
  return verdict === 'unknown' && policy.unknownProvenance === 'as-ai' ? 'ai' : verdict;
}

function checkProvenance(wanted: readonly string[], evidence: Evidence, policy: Policy): ConditionCheck {
  const found = effectiveProvenance(evidence, policy);
  const holds = wanted.includes(found);
  const silent = found === 'ai' && evidence.provenance?.verdict !== 'ai';
  const state = silent
    ? 'the change shows no sign of who made it, which the policy treats as AI-assisted'
    : provenanceInWords[found];
  return {
    holds,
    why: holds ? state : `${state}, and the rule is for ${wanted.join(' or ')}`,
    hangsOnReplay: false,
  };
}

const provenanceInWords: Readonly<Record<ProvenanceVerdict, string>> = {
  ai: 'the change is AI-assisted',
  mixed: 'the change is AI-assisted in part',
  unknown: 'the change shows no sign of AI assistance',
  bot: 'the change was made by a bot',
};

function checkPaths(globs: readonly string[], paths: readonly string[]): ConditionCheck {
  const matches = matcher(globs);
  const found = paths.filter(matches);
  const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
  const why =
    found.length > 0 ? `it changes ${found[0]}${more}` : `it changes nothing under ${globs.join(', ')}`;
  return { holds: found.length > 0, why, hangsOnReplay: false };
}

function checkFindings(when: Condition, clusters: readonly Cluster[]): ConditionCheck {
  const chosen = clusters.filter(
    (cluster) => isAtLeast(cluster, when.severity) && isOnRoute(cluster, when.routes),
  );
  const exist = chosen.length > 0;
  const which = [
    when.severity === undefined ? '' : ` of severity ${when.severity} or worse`,
    when.routes === undefined ? '' : ` on ${when.routes.join(', ')}`,
  ].join('');
  return {
    holds: exist === (when.findings !== 'none'),
    why: `the replay shows ${exist ? countDifferences(chosen, 'counted difference') : 'no counted difference'}${which}`,
    hangsOnReplay: true,
  };
}

function isAtLeast(cluster: Cluster, least: Condition['severity']): boolean {
  return (
    least === undefined || severitiesInOrder.indexOf(cluster.severity) >= severitiesInOrder.indexOf(least)
  );
}

function isOnRoute(cluster: Cluster, globs: Condition['routes']): boolean {
  if (globs === undefined) return true;
  const matches = matcher(globs);
  return [cluster, ...cluster.places].some(({ route }) => matches(route));
}

/**
 * Braces, brackets and exclamation marks stand for themselves: a route template such as `GET /carts/{id}` has them. A file
 * whose name holds a line break is under its folder like any other (`s`).
 */
function matcher(globs: readonly string[]): (text: string) => boolean {
  const literal = globs.map((glob) => glob.replaceAll(/[[\]]/g, '\\$&'));
  return picomatch(literal, { dot: true, nobrace: true, noextglob: true, nonegate: true, flags: 's' });
}
