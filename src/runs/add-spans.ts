/** Joins what the instances of a run exported with what else they differ in. */

import { addEffects } from '../comparison/add-effects.ts';
import type { ComparedRun } from '../comparison/compared-run.ts';
import type { RunIdentities } from '../comparison/run-comparison.ts';
import { compareSpans } from '../comparison/spans/compare-spans.ts';
import { createIdentityMask } from '../comparison/values/instance-identity.ts';
import type { InstanceRole } from '../domain/observation.ts';
import { comparableSpans } from './comparable-spans.ts';
import type { SpansOfRun } from './run-telemetry.ts';

/** Used when a run is over: differences of spans are judged, confirmed and rated like those of answers and calls. */
export function addSpans(
  compared: ComparedRun,
  spans: Pick<SpansOfRun, 'ofRole'>,
  identities: RunIdentities,
): ComparedRun {
  const { ofRole } = comparableSpans(spans);
  const { baseline } = ofRole;
  const against = (role: Exclude<InstanceRole, 'baseline'>) => {
    const [other, identity] = [ofRole[role], identities[role]];
    if (baseline === undefined || other === undefined || identity === undefined) return null;
    return compareSpans(baseline, other, createIdentityMask(identities.baseline ?? [], identity));
  };
  return addEffects(compared, {
    divergences: against('candidate') ?? new Map(),
    noise: against('secondary'),
  });
}
