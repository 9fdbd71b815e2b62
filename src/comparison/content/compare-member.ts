import { compareJson, type JsonComparison } from '../json/compare-json.ts';
import { compareScalars } from '../values/compare-scalars.ts';
import { showString } from '../values/shown-value.ts';

export type Member = { readonly baseline: string | null; readonly other: string | null };

/** A named text that either side may lack: an attribute of an element, a header of a part. */
export function compareMember({ baseline, other }: Member, comparison: JsonComparison): void {
  if (baseline === other) return;
  if (baseline !== null && other !== null) {
    compareScalars(baseline, other, { ...comparison, kind: 'value-changed', compareNested: compareJson });
    return;
  }
  comparison.collector.add({
    kind: baseline === null ? 'field-added' : 'field-removed',
    ...comparison.position,
    baseline: baseline === null ? null : showString(baseline),
    candidate: other === null ? null : showString(other),
  });
}
