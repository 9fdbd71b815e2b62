import type { Finding } from '../../domain/divergence.ts';
import type { FirstDivergence } from '../../domain/evidence-trace.ts';

/** Of a finding and not of its exchange: what a change did to the answer and what it did outside may come of two statements. */
export type FirstDivergenceLookup = (finding: Finding) => FirstDivergence | null;

/** Findings that are told together, and whether a place in the changed code is known to cause them. */
export type CauseGroup = { readonly hasCause: boolean; readonly findings: readonly Finding[] };

/**
 * Groups by the changed statement at which the programs part, whatever it made different and wherever in the answer;
 * where none is known, by route, place pattern and kind. Where nothing captured differs but a changed statement ran last,
 * that statement stands for the cause. An unchanged statement that met other values is a place, but no cause.
 */
export function groupByCause(
  findings: readonly Finding[],
  firstDivergenceOf: FirstDivergenceLookup,
): readonly CauseGroup[] {
  const keyOf = (finding: Finding): string => {
    const first = firstDivergenceOf(finding);
    if (first === null) return placeOf(finding);
    if (first.isChanged) return statementOf(first);
    return first.kind === 'unexplained' ? placeOf(finding) : explanationOf(first);
  };
  const groups = Map.groupBy(findings, keyOf);
  return [...groups.values()].map((group) => ({
    hasCause: group.some((finding) => firstDivergenceOf(finding)?.isChanged ?? false),
    findings: group,
  }));
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
