import type { EvidenceTrace, FirstDivergence } from '../domain/evidence-trace.ts';
import type { CapturedValue, Hit } from '../domain/runtime-snapshot.ts';
import type { HeldValue } from '../report/html/cluster-details.ts';
import { type CapturedDifference, compareCaptured } from '../snapshots/comparing/compare-captured.ts';
import { renderCaptured } from '../snapshots/comparing/render-captured.ts';

/**
 * What both builds held at the place of a first divergence, differences first: the aligned pair of hits that shows it.
 * Empty where no pair does, as when the cause lies where nothing was captured.
 */
export function heldWhereTheyPart(
  first: FirstDivergence | null,
  trace: EvidenceTrace | undefined,
): readonly HeldValue[] {
  if (first === null || trace === undefined || first.variable === null) return [];
  const root = rootOf(first.variable);
  for (const { baseline, candidate, equal } of trace.pairs) {
    if (equal || baseline === null || candidate === null) continue;
    const held = heldOf(baseline, candidate);
    const [named, others] = [
      held.filter((one) => rootOf(one.name) === root),
      held.filter((one) => rootOf(one.name) !== root),
    ];
    if (named.some((one) => one.differs && showsIt(one, first)))
      return [...named, ...others].toSorted((a, b) => Number(b.differs) - Number(a.differs));
  }
  return [];
}

/** The pair that the divergence was named by, and not one further on where the same variable differs again. */
function showsIt({ baseline, candidate }: HeldValue, first: FirstDivergence): boolean {
  return baseline === first.baseline && candidate === first.candidate;
}

function heldOf(baseline: Hit, candidate: Hit): readonly HeldValue[] {
  const names = [...new Set([...Object.keys(candidate.values), ...Object.keys(baseline.values)])];
  return names.flatMap((name): readonly HeldValue[] => {
    const [before, after] = [baseline.values[name], candidate.values[name]];
    const sides = { baseline: textOf(before), candidate: textOf(after) };
    if (before === undefined || after === undefined) return [];
    const differences = compareCaptured(before, after, () => false);
    if (differences.length === 0) return [{ name, ...sides, differs: false }];
    return differences.map((one) => ({ name: `${name}${one.path}`, ...sidesOf(one), differs: true }));
  });
}

function sidesOf({ baseline, candidate }: CapturedDifference) {
  return { baseline: textOf(baseline ?? undefined), candidate: textOf(candidate ?? undefined) };
}

function textOf(value: CapturedValue | undefined): string | null {
  return value === undefined ? null : renderCaptured(value);
}

/** `cart.items[0].price` → `cart`. */
function rootOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}
