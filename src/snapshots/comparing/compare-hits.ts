import type { CapturedValue, Hit, Probe } from '../../domain/runtime-snapshot.ts';
import { unmappedMark } from '../built-code/unmapped-mark.ts';
import { compareCaptured } from './compare-captured.ts';
import type { VolatilePaths } from './learn-volatile.ts';

/** A variable, with the path inside it, that two aligned hits do not hold alike. */
export type ValueDifference = {
  /** As the candidate calls it, e.g. `cart.total`. */
  readonly variable: string;
  /** The captured name it belongs to. */
  readonly name: string;
  readonly baseline: CapturedValue | null;
  readonly candidate: CapturedValue | null;
};

export type HitComparison = {
  readonly baseline: Hit;
  readonly candidate: Hit;
  /** The candidate's probe, which knows of renamed variables. */
  readonly probe: Probe | undefined;
  readonly volatilePaths: VolatilePaths;
  /** Whether it was learned which secrets vary; else tokens that differ prove nothing. */
  readonly isSecretComparable: boolean;
};

/**
 * Compares the variables that both hits captured; one that only one build has is shown, never a difference, and neither is
 * one that bears the name of a build: in two builds it may be two variables.
 */
export function compareHits(comparison: HitComparison): readonly ValueDifference[] {
  const { baseline, candidate, probe, volatilePaths, isSecretComparable } = comparison;
  const found: ValueDifference[] = [];
  for (const [name, value] of Object.entries(candidate.values)) {
    if (name.endsWith(unmappedMark)) continue;
    const oldName = name in baseline.values ? name : (probe?.aliases?.[name] ?? name);
    const old = baseline.values[oldName];
    if (old === undefined) continue;
    for (const difference of compareCaptured(old, value, volatilePaths(candidate.probeId, oldName))) {
      if (!isSecretComparable && isRedacted(difference.baseline) && isRedacted(difference.candidate))
        continue;
      found.push({
        variable: `${name}${difference.path}`,
        name,
        baseline: difference.baseline,
        candidate: difference.candidate,
      });
    }
  }
  return found;
}

function isRedacted(value: CapturedValue | null): boolean {
  return value?.reason === 'redacted';
}
