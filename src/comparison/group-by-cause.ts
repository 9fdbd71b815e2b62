import type { Finding } from '../domain/divergence.ts';
import type { FirstDivergence } from '../domain/runtime-snapshot.ts';

export type FirstDivergenceLookup = (exchangeId: string) => FirstDivergence | null;

/** Findings that are told together, and whether a place in the changed code is known to cause them. */
export type CauseGroup = { readonly hasCause: boolean; readonly findings: readonly Finding[] };

/**
 * Groups by the place in the code at which the programs part, whatever the place in the answer; where that is not
 * known, by route, place pattern and kind. Where nothing captured differs but a changed statement ran last, that statement
 * stands for the cause: it joins what is explained by the same statement.
 */
export function groupByCause(
  findings: readonly Finding[],
  firstDivergenceOf: FirstDivergenceLookup,
): readonly CauseGroup[] {
  const explained = new Map<string, string>();
  for (const { exchangeId } of findings) {
    const first = firstDivergenceOf(exchangeId);
    if (first === null || first.kind === 'unexplained' || explained.has(statementOf(first))) continue;
    explained.set(statementOf(first), explanationOf(first));
  }
  const keyOf = (finding: Finding): string => {
    const first = firstDivergenceOf(finding.exchangeId);
    if (first === null || !pointsAtCause(first)) return placeOf(finding);
    if (first.kind !== 'unexplained') return explanationOf(first);
    return explained.get(statementOf(first)) ?? statementOf(first);
  };
  const groups = Map.groupBy(findings, keyOf);
  return [...groups].map(([key, group]) => ({
    hasCause: group.some((finding) => key !== placeOf(finding)),
    findings: group,
  }));
}

/** An unchanged statement at which nothing differs is no cause to share: no more is known than that the programs differ. */
function pointsAtCause({ kind, baselineStatement, candidateStatement }: FirstDivergence): boolean {
  return kind !== 'unexplained' || baselineStatement !== candidateStatement;
}

function explanationOf({ kind, file, baselineLine, candidateLine, variable }: FirstDivergence): string {
  return JSON.stringify(['explained', kind, file, baselineLine, candidateLine, variable]);
}

function statementOf({ file, baselineLine, candidateLine }: FirstDivergence): string {
  return JSON.stringify(['statement', file, baselineLine, candidateLine]);
}

function placeOf({ route, divergence: { pattern, kind } }: Finding): string {
  return JSON.stringify(['place', route, pattern, kind]);
}
